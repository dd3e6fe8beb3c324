// What the identity of code reports: where it is wider than it need be, and what it cannot hold.
import type { Finding } from '../../base/findings.ts'
import type { Input } from './inputs.ts'

export type CodeFinding = Omit<Finding, 'count' | 'examples'> & { readonly example: Readonly<Record<string, string>> }

/** A whole file counts, because of what it says. */
export function wideCode(file: string, why: string): CodeFinding {
  return {
    id: 'code-wide',
    severity: 'info',
    message: 'More code than the task reaches is in its identity, so editing a metric there may execute everything again.',
    hint: 'write task and setup out in the call of `benchmark`, as functions that use top-level names and params only',
    example: { file, why },
  }
}

/** The task reads what its identity does not hold. */
export function undeclaredInput({ place, reads }: Input): CodeFinding {
  return {
    id: 'undeclared-input',
    severity: 'warning',
    message: 'The task reads what its identity does not hold, so a change of it would not execute anything again.',
    hint: 'name files in `files`, pass values as params, write names of modules out; or import JSON',
    example: { place, reads },
  }
}
