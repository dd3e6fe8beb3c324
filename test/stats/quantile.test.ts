// Checks both quantiles against published figures, and the rank against the rounding of p · n.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { quantileLinear, quantileNearestRank } from '../../src/stats/quantile.ts'
import { assertClose } from './close.ts'

const digits = [1, 1, 2, 3, 3, 4, 5, 5, 6, 9]

test('the published example: type 7', () => {
  const expected = [3.5, 6.3, 7.65, 8.73]
  for (const [i, level] of [0.5, 0.9, 0.95, 0.99].entries()) assertClose(quantileLinear(digits, level), expected[i] ?? 0, 1e-14)
})

test('the published example: nearest rank', () => {
  assert.deepEqual(
    [0.5, 0.9, 0.95, 0.99].map(level => quantileNearestRank(digits, level)),
    [3, 6, 9, 9],
  )
})

test('a product just past an integer by rounding is that integer', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1)
  assert.equal(quantileNearestRank(hundred.slice(0, 20), 0.95), 19)
  // 0.07 · 100, 0.14 · 50, 0.55 · 100 and 0.29 · 100 are not integers in doubles.
  assert.equal(quantileNearestRank(hundred, 0.07), 7)
  assert.equal(quantileNearestRank(hundred.slice(0, 50), 0.14), 7)
  assert.equal(quantileNearestRank(hundred, 0.55), 55)
  assert.equal(quantileNearestRank(hundred, 0.29), 29)
  assert.equal(quantileNearestRank(hundred, 1 - 0.93), 7)
})

test('every decimal percentile of every sample size has its exact rank', () => {
  for (let n = 1; n <= 1000; n++) {
    const ranks = Array.from({ length: n }, (_, i) => i + 1)
    for (const perMille of [1, 10, 70, 141, 290, 500, 550, 900, 950, 990, 999]) {
      assert.equal(quantileNearestRank(ranks, perMille / 1000), Math.ceil((perMille * n) / 1000))
    }
  }
})

test('without values there is no quantile', () => {
  for (const level of [0, 0.5, 1]) {
    assert.equal(quantileLinear([], level), null)
    assert.equal(quantileNearestRank([], level), null)
  }
})

test('one value is every quantile', () => {
  for (const level of [0, 0.3, 1]) {
    assert.equal(quantileLinear([7], level), 7)
    assert.equal(quantileNearestRank([7], level), 7)
  }
})

test('levels 0 and 1 are the smallest and the largest value', () => {
  for (const quantile of [quantileLinear, quantileNearestRank]) {
    assert.equal(quantile(digits, 0), 1)
    assert.equal(quantile(digits, 1), 9)
  }
})

test('infinite values are quantiles like any other', () => {
  assert.equal(quantileLinear([1, 2, Infinity], 0.5), 2)
  assert.equal(quantileLinear([1, 2, Infinity, Infinity], 0.9), Infinity)
  assert.equal(quantileLinear([-Infinity, 2], 0.3), -Infinity)
  // 0.07 · 100 must not reach past the 8th value.
  const censored = Array.from({ length: 101 }, (_, i) => (i < 8 ? i : Infinity))
  assert.equal(quantileLinear(censored, 0.07), 7)
})

test('typed arrays do as well', () => {
  assert.equal(quantileLinear(Float64Array.of(1, 2, 4), 0.75), 3)
  assert.equal(quantileNearestRank(Float64Array.of(1, 2, 4), 0.75), 4)
})

test('a level outside 0 to 1 is refused', () => {
  for (const quantile of [quantileLinear, quantileNearestRank]) {
    assert.throws(() => quantile([1], 2), new RangeError('expected `level` to be between 0 and 1, got 2'))
    assert.throws(() => quantile([1], Number.NaN), new RangeError('expected `level` to be between 0 and 1, got NaN'))
  }
})

test('quantiles rise with the level and stay within the data', () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }).map(values => values.toSorted((a, b) => a - b))
  const level = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(values, level, level, (sorted, first, second) => {
      for (const quantile of [quantileLinear, quantileNearestRank]) {
        const low = quantile(sorted, Math.min(first, second)) ?? Number.NaN
        const high = quantile(sorted, Math.max(first, second)) ?? Number.NaN
        assert.ok((sorted[0] ?? 0) <= low && low <= high + 1e-9 && high <= (sorted.at(-1) ?? 0))
      }
    }),
  )
})
