// The machine and the command of a run, without anybody's secrets.
import { arch, cpus, release, totalmem, type } from 'node:os'
import { basename } from 'node:path'

export interface Environment {
  readonly node: string
  readonly os: string
  readonly cpu: string
  readonly cores: number
  readonly memory_bytes: number
  readonly command: readonly string[]
}

export function environment(argv: readonly string[] = process.argv): Environment {
  const processors = cpus()
  return {
    node: process.version,
    os: `${type()} ${release()} ${arch()}`,
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memory_bytes: totalmem(),
    command: [...argv.slice(0, 2).map(path => basename(path)), ...redact(argv.slice(2))],
  }
}

/** Values of flags that sound secret, and texts shaped like keys, are left out. */
function redact(words: readonly string[]): string[] {
  const sounds = /key|token|secret|password|credential|auth/i
  const looks = /^(?:sk|pk|ghp|gho|xox[a-z]|AKIA)[-_A-Za-z0-9]{8,}|^[A-Za-z0-9+/_-]{40,}={0,2}$|:\/\/[^/\s]*:[^/\s]*@/
  return words.map((word, i) => {
    const [flag, value] =
      word.startsWith('-') && word.includes('=')
        ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]
        : ['', word]
    const before = words[i - 1] ?? ''
    const isSecret =
      looks.test(value) || sounds.test(flag) || (before.startsWith('-') && sounds.test(before) && !word.startsWith('-'))
    return isSecret ? `${flag === '' ? '' : `${flag}=`}[redacted]` : word
  })
}
