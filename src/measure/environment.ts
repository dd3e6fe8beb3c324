// The machine and the command of a run, without anybody's secrets.
import { arch, cpus, release, totalmem, type } from 'node:os'
import { basename } from 'node:path'
import { redactWords } from '../record/secrets.ts'

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
    command: [...argv.slice(0, 2).map(path => basename(path)), ...redactWords(argv.slice(2))],
  }
}
