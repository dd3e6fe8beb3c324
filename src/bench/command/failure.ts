// Says in words why a program gave no answer: how it ended and what it last wrote to stderr.
import { existsSync } from 'node:fs'
import { redactSecrets } from '../../record/secrets.ts'

/** A program could not be started, ended too early, or answered what is no answer. The `error_type` of such a row. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

/** How a process ended, as Node tells it. */
export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** As a person would type it; long ones are cut. */
export function nameOf(argv: readonly string[]): string {
  const words = argv
    .map(word => redactSecrets(word))
    .map(word => (/^[\w./:=@%+-]+$/.test(word) ? word : JSON.stringify(word)))
    .join(' ')
  return words.length <= 80 ? words : `${words.slice(0, 79)}…`
}

export function notStarted(argv: readonly string[], cwd: string, error: NodeJS.ErrnoException): CommandError {
  const [program = ''] = argv
  const reason =
    error.code === 'ENOENT'
      ? !existsSync(cwd)
        ? `there is no folder ${cwd}`
        : program.includes('/')
          ? `neither it nor what its first line names is there; the path begins at ${cwd}`
          : `there is no program \`${program}\` on the PATH; a file in the folder is written \`./${program}\``
      : error.code === 'EACCES'
        ? `it may not be executed; see its permissions (chmod +x)`
        : error.message
  return new CommandError(`${nameOf(argv)} cannot be started: ${reason}`, { cause: error })
}

export function endedEarly(argv: readonly string[], { code, signal }: Exit, openBytes: number, stderr: string): CommandError {
  const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`
  const open = openBytes === 0 ? '' : `; its last line (${openBytes} bytes) has no end`
  return new CommandError(`${nameOf(argv)} ${how} before it answered${open}${wordsOf(stderr)}`)
}

export function answeredWrongly(argv: readonly string[], message: string, line: string, stderr: string): CommandError {
  return new CommandError(`${nameOf(argv)} wrote ${message}: ${excerpt(line)}${wordsOf(stderr)}`)
}

function wordsOf(stderr: string): string {
  return stderr === '' ? '' : `\n${stderr}`
}

/** The beginning of a line, as much as is worth storing. */
export function excerpt(line: string): string {
  return line.length <= 200 ? line : `${line.slice(0, 199)}…`
}
