// What the columns of a prediction should be, by what the ledger holds of its datapoint.
import type { Outcome } from '../../ledger/outcomes.ts'
import { resultColumns } from '../../bench/execute/result.ts'
import { foldName } from '../../record/names.ts'
import { reservedColumns, usageColumns } from '../../record/reserved.ts'
import type { Row } from '../../store/store.ts'

/** Whether the ledger still holds the outcome that the row is of, and not that of a later execution. One changed cell hides neither. */
export function isOwn(row: Row, outcome: Outcome): boolean {
  const at = row['timestamp']
  return row['produced_by'] === outcome.producedBy || (at instanceof Date && at.getTime() === outcome.at.getTime())
}

/** The columns that an outcome gives. `added` are those that `set` has added: a result's key that equals one stands elsewhere. */
export function outcomeColumns(outcome: Outcome, added: ReadonlySet<string>): Row {
  const { usage } = outcome
  const columns: Row = {
    status: outcome.status,
    error: outcome.error,
    error_type: outcome.errorType,
    timestamp: outcome.at,
    attempts: outcome.attempts,
    maybe_paid: outcome.maybePaid,
    duration_ms: outcome.durationMs,
    batch_size: outcome.batchSize ?? 1,
    produced_by: outcome.producedBy,
    ...Object.fromEntries(usageColumns.map(column => [column, usage?.[column] ?? null])),
  }
  const told = [
    ...(outcome.recorded === undefined ? [] : [outcome.recorded]),
    ...(outcome.status === 'ok' ? [outcome.result] : []),
  ]
  for (const some of told) Object.assign(columns, resultColumns(some, added).columns)
  return columns
}

/** Whether a column of `predictions` holds what a task returned or recorded. */
export function isOfResult(column: string, added: ReadonlySet<string>): boolean {
  const folded = foldName(column)
  const isOther = ['item', 'params', 'scores', 'assay'].some(prefix => folded === prefix || folded.startsWith(`${prefix}_`))
  return !isOther && !reservedColumns.has(column) && !added.has(column)
}

/** Why a datapoint was executed, as runs write it. */
const reasons: Readonly<Record<string, readonly (string | null)[]>> = {
  computed: ['new', 'failed before', 'cut off before', 'no result left'],
  bypassed: ['asked to execute all', 'asked to refresh'],
  hit: [null],
}

/** Which of `cache` and `cache_reason` cannot be as they are; `null` if neither. */
export function oddCache(row: Row, run: string): 'cache' | 'cache_reason' | null {
  const allowed = reasons[String(row['cache'])]
  if (allowed === undefined || (row['cache'] !== 'hit' && row['produced_by'] !== run)) return 'cache'
  return allowed.includes((row['cache_reason'] ?? null) as string | null) ? null : 'cache_reason'
}
