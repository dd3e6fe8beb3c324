// What a metric makes of one row: its numbers, or why it has none.
import { type ClassNumbers, kindOfMetric } from './kinds.ts'
import type { Definition, MetricRow } from './metric.ts'

export type RowReading =
  | { readonly state: 'counted'; readonly value: number; readonly other: number }
  | { readonly state: 'failed' | 'skipped' | 'unanswered' | 'unlabelled' }
  | { readonly state: 'refused'; readonly reason: string }

const failed: RowReading = { state: 'failed' }
const skipped: RowReading = { state: 'skipped' }
const unanswered: RowReading = { state: 'unanswered' }
const unlabelled: RowReading = { state: 'unlabelled' }

/** A row without `status` is ok: other tools have none. */
export function readRow(definition: Definition, row: MetricRow, numberOf: ClassNumbers): RowReading {
  const { isLabelled, read } = kindOfMetric(definition)
  const value = row[definition.column] ?? null
  if (row['status'] === 'skipped') return skipped
  if (isLabelled && (row['expected'] ?? null) === null) return unlabelled
  if ((row['status'] ?? 'ok') !== 'ok') return failed
  if (value === null || Number.isNaN(value)) return unanswered
  const reading = read(row, definition, numberOf)
  if (typeof reading === 'string') return { state: 'refused', reason: reading }
  return { state: 'counted', value: reading[0], other: reading[1] }
}
