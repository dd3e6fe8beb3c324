// Says what happened to a process that ends before its command has: it was told to, something threw in it, or it waits for ever.
import { redactSecrets } from '../record/secrets.ts'

/** How such a process ends. */
export interface EarlyEnd {
  readonly exit: 2 | 3
  readonly code: 'benchmark_invalid' | 'ended_early'
  readonly message: string
  readonly hint: string
}

/** What was thrown where nobody could catch it. */
export interface Uncaught {
  readonly error: unknown
}

/** `code`: with which the process ends; Node's own 13 is that of an `await` at the top level that nothing settles any more. */
export function earlyEnd(code: number, uncaught: Uncaught | null): EarlyEnd {
  if (uncaught !== null) {
    const message = `Something threw where nobody could catch it (in a callback of a task?): ${sentence(uncaught.error)}`
    const hint = 'mend it; what was stored is kept, and the same command continues'
    return { exit: 3, code: 'ended_early', message, hint }
  }
  if (code === 13) {
    const message = 'Something waits for what never comes (an `await` at the top level of the benchmark file?).'
    return { exit: 2, code: 'benchmark_invalid', message, hint: 'mend the file' }
  }
  const message = 'The process was ended before the command was (by `process.exit` in a task?); what was stored is kept.'
  return { exit: 3, code: 'ended_early', message, hint: 'take it out; the same command continues' }
}

function sentence(error: unknown): string {
  const text = redactSecrets(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
  return /[.?!]$/.test(text) ? text : `${text}.`
}
