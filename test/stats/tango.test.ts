// Checks Tango's score against the published examples and a likelihood maximised by SciPy, that it agrees with itself, and covers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { tangoMargins, tangoScore } from '../../src/stats/tango.ts'
import { assertSixDecimals } from './close.ts'

test('the published examples', () => {
  for (const [b, c, n, level, p, low, high] of [
    [59, 70, 200, 0.95, 0.332797, -0.164809, 0.056326],
    [20, 9, 250, 0.95, 0.041087, 0.001893, 0.089373],
    [0, 0, 10, 0.95, 1, -0.277533, 0.277533],
    [0, 0, 1000, 0.95, 1, -0.003827, 0.003827],
    [6, 9, 400, 0.9, 0.438578, -0.02515, 0.009149],
    [6, 9, 100, 0.9, 0.438578, -0.098258, 0.036013],
  ] as const) {
    const result = tangoScore(b, c, n, { level })
    assertSixDecimals(result.p, p)
    assertSixDecimals(result.low, low)
    assertSixDecimals(result.high, high)
    assert.deepEqual([result.value, result.n, result.method, result.reason], [(b - c) / n, n, 'tango-score', null])
  }
})

// Oracle: SciPy 1.17, the multinomial likelihood under the difference maximised by minimize_scalar, the limits by brentq.
test('limits, p-values of other differences and margin tests agree with a likelihood maximised numerically', () => {
  for (const [b, c, n, level, low, high] of [
    [20, 9, 250, 0.9, 0.008957673494294988, 0.08146342946023892],
    [1, 7, 30, 0.95, -0.3863613282498534, -0.018788397999573127],
    [12, 0, 40, 0.99, 0.11504482026403724, 0.5036318145243462],
  ] as const) {
    assertSixDecimals(tangoScore(b, c, n, { level }).low, low)
    assertSixDecimals(tangoScore(b, c, n, { level }).high, high)
  }
  assertSixDecimals(tangoScore(20, 9, 250, { difference: 0.1 }).p, 0.017960476895365368)
  assertSixDecimals(tangoScore(20, 9, 250, { difference: -0.03 }).p, 0.001171376760730318)
  assertSixDecimals(tangoMargins(6, 9, 400, 0.03).aboveMinus, 0.02159781450591075)
  assertSixDecimals(tangoMargins(6, 9, 400, 0.03).belowPlus, 0.0007394074294251557)
})

const cell = fc.integer({ min: 0, max: 80 })
const level = fc.double({ min: 0.5, max: 0.999, noNaN: true })
const difference = fc.double({ min: -0.95, max: 0.95, noNaN: true })

test('p of any difference is below α exactly when it lies outside the interval', () => {
  fc.assert(
    fc.property(cell, cell, cell, level, fc.oneof(fc.constant(0), difference), (b, c, same, level, difference) => {
      if (b + c + same === 0) return
      const { p, low, high } = tangoScore(b, c, b + c + same, { difference, level })
      assert.equal((p ?? 1) < 1 - level, difference < (low ?? -9) || difference > (high ?? 9))
    }),
    { numRuns: 1000 },
  )
})

test('a margin test passes at α exactly when the interval at 1 - 2α is inside', () => {
  const alpha = fc.double({ min: 0.001, max: 0.2, noNaN: true })
  fc.assert(
    fc.property(cell, cell, cell, alpha, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (b, c, same, alpha, margin) => {
      const n = b + c + same
      if (n === 0) return
      const { low, high } = tangoScore(b, c, n, { level: 1 - 2 * alpha })
      const { aboveMinus, belowPlus, inside } = tangoMargins(b, c, n, margin)
      assert.equal((aboveMinus ?? 1) < alpha, (low ?? -9) > -margin)
      assert.equal((belowPlus ?? 1) < alpha, (high ?? 9) < margin)
      assert.equal((inside ?? 1) < alpha, (low ?? -9) > -margin && (high ?? 9) < margin)
    }),
    { numRuns: 500 },
  )
})

test('swapping the sides mirrors it, intervals are nested, not empty and inside [-1, 1]', () => {
  fc.assert(
    fc.property(cell, cell, cell, fc.double({ min: 0.5, max: 0.98, noNaN: true }), (b, c, same, level) => {
      const n = b + c + same
      if (n === 0) return
      const [one, other] = [tangoScore(b, c, n, { level }), tangoScore(c, b, n, { level })]
      assert.deepEqual([one.low, one.high, one.p], [0 - (other.high ?? 9), 0 - (other.low ?? 9), other.p])
      const outer = tangoScore(b, c, n, { level: level + 0.01 })
      assert.ok((outer.low ?? 9) <= (one.low ?? 9) && (one.high ?? 9) <= (outer.high ?? -9))
      assert.ok((one.low ?? 9) < (one.high ?? -9) && (outer.low ?? -9) >= -1 && (outer.high ?? 9) <= 1)
    }),
  )
})

test('when no item differs p is 1 and the limits are ±z²/(n + z²)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), n => {
      const { p, low, high, statistic } = tangoScore(0, 0, n)
      const limit = 3.841458820694124 / (n + 3.841458820694124)
      assert.deepEqual([p, statistic], [1, 0])
      assert.ok(Math.abs((low ?? 0) + limit) < 1e-12 && Math.abs((high ?? 0) - limit) < 1e-12)
    }),
  )
})

test('the interval covers at every p10 and p01 in steps of 0.05, by all outcomes', () => {
  assert.ok(leastCoverage(20) >= 0.92)
  assert.ok(leastCoverage(50) >= 0.93)
  assert.ok(leastCoverage(200) >= 0.93)
})

test('no items are nothing; impossible counts, differences and margins are refused', () => {
  assert.deepEqual([tangoScore(0, 0, 0).p, tangoScore(0, 0, 0).low], [null, null])
  assert.equal(tangoMargins(0, 0, 0, 0.1).inside, null)
  assert.throws(() => tangoScore(2, 2, 3), new RangeError('expected `b` + `c` to be at most `n` (3), got 4'))
  assert.throws(
    () => tangoScore(1, 1, 3, { difference: 1 }),
    new RangeError('expected `difference` to be between -1 and 1, got 1'),
  )
  assert.throws(() => tangoMargins(1, 1, 3, 0), new RangeError('expected `margin` to be between 0 and 1, got 0'))
})

/** The smallest probability over a grid of p10 and p01 that the interval contains their difference. */
function leastCoverage(n: number): number {
  const limits = Array.from({ length: n + 1 }, (_, b) => Array.from({ length: n + 1 - b }, (_, c) => tangoScore(b, c, n)))
  const logFactorials = [0]
  for (let i = 1; i <= n; i++) logFactorials.push((logFactorials[i - 1] ?? 0) + Math.log(i))
  const logFactorial = (i: number) => logFactorials[i] ?? 0
  const logPower = (rate: number, count: number) => (count === 0 ? 0 : count * Math.log(rate))
  let least = 1
  for (let p10 = 0; p10 <= 20; p10++)
    for (let p01 = 0; p01 <= Math.min(p10, 20 - p10); p01++) {
      // The other half of the grid is this one with the sides swapped.
      const rates = [p10 / 20, p01 / 20, (20 - p10 - p01) / 20] as const
      let covered = 0
      for (const [b, row] of limits.entries())
        for (const [c, { low, high }] of row.entries()) {
          const difference = (p10 - p01) / 20
          if (low === null || high === null || difference < low || difference > high) continue
          const log = logPower(rates[0], b) + logPower(rates[1], c) + logPower(rates[2], n - b - c)
          covered += Math.exp(log + logFactorial(n) - logFactorial(b) - logFactorial(c) - logFactorial(n - b - c))
        }
      least = Math.min(least, covered)
    }
  return least
}
