// Proves the intervals by what they are for: how often they contain the truth, computed exactly from all possible outcomes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { binomialCdf } from '../../src/stats/binomial.ts'
import type { Interval } from '../../src/stats/interval.ts'
import { meanInterval } from '../../src/stats/mean.ts'
import { wilsonInterval } from '../../src/stats/wilson.ts'
import { assertSixDecimals } from './close.ts'

test("Wilson's interval covers about as often as it says", () => {
  assertSixDecimals(coverage(20, 0.95, wilsonInterval), 0.924516)
  assertSixDecimals(coverage(200, 0.95, wilsonInterval), 0.967152)
})

test('the t interval of pass or fail does not, which is why Wilson is the default', () => {
  assertSixDecimals(coverage(20, 0.95, tInterval), 0.641185)
  assertSixDecimals(coverage(200, 0.95, tInterval), 0.931834)
})

test("Wilson's coverage averages the nominal level over rates", () => {
  const rates = Array.from({ length: 99 }, (_, i) => (i + 1) / 100)
  const mean = rates.reduce((total, rate) => total + coverage(50, rate, wilsonInterval), 0) / rates.length
  assert.ok(Math.abs(mean - 0.95) < 0.005, `got ${mean}`)
})

function tInterval(successes: number, n: number): Interval {
  return meanInterval(Array.from({ length: n }, (_, i) => (i < successes ? 1 : 0)))
}

/** The probability that the interval of a binomial count contains the true rate; unknown limits contain nothing. */
function coverage(n: number, rate: number, interval: (successes: number, n: number) => Interval): number {
  let covered = 0
  for (let k = 0; k <= n; k++) {
    const { low, high } = interval(k, n)
    const isCovered = low !== null && high !== null && low <= rate && rate <= high
    if (isCovered) covered += binomialCdf(k, n, rate) - binomialCdf(k - 1, n, rate)
  }
  return covered
}
