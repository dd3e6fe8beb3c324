// The closed list of columns that are Assay's own, and where a result's key goes that clashes with one.
import { foldName } from './names.ts'

/** The six columns of tokens and cost, in the order of the contract's `Usage`. */
export const usageColumns = [
  'input_tokens',
  'cached_input_tokens',
  'cache_write_tokens',
  'output_tokens',
  'reasoning_tokens',
  'cost_usd',
] as const

/** Columns of `predictions` that hold what Assay measured or knows. */
export const reservedColumns: ReadonlySet<string> = new Set([
  'run_id',
  'row_id',
  'benchmark',
  'timestamp',
  'datapoint',
  'input_id',
  'trial',
  'status',
  'expected',
  'error',
  'error_type',
  'attempts',
  'maybe_paid',
  'duration_ms',
  'latency_ms',
  'batch_size',
  'cache',
  'cache_reason',
  'produced_by',
  ...usageColumns,
])

const prefixes = ['item', 'params', 'scores', 'assay']

/** Whether a result may not use this key as a column: a reserved name, or one that begins like a column of item, params or scores. */
export function isReservedForResults(key: string): boolean {
  const folded = foldName(key)
  return reservedColumns.has(folded) || prefixes.some(prefix => folded === prefix || folded.startsWith(`${prefix}_`))
}

const renamedPrefix = 'result_'

/**
 * The key under which a result's key is kept: itself, or `result_<key>` where it clashes, also with a column that `set` added. A key
 * that already looks like a renamed one moves on too (`result_status` to `result_result_status`), so that no two keys of one result
 * can meet.
 */
export function resultKey(key: string, added: ReadonlySet<string> = new Set()): string {
  let stem = key
  while (stem.startsWith(renamedPrefix)) stem = stem.slice(renamedPrefix.length)
  return isReservedForResults(stem) || added.has(stem) ? `${renamedPrefix}${key}` : key
}

/** Whether `set` may not add a column of this name to predictions: Assay's own, that of a single value, or one that a renamed key takes. */
export function isReservedForSet(key: string): boolean {
  const folded = foldName(key)
  return isReservedForResults(key) || folded === 'prediction' || folded.startsWith(renamedPrefix)
}
