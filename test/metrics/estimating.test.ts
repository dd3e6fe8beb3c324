// Checks that metrics of rows which come one by one are those of all rows at once, and that rows out of order are refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { accuracy, f1, mean, quantile, sum } from 'assay'
import { estimateMetric } from '../../src/metrics/estimate.ts'
import { Estimating } from '../../src/metrics/estimating.ts'
import { inKeyOrder } from '../../src/metrics/key-order.ts'
import type { Metric, MetricRow } from '../../src/metrics/metric.ts'
import { rowsOf } from './rows.ts'

const metrics = {
  accuracy: accuracy(),
  f1: f1({ by: 'group' }),
  mean: mean('x', { cluster: 'group' }),
  p50: quantile('x', 0.5, { by: ['group', 'status'] }),
  sum: sum('x'),
  own: {
    compute: (rows: readonly MetricRow[]) => rows.reduce((last, { x }) => (typeof x === 'number' ? last / 2 + x : last), 0),
  },
} as unknown as Record<string, Metric<never>>

/** Items that are there more than once have one trial: what is read of them orders them. */
const row = fc.record({
  input_id: fc.nat(12).map(item => `i${item}`),
  trial: fc.nat(1),
  status: fc.constantFrom('ok', 'ok', 'ok', 'error', 'skipped'),
  prediction: fc.constantFrom('a', 'b', null),
  expected: fc.constantFrom('a', 'b', null),
  x: fc.oneof(
    fc.integer({ min: -50, max: 50 }).map(n => n / 7),
    fc.constant(null),
  ),
  group: fc.constantFrom('g', 'h', null),
})

function estimate(rows: readonly MetricRow[], missing: readonly string[] = []) {
  const estimating = new Estimating(metrics)
  for (const row of inKeyOrder(rows)) assert.ok(estimating.add(row))
  return estimating.estimated({ planned: rows.length + 1, missing: new Set(missing), onFailed: assert.fail })
}

test('they are what all rows at once give, to the last bit, and so are slices', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), rows => {
      const estimated = estimate(rows)
      for (const [name, metric] of Object.entries(metrics))
        assert.deepEqual(estimated[name]?.whole, estimateMetric(name, metric, rows, rows.length + 1), name)
      const groups = Map.groupBy(rows, ({ group }) => `group=${group}`)
      assert.deepEqual(
        estimated['f1']?.slices,
        [...groups]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([slice, own]) => [slice, estimateMetric('f1', f1() as Metric<never>, own)]),
      )
    }),
    { numRuns: 60 },
  )
})

test('a column that no row has leaves no value, of slices by it neither', () => {
  const rows = rowsOf([
    { id: 'a', x: 1, prediction: 1, expected: 1 },
    { id: 'b', x: 2, prediction: 1, expected: 1 },
  ])
  const { mean, f1, sum } = estimate(rows, ['group'])
  assert.deepEqual([mean?.whole.value, mean?.whole.reason], [null, 'no row has the column `group`'])
  assert.deepEqual([f1?.whole.value, f1?.slices[0]?.[1].value], [1, null])
  assert.equal(sum?.whole.value, 3)
})

test('a row that belongs before one that came is refused: an item, and a trial', () => {
  const [a, b, late] = rowsOf([{ id: 'a', trial: 1 }, { id: 'b' }, { id: 'a', trial: 0 }])
  for (const rows of [
    [b, a],
    [a, late],
  ]) {
    const estimating = new Estimating(metrics)
    assert.deepEqual(
      rows.map(row => estimating.add(row ?? {})),
      [true, false],
    )
  }
})
