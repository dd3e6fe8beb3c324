// Checks mean, sum and quantile on rows by hand: numbers, booleans, what is missing, and what stands for it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mean, quantile, sum } from 'assay'
import { estimateMetric } from '../../src/metrics/estimate.ts'
import type { Estimate, Metric, MetricOptions } from '../../src/metrics/metric.ts'
import { clusteredMean } from '../../src/stats/clustered.ts'
import { wilsonInterval } from '../../src/stats/wilson.ts'
import { assertClose, assertSixDecimals } from '../stats/close.ts'
import { type Given, rowsOf, times } from './rows.ts'

type Kind = (column: 'x', options?: MetricOptions) => object

function estimate(kind: Kind, given: readonly Given[], options?: MetricOptions, planned?: number): Estimate {
  return estimateMetric('metric', kind('x', options) as unknown as Metric<never>, rowsOf(given), planned)
}

const at = (level: number) => (column: 'x', options?: MetricOptions) => quantile(column, level, options)
const numbers = (...values: readonly unknown[]): Given[] => values.map(x => ({ x }))
const failed = times(2, { status: 'error' })

test('the mean of numbers: the published t interval', () => {
  const result = estimate(mean, numbers(0.2, 0.4, 0.5, 0.7, 0.9, 1.0))
  assertSixDecimals(result.value, 0.616667)
  assertSixDecimals(result.low, 0.295487)
  assertSixDecimals(result.high, 0.937847)
  assert.deepEqual([result.method, result.n, result.worst, result.best], ['t', 6, result.value, result.value])
})

test('the sum is the mean times the rows, limits too', () => {
  const result = estimate(sum, numbers(0.2, 0.4, 0.5, 0.7, 0.9, 1.0))
  assertClose(result.value, 3.7, 1e-15)
  assert.ok(Math.abs((result.low ?? 0) - 6 * 0.295487) < 6e-6 && Math.abs((result.high ?? 0) - 6 * 0.937847) < 6e-6)
})

test('of booleans the mean is the rate and the sum how many', () => {
  const given = [...times(17, { x: true }), ...times(3, { x: false })]
  const rate = estimate(mean, given)
  const { low, high } = wilsonInterval(17, 20)
  assert.deepEqual([rate.value, rate.low, rate.high, rate.method], [0.85, low, high, 'wilson'])
  const count = estimate(sum, given)
  assert.deepEqual([count.value, count.worst, count.best, count.method], [17, 17, 17, 'sum-wilson'])
  assertClose(count.low, 20 * (low ?? 0), 1e-15)
})

test('numbers leave failed and unanswered rows out, and no bound exists for them', () => {
  const result = estimate(mean, [...numbers(1, 2, 3, null, Number.NaN), ...failed])
  assert.deepEqual([result.value, result.n, result.failed, result.unanswered, result.planned], [2, 3, 2, 2, 7])
  assert.deepEqual([result.worst, result.best], [null, null])
})

test('booleans count failed and unanswered rows as wrong, with bounds', () => {
  const given = [...times(6, { x: true }), { x: false }, { x: null }, ...failed]
  const rate = estimate(mean, given)
  assert.deepEqual([rate.value, rate.n, rate.worst, rate.best], [0.6, 10, 0.6, 0.8])
  const kept = estimate(mean, given, { failed: 'exclude', unanswered: 'exclude' })
  assert.deepEqual([kept.value, kept.n, kept.worst, kept.best], [6 / 7, 7, 0.6, 0.9])
  const count = estimate(sum, given)
  assert.deepEqual([count.value, count.worst, count.best], [6, 6, 8])
})

test('of booleans where less is better what is missing is true', () => {
  const given = [...times(2, { x: true }), ...times(5, { x: false }), { x: null }, ...failed]
  const rate = estimate(mean, given, { better: 'lower' })
  assert.deepEqual([rate.value, rate.n, rate.worst, rate.best], [0.5, 10, 0.5, 0.3])
  const kept = estimate(mean, given, { better: 'lower', failed: 'exclude', unanswered: 'exclude' }, 12)
  assert.deepEqual([kept.value, kept.n, kept.worst, kept.best], [2 / 7, 7, 7 / 12, 2 / 12])
  const count = estimate(sum, given, { better: 'lower' })
  assert.deepEqual([count.value, count.worst, count.best], [5, 5, 3])
})

test('wrong numbers are 0 where more is better, and have no value where less is', () => {
  const given = [...numbers(2, 4), ...failed]
  const gains = estimate(mean, given, { failed: 'wrong', better: 'higher' })
  assert.deepEqual([gains.value, gains.n], [1.5, 4])
  assert.equal(estimate(sum, given, { failed: 'wrong' }).value, 6)
  const costs = estimate(mean, given, { failed: 'wrong', better: 'lower' })
  const reason = 'where lower is better no number can stand for failed or unanswered rows (2); exclude or refuse them'
  assert.deepEqual([costs.value, costs.reason], [null, reason])
})

test('a metric that refuses failed rows says how many there are', () => {
  const refused = estimate(mean, [...numbers(1, 2), ...failed], { failed: 'refuse' })
  assert.deepEqual([refused.value, refused.reason], [null, 'the metric refuses failed rows, of which there are 2'])
})

test('trials of an item are one cluster', () => {
  const values = [0.9, 0.4, 0.7, 0.8, 0.3, 0.6, 0.9, 0.5, 0.2, 0.7]
  const keys = [...'aabbbcdddd']
  const given = values.map((x, i) => ({ x, id: keys[i] ?? '', trial: i }))
  const result = estimate(mean, given)
  const { low, high } = clusteredMean(values, keys)
  assertClose(result.low, low ?? 0, 1e-12)
  assertClose(result.high, high ?? 0, 1e-12)
  assert.equal(result.method, 't-clustered')
  const alone = estimate(mean, given, { cluster: 'trial' })
  assert.equal(alone.method, 't')
})

test('infinite numbers have no mean and no sum, and say so', () => {
  for (const kind of [mean, sum]) {
    for (const values of [
      [1, Infinity],
      [Infinity, -Infinity],
    ]) {
      const result = estimate(kind, numbers(...values))
      assert.equal(result.value, null)
      assert.match(result.reason ?? '', /of 2 values are not finite/)
    }
  }
})

test('one value and equal values have no interval, and say so', () => {
  assert.deepEqual([estimate(mean, numbers(5)).value, estimate(mean, numbers(5)).low], [5, null])
  const equal = estimate(sum, numbers(2, 2, 2))
  assert.deepEqual([equal.value, equal.low, equal.reason], [6, null, 'all 3 values are equal, so the spread is unknown'])
})

test('other kinds of value are refused by name', () => {
  const message = 'column x holds a text, and mean takes numbers'
  assert.deepEqual([estimate(mean, numbers(1, '2')).value, estimate(mean, numbers(1, '2')).reason], [null, message])
  assert.equal(estimate(sum, numbers(1n)).reason, 'column x holds a bigint, and sum takes numbers')
})

test('what cannot be read leaves no bound', () => {
  const result = estimate(mean, [...numbers(true, false, '2'), ...failed])
  assert.deepEqual([result.value, result.worst, result.best], [null, null, null])
})

test('a quantile is an observed value by nearest rank, with limits of order statistics', () => {
  // 100 values, 1 to 100: rank 95.
  const result = estimate(at(0.95), numbers(...Array.from({ length: 100 }, (_, i) => i + 1)))
  assert.deepEqual([result.value, result.method, result.n], [95, 'order-statistic', 100])
  assert.ok((result.low ?? 0) < 95 && (result.high ?? 0) > 95)
  const median = estimate(at(0.5), numbers(5, 1, 4, 2, 3, 6))
  // Six values bound a median at 1 - 2/2⁶ = 96.9 %: the limits are the extremes.
  assert.deepEqual([median.value, median.low, median.high], [3, 1, 6])
})

test('with too few values a quantile is null and says how many it needs', () => {
  for (const [level, needed] of [
    [0.5, 6],
    [0.95, 72],
    [0.99, 368],
    [0.05, 72],
  ] as const) {
    const values = numbers(...Array.from({ length: needed - 1 }, (_, i) => i))
    const few = estimate(at(level), values)
    const reason = `the ${level} quantile needs ${needed} values, and there are ${needed - 1}`
    assert.deepEqual([few.value, few.low, few.reason], [null, null, reason])
    assert.equal(typeof estimate(at(level), [...values, { x: 0.5 }]).value, 'number')
  }
})

test('failed rows that count as wrong push a quantile to the bad end', () => {
  const values = numbers(...Array.from({ length: 90 }, (_, i) => i + 1))
  const ten = times(10, { status: 'timeout' })
  const slow = estimate(at(0.5), [...values, ...ten], { failed: 'wrong', better: 'lower' })
  assert.deepEqual([slow.value, slow.n], [50, 100])
  const few = estimate(at(0.5), [...values, ...ten], { failed: 'wrong', better: 'higher' })
  assert.equal(few.value, 40)
  const tail = estimate(at(0.95), [...values, ...ten], { failed: 'wrong', better: 'lower' })
  assert.deepEqual([tail.value, tail.reason], [null, 'the 0.95 quantile falls among failed or unanswered rows'])
})

test('trials make a quantile’s limits a bootstrap over items', () => {
  const given = Array.from({ length: 60 }, (_, i) => ({ id: `i${i % 20}`, trial: Math.floor(i / 20), x: i % 20 }))
  const result = estimate(at(0.5), given)
  assert.match(result.method, /^bootstrap-percentile/)
  assert.ok((result.low ?? 99) <= 9 && (result.high ?? 0) >= 9)
  assert.equal(result.value, 9)
})
