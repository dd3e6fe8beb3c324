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

const soundsSecret = 'key|token|secret|password|credential|auth'
const secretFlag = new RegExp(`^-.*(?:${soundsSecret})[^=]*$`, 'i')
const secretPair = new RegExp(`([-\\w.]*(?:${soundsSecret})[-\\w.]*=)[^,]*`, 'gi')
const looksSecret = /^(?:sk|pk|ghp|gho|xox[a-z]|AKIA)[-_A-Za-z0-9]{8,}|^[A-Za-z0-9+/_-]{40,}={0,2}$|:\/\/[^/\s]*:[^/\s]*@/

/** Values of flags and params that sound secret, and texts shaped like keys, are left out. */
function redact(words: readonly string[]): string[] {
  return words.map((word, i) => {
    if (secretFlag.test(words[i - 1] ?? '') && !word.startsWith('-')) return '[redacted]'
    const [, name = '', value = ''] = /^([-\w.]+=)?(.*)$/s.exec(word) ?? []
    return looksSecret.test(value) ? `${name}[redacted]` : word.replaceAll(secretPair, '$1[redacted]')
  })
}
