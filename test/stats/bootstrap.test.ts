// Checks the bootstrap against all resamples listed one by one, and that its standard error does not shrink with more draws.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { clusterBootstrap } from '../../src/stats/bootstrap.ts'
import { quantileLinear } from '../../src/stats/quantile.ts'
import { assertSixDecimals } from './close.ts'

const skewed = [1, 2, 3, 5, 8, 13]
const clusters = [
  [1, 1, 1, 0],
  [0, 0, 1],
  [1, 1, 1],
  [0, 0],
]

const skewedMean = (chosen: readonly number[]) => mean(chosen.map(i => skewed[i] ?? Number.NaN))
const clusteredMean = (chosen: readonly number[]) => mean(chosen.flatMap(i => clusters[i] ?? []))

test('the published example: all 46,656 resamples of six scores', () => {
  const values = allResamples(6)
    .map(skewedMean)
    .toSorted((a, b) => a - b)
  assert.equal(values.length, 46_656)
  assertSixDecimals(standardDeviation(values), 1.677741)
  assertSixDecimals(quantileLinear(values, 0.025), 2.333333)
  assertSixDecimals(quantileLinear(values, 0.975), 8.833333)
})

test('the published example: all 256 resamples of four clusters', () => {
  const values = allResamples(4)
    .map(clusteredMean)
    .toSorted((a, b) => a - b)
  assert.equal(values.length, 256)
  assertSixDecimals(mean(values), 0.569774)
  assertSixDecimals(standardDeviation(values), 0.174231)
  assertSixDecimals(quantileLinear(values, 0.025), 0.2)
  assertSixDecimals(quantileLinear(values, 0.975), 0.857143)
})

test('random draws of scores come near the enumerated interval', () => {
  const result = clusterBootstrap(6, skewedMean, { seed: 'row 9', draws: 50_000 })
  assert.equal(result.value, 32 / 6)
  assertNear(result.standardError, 1.677741, 0.02)
  assertNear(result.low, 2.333333, 0.17)
  assertNear(result.high, 8.833333, 0.17)
  assert.deepEqual([result.method, result.level, result.reason], ['bootstrap-percentile', 0.95, null])
  assert.deepEqual([result.draws, result.dropped], [50_000, 0])
})

test('random draws of clusters come near the enumerated interval', () => {
  const result = clusterBootstrap(4, clusteredMean, { seed: 'row 10', draws: 50_000 })
  assertNear(result.standardError, 0.174231, 0.002)
  assertNear(result.low, 0.2, 0.001)
  assertNear(result.high, 0.857143, 0.001)
})

test('ten thousand draws at 95 % are the default', () => {
  const result = clusterBootstrap(6, skewedMean, { seed: 's' })
  assert.deepEqual(result, clusterBootstrap(6, skewedMean, { seed: 's', draws: 10_000, level: 0.95 }))
  assert.equal(result.draws, 10_000)
})

test('the standard error does not shrink when draws grow', () => {
  const errors = [100, 1000, 10_000, 100_000].map(draws => clusterBootstrap(6, skewedMean, { seed: 'b', draws }).standardError)
  for (const error of errors) assertNear(error, 1.677741, 0.35)
})

test('a resample is as large as the data, drawn with replacement from all clusters', () => {
  const seen = new Set<number>()
  let repeats = 0
  clusterBootstrap(
    5,
    chosen => {
      assert.equal(chosen.length, 5)
      for (const index of chosen) seen.add(index)
      if (new Set(chosen).size < 5) repeats++
      return chosen[0] ?? null
    },
    { seed: 'size', draws: 200 },
  )
  assert.deepEqual(
    [...seen].toSorted((a, b) => a - b),
    [0, 1, 2, 3, 4],
  )
  assert.ok(repeats > 150)
})

test('the value is the statistic of all clusters in order, not the mean of the draws', () => {
  const result = clusterBootstrap(3, chosen => Number(chosen.join('')), { seed: 'value', draws: 10 })
  assert.equal(result.value, 12)
})

test('without clusters everything is null and the statistic is not asked', () => {
  const result = clusterBootstrap(0, () => assert.fail('asked'), { seed: 's' })
  assert.deepEqual([result.value, result.low, result.high, result.standardError], [null, null, null, null])
  assert.deepEqual([result.reason, result.draws], ['there are no clusters', 0])
})

test('one cluster has a value without limits', () => {
  const result = clusterBootstrap(1, () => 0.5, { seed: 's' })
  assert.deepEqual([result.value, result.low, result.high, result.standardError], [0.5, null, null, null])
  assert.deepEqual([result.reason, result.draws], ['one cluster cannot be resampled', 0])
})

test('a statistic that is undefined on the data has no interval', () => {
  for (const value of [null, Number.NaN, Infinity]) {
    const result = clusterBootstrap(5, () => value, { seed: 's' })
    assert.deepEqual([result.value, result.low, result.standardError], [null, null, null])
    assert.equal(result.reason, 'the statistic is undefined on the data')
  }
})

test('draws that all agree leave the spread unknown, rounding or not', () => {
  for (const statistic of [() => 1, (chosen: readonly number[]) => 1 + 1e-15 * (chosen[0] ?? 0), () => 0]) {
    const result = clusterBootstrap(20, statistic, { seed: 's', draws: 100 })
    assert.deepEqual([result.low, result.high, result.standardError], [null, null, null])
    assert.equal(result.reason, 'all draws gave the same value, so the spread is unknown')
  }
})

test('a few undefined draws are dropped and counted', () => {
  // Undefined when none of the first ten drawn is among 8 of the 20 clusters: in 0.6^10 = 0.6 % of the draws.
  const statistic = (chosen: readonly number[]) => (chosen.slice(0, 10).some(i => i < 8) ? mean(chosen) : null)
  const result = clusterBootstrap(20, statistic, { seed: 'few', draws: 10_000 })
  assert.ok(result.dropped > 30 && result.dropped < 100, `got ${result.dropped}`)
  assert.equal(result.reason, null)
  assert.notEqual(result.low, null)
})

test('over 5 % of undefined draws leave no interval', () => {
  // The first call is for the value; then every tenth draw is undefined.
  let calls = 0
  const statistic = (chosen: readonly number[]) => (calls++ % 10 === 9 ? Number.NaN : mean(chosen))
  const result = clusterBootstrap(6, statistic, { seed: 'many', draws: 1000 })
  assert.deepEqual([result.value, result.low, result.high, result.standardError], [2.5, null, null, null])
  assert.deepEqual([result.draws, result.dropped], [1000, 100])
  assert.equal(result.reason, 'the statistic is undefined in 100 of 1000 draws')
})

test('exactly 5 % of undefined draws still leave an interval', () => {
  let calls = 0
  const result = clusterBootstrap(6, chosen => (calls++ % 20 === 19 ? null : mean(chosen)), { seed: 'edge', draws: 1000 })
  assert.deepEqual([result.dropped, result.reason], [50, null])
})

test('impossible counts, draws and levels are refused', () => {
  const run = (count: number, options: object) => () => clusterBootstrap(count, () => 1, { seed: 's', ...options })
  assert.throws(run(1.5, {}), new RangeError('expected `clusters` to be an integer from 0, got 1.5'))
  assert.throws(run(-1, {}), new RangeError('expected `clusters` to be an integer from 0, got -1'))
  assert.throws(run(5, { draws: 1 }), new RangeError('expected `draws` to be an integer from 2, got 1'))
  assert.throws(run(5, { level: 2 }), new RangeError('expected `level` to be between 0 and 1, got 2'))
})

test('the same seed gives the same interval, another seed another one', () => {
  fc.assert(
    fc.property(fc.string(), seed => {
      const first = clusterBootstrap(6, skewedMean, { seed, draws: 200 })
      assert.deepEqual(first, clusterBootstrap(6, skewedMean, { seed, draws: 200 }))
      assert.notEqual(first.standardError, clusterBootstrap(6, skewedMean, { seed: `${seed}!`, draws: 200 }).standardError)
    }),
  )
})

test('intervals are nested in level', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.98, noNaN: true }), level => {
      const inner = clusterBootstrap(6, skewedMean, { seed: 'nested', draws: 300, level })
      const outer = clusterBootstrap(6, skewedMean, { seed: 'nested', draws: 300, level: level + 0.01 })
      assert.ok((outer.low ?? 99) <= (inner.low ?? 0) && (outer.high ?? 0) >= (inner.high ?? 99))
    }),
  )
})

function allResamples(count: number): readonly (readonly number[])[] {
  let resamples: readonly (readonly number[])[] = [[]]
  for (let i = 0; i < count; i++)
    resamples = resamples.flatMap(chosen => Array.from({ length: count }, (_, next) => [...chosen, next]))
  return resamples
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length
}

/** Of all resamples, not of a sample of them: the divisor is their number. */
function standardDeviation(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(mean(values.map(value => (value - centre) ** 2)))
}

function assertNear(actual: number | null, expected: number, distance: number): void {
  assert.ok(actual !== null && Math.abs(actual - expected) <= distance, `expected ${expected} ± ${distance}, got ${actual}`)
}
