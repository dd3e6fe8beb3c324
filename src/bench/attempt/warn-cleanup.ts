// The finding that something was left behind because its tidying failed.
import type { Findings } from '../../base/findings.ts'
import { describeSafely } from '../../record/thrown.ts'

export function warnCleanup(findings: Findings, whose: 'task' | 'setup', error: unknown): void {
  const message = `what a ${whose} left to be tidied could not be`
  const [reason] = describeSafely(error)
  findings.add({ id: 'cleanup-failed', severity: 'warning', message, hint: 'mend the function given to defer()' }, { reason })
}
