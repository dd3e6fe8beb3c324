// Checks paired differences against the published example, SciPy and statsmodels, and that rounding makes no spread.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { pairedDifference } from '../../src/stats/paired.ts'
import { assertClose, assertSixDecimals } from './close.ts'

const first = [0.9, 0.4, 0.7, 0.8, 0.3, 0.6, 0.9, 0.5, 0.2, 0.7]
const second = [0.8, 0.4, 0.5, 0.6, 0.3, 0.4, 0.9, 0.3, 0.1, 0.6]

test('the published example', () => {
  const result = pairedDifference(first, second)
  assertSixDecimals(result.value, 0.11)
  assertSixDecimals(result.standardError, 0.027689)
  assertSixDecimals(result.statistic, 3.972733)
  assertSixDecimals(result.p, 0.003241)
  assertSixDecimals(result.low, 0.047364)
  assertSixDecimals(result.high, 0.172636)
  assertSixDecimals(result.correlation, 0.935503)
  assertSixDecimals(result.unpairedStandardError, 0.108985)
  assert.deepEqual([result.n, result.df, result.clusters, result.method], [10, 9, null, 't-paired'])
})

// Oracle: statsmodels 0.15 OLS(differences, ones).fit(cov_type='cluster', use_t=True): its correction for one parameter is C/(C-1).
test('clusters agree with statsmodels', () => {
  const result = pairedDifference(first, second, { clusters: [...'aaabbccddd'] })
  assert.ok(Math.abs((result.standardError ?? 0) - 0.00938083) < 1e-8)
  assert.ok(Math.abs((result.p ?? 0) - 0.00133279) < 1e-8)
  assert.ok(Math.abs((result.low ?? 0) - 0.08014601) < 1e-8)
  assert.ok(Math.abs((result.high ?? 0) - 0.13985399) < 1e-8)
  assert.deepEqual([result.df, result.clusters, result.method], [3, 4, 't-paired-clustered'])
})

const pairs = fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })), {
  minLength: 2,
  maxLength: 30,
})

test('p is below α exactly when 0 lies outside the interval, clustered or not', () => {
  fc.assert(
    fc.property(pairs, fc.double({ min: 0.5, max: 0.999, noNaN: true }), fc.boolean(), (pairs, level, isClustered) => {
      const clusters = isClustered ? pairs.map((_, i) => i % 5) : undefined
      const { p, low, high } = pairedDifference(
        pairs.map(([a]) => a),
        pairs.map(([, b]) => b),
        { clusters, level },
      )
      if (p !== null) assert.equal(p < 1 - level, (low ?? 0) > 0 || (high ?? 0) < 0)
    }),
  )
})

test('swapping the sides mirrors it, and the order of items does not matter', () => {
  fc.assert(
    fc.property(pairs, pairs => {
      const [a, b] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)]
      const one = pairedDifference(a, b)
      const other = pairedDifference(b.toReversed(), a.toReversed())
      if (one.p === null || one.low === null) return
      assertClose(other.p, one.p, 1e-9)
      assert.ok(Math.abs(one.low + (other.high ?? 9)) < 1e-9)
    }),
  )
})

test('a constant difference has no spread, whatever the subtraction rounds to', () => {
  const result = pairedDifference([0.9, 0.5, 0.4], [0.8, 0.4, 0.3])
  assert.deepEqual([result.p, result.low, result.standardError], [null, null, null])
  assert.equal(result.reason, 'all 3 values are equal, so the spread is unknown')
})

test('no pairs, one pair, one cluster and lists of different lengths', () => {
  assert.deepEqual([pairedDifference([], []).value, pairedDifference([], []).reason], [null, 'there are no values'])
  assert.deepEqual([pairedDifference([3], [1]).value, pairedDifference([3], [1]).p], [2, null])
  const one = pairedDifference([1, 2, 4], [0, 0, 0], { clusters: ['a', 'a', 'a'] })
  assert.deepEqual([one.p, one.reason], [null, 'one cluster does not show a spread between clusters'])
  assert.throws(() => pairedDifference([1, 2], [1]), new RangeError('expected `second` to have 2 entries, got 1'))
})
