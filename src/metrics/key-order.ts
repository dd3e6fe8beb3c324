// The order in which rows are counted, so that equal rows give equal bytes whatever order a database or a list has them in.
import { inspect } from 'node:util'
import type { MetricRow } from './metric.ts'

/** A copy by `input_id`, then trial, then what the `columns` hold; without `columns`, all of them. */
export function inKeyOrder(rows: readonly MetricRow[], columns?: readonly string[]): MetricRow[] {
  const texts = new Map<MetricRow, string>()
  const textOf = (row: MetricRow) => {
    const text = texts.get(row) ?? inspect(columns === undefined ? row : columns.map(column => row[column]), everything)
    texts.set(row, text)
    return text
  }
  const keyed = rows.map(row => ({ row, ...keyOf(row) }))
  const byText = (a: MetricRow, b: MetricRow) => compareText(textOf(a), textOf(b))
  return keyed.sort((a, b) => compareText(a.id, b.id) || a.trial - b.trial || byText(a.row, b.row)).map(({ row }) => row)
}

/** Below 0 where `a` comes first, 0 for rows of one item and trial. */
export function compareKeys(a: MetricRow, b: MetricRow): number {
  const [first, second] = [keyOf(a), keyOf(b)]
  return compareText(first.id, second.id) || first.trial - second.trial
}

function keyOf(row: MetricRow): { readonly id: string; readonly trial: number } {
  return { id: String(row['input_id']), trial: Number(row['trial'] ?? 0) || 0 }
}

/** Of any value, the same for equal ones: rows of other tools hold what they like. */
const everything = { sorted: true, depth: null, maxArrayLength: null, maxStringLength: null, breakLength: Infinity } as const

const surrogate = /[\ud800-\udfff]/

/** The order of UTF-8 bytes, which is that of stores: JavaScript's own puts rare characters elsewhere. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  if (surrogate.test(a) || surrogate.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b))
  return a < b ? -1 : 1
}
