// Cuts rows into the groups that a metric's `by` asks for.
import { encodeTagged } from '../record/tagged.ts'
import { type Metric, type MetricRow, definitionOf } from './metric.ts'

/** Groups in order of their names: `item_source=udhr`, or `a=1,b=2` for several columns. None without `by`. */
export function slicesOf(metric: Metric<never>, rows: readonly MetricRow[]): [slice: string, rows: MetricRow[]][] {
  const columns = columnsOf(metric)
  if (columns.length === 0) return []
  const name = (row: MetricRow) => columns.map(column => `${column}=${textOf(row[column])}`).join(',')
  return [...Map.groupBy(rows, name)].sort(([a], [b]) => (a < b ? -1 : 1))
}

function columnsOf(metric: Metric<never>): readonly string[] {
  const by = definitionOf(metric)?.options.by ?? []
  return typeof by === 'string' ? [by] : by
}

function textOf(value: unknown): string {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString()
  return typeof value === 'object' && value !== null ? encodeTagged(value) : String(value ?? null)
}
