// Rows of two sides by hand, and the comparison of them.
import { compare } from '../../src/compare/compare.ts'
import type { Comparison } from '../../src/compare/comparison.ts'
import type { Metric } from '../../src/metrics/metric.ts'

export interface Row {
  readonly input_id: string
  readonly [column: string]: unknown
}

export interface Bounds {
  readonly margin?: number
  readonly marginRatio?: number
  readonly level?: number
}

/** A row for each value, of items `i000`, `i001` …: with trials, one item for each list. */
export function rowsOf(column: string, values: readonly unknown[], more: object = {}): Row[] {
  return values.flatMap((value, i) => {
    const input_id = `i${String(i).padStart(3, '0')}`
    if (!Array.isArray(value)) return [{ input_id, trial: 0, [column]: value, ...more }]
    return value.map((one: unknown, trial) => ({ input_id, trial, [column]: one, ...more }))
  })
}

/** Both sides of a paired table: items that only the candidate has right, only the baseline, both, and neither. */
export function answers(gained: number, lost: number, both: number, neither = 0): [baseline: Row[], candidate: Row[]] {
  const of = (...counts: readonly (readonly [number, string])[]) =>
    counts.flatMap(([count, said]) => Array.from({ length: count }, () => said))
  const side = (said: readonly string[]) => rowsOf('prediction', said, { expected: 'yes' })
  return [
    side(of([gained, 'no'], [lost, 'yes'], [both, 'yes'], [neither, 'no'])),
    side(of([gained, 'yes'], [lost, 'no'], [both, 'yes'], [neither, 'no'])),
  ]
}

/** The columns are the metric's business. */
export function compareRows(
  baseline: Iterable<Row> | AsyncIterable<Row>,
  candidate: Iterable<Row> | AsyncIterable<Row>,
  metric: Metric<never>,
  bounds: Bounds = {},
): Promise<Comparison> {
  return compare(baseline, candidate, { metric: metric as Metric<Row>, ...bounds })
}

/** Other items than those of `rowsOf`. */
export function otherItems(rows: readonly Row[]): Row[] {
  return rows.map(row => ({ ...row, input_id: `other ${row.input_id}` }))
}
