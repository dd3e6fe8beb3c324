// Checks metrics of somebody's own: they see every row, get a bootstrap interval, and can break nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { estimateMetric } from '../../src/metrics/estimate.ts'
import type { Estimate, Metric, MetricRow } from '../../src/metrics/metric.ts'
import { meanInterval } from '../../src/stats/mean.ts'
import { hundred, rowsOf } from './rows.ts'

function estimate(
  compute: (rows: readonly MetricRow[]) => unknown,
  rows: readonly Record<string, unknown>[],
  planned?: number,
): Estimate {
  return estimateMetric('own', { compute } as unknown as Metric<never>, rows, planned)
}

const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4, 3, 3, 8, 3, 2, 7]
const numbers = rowsOf(values.map(x => ({ x })))
const meanOfX = (rows: readonly MetricRow[]) => rows.reduce((sum, row) => sum + Number(row['x']), 0) / rows.length

test('it sees all rows, failed and skipped ones too, and every row is counted', () => {
  const rows = [...hundred, ...rowsOf([{ id: 's', status: 'skipped' }])]
  const result = estimate(rows => rows.filter(row => row['prediction'] === 'yes').length, rows, 120)
  const { value, n, planned, failed, skipped, worst, best } = result
  assert.deepEqual([value, n, planned, failed, skipped, worst, best], [80, 101, 120, 10, 1, null, null])
})

test('its interval is a bootstrap over items that says how many draws', () => {
  const result = estimate(meanOfX, numbers)
  assert.equal(result.method, 'bootstrap-percentile (10000 draws)')
  // Of a mean the bootstrap and Student's t agree roughly at n = 30: within a tenth of the width.
  const exact = meanInterval(values)
  const tenth = ((exact.high ?? 0) - (exact.low ?? 0)) / 10
  assert.ok(Math.abs((result.low ?? 0) - (exact.low ?? 0)) < tenth && Math.abs((result.high ?? 0) - (exact.high ?? 0)) < tenth)
})

test('trials of an item are drawn together, so that copies make nothing surer', () => {
  const copies = rowsOf(values.flatMap((x, i) => [0, 1, 2, 3].map(trial => ({ id: `i${i}`, trial, x }))))
  const [once, often] = [estimate(meanOfX, numbers), estimate(meanOfX, copies)]
  const width = ({ low, high }: Estimate) => (high ?? 0) - (low ?? 0)
  assert.ok(width(often) > 0.9 * width(once))
})

test('equal rows in another order give the same interval', () => {
  assert.deepEqual(estimate(meanOfX, numbers.toReversed()), estimate(meanOfX, numbers))
})

test('so do rows of one item and trial, whatever order their columns are in', () => {
  const rows = values.map(x => ({ input_id: 'all', x }))
  const first = (given: readonly MetricRow[]) => Number(given[0]?.['x'])
  const turned = rows.toReversed().map(({ input_id, x }) => ({ x, input_id }))
  assert.deepEqual(estimate(first, turned), estimate(first, rows))
})

test('many rows have fewer draws, and at least 200', () => {
  const many = rowsOf(Array.from({ length: 5_000 }, (_, x) => ({ x })))
  assert.equal(estimate(rows => rows.length && Number(rows[0]?.['x']), many).method, 'bootstrap-percentile (200 draws)')
})

test('a throw is null with the reason, and the counts stay', () => {
  const result = estimate(() => JSON.parse('{'), hundred)
  assert.deepEqual([result.value, result.low, result.high, result.n, result.failed], [null, null, null, 100, 10])
  assert.match(result.reason ?? '', /^the metric threw SyntaxError: /)
  assert.equal(
    estimate(() => Promise.reject(new Error('x')).catch(() => 1), numbers).reason,
    'the metric returned a promise, and a value is a number or null',
  )
})

test('what is no number is null with the reason', () => {
  for (const [value, reason] of [
    [Number.NaN, 'the statistic is undefined on the data'],
    [Infinity, 'the statistic is undefined on the data'],
    [null, 'the statistic is undefined on the data'],
    [undefined, 'the metric returned nothing, and a value is a number or null'],
    ['5', 'the metric returned a text, and a value is a number or null'],
  ] as const) {
    const result = estimate(() => value, numbers)
    assert.deepEqual([result.value, result.reason], [null, reason])
  }
})

test('a throw in a resample alone costs the interval, not the value', () => {
  const needsAll = (rows: readonly MetricRow[]) => {
    if (new Set(rows.map(row => row['input_id'])).size < numbers.length) throw new Error('an item is missing')
    return 7
  }
  const result = estimate(needsAll, numbers)
  assert.deepEqual([result.value, result.low, result.high], [7, null, null])
  assert.match(result.reason ?? '', /^the statistic is undefined in \d+ of 10000 draws$/)
})

test('no rows, one item and a constant have no interval, and say so', () => {
  assert.equal(estimate(() => 0, []).reason, 'there are no rows')
  assert.deepEqual(
    [estimate(() => 3, numbers.slice(0, 1)).value, estimate(() => 3, numbers.slice(0, 1)).reason],
    [3, 'one cluster cannot be resampled'],
  )
  const constant = estimate(rows => rows.length, numbers)
  assert.deepEqual([constant.value, constant.reason], [30, 'all draws gave the same value, so the spread is unknown'])
})
