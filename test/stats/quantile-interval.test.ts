// Checks the ranks that enclose a percentile against published figures and against SciPy up to ten million values.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { binomialCdf } from '../../src/stats/binomial.ts'
import { minimumForQuantile, quantileInterval, quantileRanks } from '../../src/stats/quantile-interval.ts'
import { assertClose, assertSixDecimals } from './close.ts'

test('the published examples', () => {
  const median = quantileRanks(100, 0.5)
  assert.deepEqual([median.low, median.high], [40, 61])
  assertSixDecimals(median.coverage, 0.9648)
  const p99 = quantileRanks(1000, 0.99)
  assert.deepEqual([p99.low, p99.high], [983, 997])
  assertSixDecimals(p99.coverage, 0.976095)
})

test('the published minimum sample sizes', () => {
  assert.deepEqual(
    [0.9, 0.95, 0.99, 0.999].map(p => minimumForQuantile(p)),
    [36, 72, 368, 3688],
  )
})

test('the upper limit exists from the published sizes on', () => {
  for (const [p, n] of [
    [0.9, 36],
    [0.95, 72],
    [0.99, 368],
    [0.999, 3688],
  ] as const) {
    assert.equal(quantileRanks(n - 1, p).high, null)
    assert.equal(quantileRanks(n, p).high, n)
  }
})

test('sizes from 20 to ten million agree with SciPy', () => {
  // SciPy 1.17: the definition applied to binom.cdf rank by rank, from binom.ppf on; n, p, level, low, high, coverage.
  const examples = [
    [20, 0.5, 0.9, 6, 15, 0.9586105346679688],
    [50, 0.25, 0.95, 7, 20, 0.9666915191609466],
    [1e6, 0.999, 0.95, 998_938, 999_062, 0.9502066318459012],
    [1e6, 0.5, 0.99, 498_712, 501_289, 0.9900338398639903],
    [1e7, 0.3, 0.95, 2_997_160, 3_002_841, 0.9500195527644604],
  ] as const
  for (const [n, p, level, low, high, coverage] of examples) {
    const ranks = quantileRanks(n, p, level)
    assert.deepEqual([ranks.low, ranks.high], [low, high])
    // Looser than 1e-12: SciPy's binomial itself is right to 1e-12 in each tail only.
    assertClose(ranks.coverage, coverage, 1e-10)
  }
})

test('a limit that does not exist is null, and the coverage with it', () => {
  assert.deepEqual(quantileRanks(0, 0.5), { low: null, high: null, coverage: null })
  assert.deepEqual(quantileRanks(1, 0.5), { low: null, high: null, coverage: null })
  // Of 20 values two or more lie above p99 with probability 1 - 0.99^20 - 20 · 0.01 · 0.99^19 = 0.0169.
  assert.deepEqual(quantileRanks(20, 0.99), { low: 19, high: null, coverage: null })
  assert.deepEqual(quantileRanks(20, 0.01), { low: null, high: 2, coverage: null })
})

test('a tail of exactly half of what the level leaves out is within reach', () => {
  // All five values lie on one side of the median with probability 1/32 each way.
  assert.deepEqual(quantileRanks(5, 0.5, 1 - 2 / 32), { low: 1, high: 5, coverage: 1 - 2 / 32 })
  assert.equal(minimumForQuantile(0.5, 1 - 2 / 32), 5)
  // 0.9^n and 0.1: (1 - 0.8)/2 is 0.09999999999999998 in doubles.
  assert.equal(minimumForQuantile(0.9, 0.8), 22)
  assert.equal(minimumForQuantile(0.1, 0.8), 22)
  assert.deepEqual(quantileRanks(1, 0.1, 0.8), { low: null, high: 1, coverage: null })
})

test('the interval of a percentile runs between observed values', () => {
  const values = Array.from({ length: 1000 }, (_, i) => ((i * 377) % 1000) + 1)
  const result = quantileInterval(values, 0.99)
  assert.deepEqual([result.value, result.low, result.high], [990, 983, 997])
  assert.deepEqual(
    [result.n, result.needed, result.level, result.method, result.reason],
    [1000, 368, 0.95, 'order-statistic', null],
  )
  assertSixDecimals(result.ranks.coverage, 0.976095)
})

test('too few values keep the limit that exists and say how many are needed', () => {
  const result = quantileInterval([5, 1, 4, 2, 3, 6, 7, 8, 9, 10], 0.9)
  assert.deepEqual([result.value, result.low, result.high], [9, 7, null])
  assert.equal(result.reason, 'both limits need 36 values, and there are 10')
})

test('what never came back counts as longest; NaN and nothing are unknown', () => {
  const values = [...Array.from({ length: 95 }, (_, i) => i), ...Array.from({ length: 5 }, () => Infinity)]
  assert.deepEqual([quantileInterval(values, 0.5).high, quantileInterval(values, 0.9).high], [60, Infinity])
  assert.deepEqual([quantileInterval([], 0.5).value, quantileInterval([], 0.5).reason], [null, 'there are no values'])
  assert.equal(quantileInterval([1, Number.NaN], 0.5).reason, '1 of 2 values are not numbers')
})

test('arguments outside the domain are refused', () => {
  assert.throws(() => quantileRanks(1.5, 0.5), new RangeError('expected `n` to be an integer from 0, got 1.5'))
  assert.throws(() => quantileRanks(10, 1), new RangeError('expected `p` to be between 0 and 1, got 1'))
  assert.throws(() => quantileRanks(10, 0.5, 95), new RangeError('expected `level` to be between 0 and 1, got 95'))
  assert.throws(() => minimumForQuantile(0), new RangeError('expected `p` to be between 0 and 1, got 0'))
  assert.throws(() => minimumForQuantile(0.5, 1), new RangeError('expected `level` to be between 0 and 1, got 1'))
})

const sizes = fc.integer({ min: 0, max: 5000 })
const probabilities = fc.double({ min: 0.001, max: 0.999, noNaN: true })
const levels = fc.double({ min: 0.01, max: 0.98, noNaN: true })

test('the ranks are the tightest that keep each tail', () => {
  fc.assert(
    fc.property(sizes, probabilities, levels, (n, p, level) => {
      const tail = (1 - level) / 2
      const { low, high } = quantileRanks(n, p, level)
      assert.ok(low === null || binomialCdf(low - 1, n, p) <= tail * (1 + 1e-9))
      assert.ok(low === n || binomialCdf(low ?? 0, n, p) >= tail * (1 - 1e-9))
      assert.ok(high === null || 1 - binomialCdf(high - 1, n, p) <= tail * (1 + 1e-9))
      assert.ok(high === 1 || 1 - binomialCdf((high ?? n + 1) - 2, n, p) >= tail * (1 - 1e-9))
    }),
  )
})

test('the coverage is at least the level', () => {
  fc.assert(
    fc.property(sizes, probabilities, levels, (n, p, level) => {
      const { coverage } = quantileRanks(n, p, level)
      assert.ok(coverage === null || coverage >= level - 1e-12)
    }),
  )
})

test('ranks are nested in level', () => {
  fc.assert(
    fc.property(sizes, probabilities, levels, (n, p, level) => {
      const inner = quantileRanks(n, p, level)
      const outer = quantileRanks(n, p, level + 0.01)
      assert.ok((outer.low ?? 0) <= (inner.low ?? 0) && (outer.high ?? n + 1) >= (inner.high ?? n + 1))
    }),
  )
})

test('the minimum is where both limits begin to exist', () => {
  fc.assert(
    fc.property(probabilities, levels, (p, level) => {
      const n = minimumForQuantile(p, level)
      assert.notEqual(quantileRanks(n, p, level).coverage, null)
      assert.equal(quantileRanks(n - 1, p, level).coverage, null)
    }),
  )
})
