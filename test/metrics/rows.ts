// Rows of predictions by hand: as few words as a table.
import assert from 'node:assert/strict'
import { type Estimated, Estimating } from '../../src/metrics/estimating.ts'
import type { Metric, MetricRow } from '../../src/metrics/metric.ts'

export interface Given {
  readonly id?: string | number
  readonly trial?: number
  readonly status?: string
  readonly prediction?: unknown
  readonly expected?: unknown
  readonly [column: string]: unknown
}

/** A row of each; `ok` and of its own item unless it says otherwise. */
export function rowsOf(given: readonly Given[]): Record<string, unknown>[] {
  return given.map(({ id, ...rest }, i) => ({ input_id: String(id ?? `i${i}`), trial: 0, status: 'ok', ...rest }))
}

/** So many equal rows. */
export function times(n: number, row: Given): Given[] {
  return Array.from({ length: n }, () => row)
}

/** 100 planned: 80 right, 6 wrong, 4 unanswered, 10 failed. */
export const hundred = rowsOf([
  ...times(80, { prediction: 'yes', expected: 'yes' }),
  ...times(6, { prediction: 'no', expected: 'yes' }),
  ...times(4, { prediction: null, expected: 'yes' }),
  ...times(10, { status: 'error', expected: 'yes' }),
])

/** The slices of a metric, in order of their names; the rows are in key order. */
export function slicesOf(metric: Metric<never>, rows: readonly MetricRow[]): Estimated['slices'] {
  const estimating = new Estimating({ metric })
  for (const row of rows) assert.ok(estimating.add(row), String(row['input_id']))
  return estimating.estimated({ planned: rows.length, missing: new Set(), onFailed: () => {} })['metric']?.slices ?? []
}
