// Proves the intervals by what they are for: how often they contain the truth, computed exactly from all possible outcomes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { betaPosterior } from '../../src/stats/beta-posterior.ts'
import { clopperPearson } from '../../src/stats/clopper-pearson.ts'
import { coverage } from '../../src/stats/coverage.ts'
import type { Interval } from '../../src/stats/interval.ts'
import { meanInterval } from '../../src/stats/mean.ts'
import { wilsonInterval } from '../../src/stats/wilson.ts'
import { assertSixDecimals } from './close.ts'

test("Wilson's interval covers about as often as it says", () => {
  assertSixDecimals(coverage(20, 0.95, wilsonInterval), 0.924516)
  assertSixDecimals(coverage(200, 0.95, wilsonInterval), 0.967152)
})

test("Clopper and Pearson's covers at least as often", () => {
  assertSixDecimals(
    coverage(20, 0.95, (k, n) => clopperPearson(k, n)),
    0.984098,
  )
  assertSixDecimals(
    coverage(200, 0.95, (k, n) => clopperPearson(k, n)),
    0.967152,
  )
})

test('the t interval of pass or fail does not, which is why Wilson is the default', () => {
  assertSixDecimals(coverage(20, 0.95, tInterval), 0.641185)
  assertSixDecimals(coverage(200, 0.95, tInterval), 0.931834)
})

test("nor does Wald's, the rate ± 1.96 standard errors", () => {
  assertSixDecimals(coverage(20, 0.95, waldInterval), 0.63894)
  assertSixDecimals(coverage(200, 0.95, waldInterval), 0.925568)
})

test("Wilson's coverage averages the nominal level over rates, and so does the posterior's", () => {
  const rates = Array.from({ length: 99 }, (_, i) => (i + 1) / 100)
  for (const interval of [wilsonInterval, betaPosterior]) {
    const mean = rates.reduce((total, rate) => total + coverage(50, rate, interval), 0) / rates.length
    assert.ok(Math.abs(mean - 0.95) < 0.005, `got ${mean}`)
  }
})

test('an interval of everything always covers, and unknown limits never do', () => {
  assertSixDecimals(
    coverage(40, 0.3, () => ({ low: 0, high: 1 })),
    1,
  )
  assert.equal(
    coverage(40, 0.3, () => ({ low: null, high: 1 })),
    0,
  )
})

test('impossible counts and rates are refused', () => {
  assert.throws(() => coverage(0, 0.5, wilsonInterval), new RangeError('expected `n` to be an integer from 1, got 0'))
  assert.throws(() => coverage(5, 1, wilsonInterval), new RangeError('expected `rate` to be between 0 and 1, got 1'))
})

function tInterval(successes: number, n: number): Interval {
  return meanInterval(Array.from({ length: n }, (_, i) => (i < successes ? 1 : 0)))
}

function waldInterval(successes: number, n: number): { low: number; high: number } {
  const rate = successes / n
  const half = 1.959963984540054 * Math.sqrt((rate * (1 - rate)) / n)
  return { low: rate - half, high: rate + half }
}
