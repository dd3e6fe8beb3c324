// Names the groups that a metric's `by` cuts rows into.
import { encodeTagged } from '../record/tagged.ts'
import type { MetricRow } from './metric.ts'

/** The slice that a row belongs to: `item_source=udhr`, or `a=1,b=2` for several columns. */
export function nameOfSlice(columns: readonly string[], row: MetricRow): string {
  return columns.map(column => `${column}=${textOf(row[column])}`).join(',')
}

function textOf(value: unknown): string {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString()
  return typeof value === 'object' && value !== null ? encodeTagged(value) : String(value ?? null)
}
