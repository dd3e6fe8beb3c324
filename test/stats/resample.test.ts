// Checks the bootstrap of rows and clusters against all resamples listed in Python, and that its error does not shrink with draws.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { quantileLinear } from '../../src/stats/quantile.ts'
import { bootstrap } from '../../src/stats/resample.ts'
import { assertClose, assertSixDecimals } from './close.ts'

const seed = 's'
const skewed = [1, 2, 3, 5, 8, 13]
const outcomes = [1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0]
const clusters = [...'aaaabbbcccdd']

test('the published example: all 46,656 resamples of six scores', () => {
  const bca = bootstrap(skewed, mean, { seed })
  assertSixDecimals(bca.standardError, 1.677741)
  assertSixDecimals(bca.biasCorrection, 0.055581)
  assertSixDecimals(bca.acceleration, 0.055298)
  assertSixDecimals(bca.low, 2.666667)
  assertSixDecimals(bca.high, 9.5)
  assert.deepEqual([bca.method, bca.draws, bca.n, bca.clusters], ['bootstrap-bca-exact', 46_656, 6, 6])
  assert.deepEqual([bca.monteCarloError, bca.dropped, bca.reason], [null, 0, null])
  const percentile = bootstrap(skewed, mean, { seed, interval: 'percentile' })
  assertSixDecimals(percentile.low, 2.333333)
  assertSixDecimals(percentile.high, 8.833333)
})

test('the published example: all 256 resamples of four clusters', () => {
  const result = bootstrap(outcomes, mean, { seed, clusters, interval: 'percentile' })
  assertSixDecimals(result.standardError, 0.174231)
  assertSixDecimals(result.low, 0.2)
  assertSixDecimals(result.high, 0.857143)
  assert.deepEqual([result.draws, result.n, result.clusters], [256, 12, 4])
})

// Oracle for the next two: all resamples by itertools.product, NumPy 2 np.quantile, SciPy 1.17 stats.norm.
test('BCa over clusters agrees with Python', () => {
  const result = bootstrap(outcomes, mean, { seed, clusters })
  assert.ok(Math.abs(result.biasCorrection ?? 9) < 1e-12)
  assertClose(result.acceleration, 0.005170658993438647, 1e-9)
  assertClose(result.low, 0.2, 1e-9)
})

test('BCa of a median agrees with Python', () => {
  const result = bootstrap([2, 3, 5, 9, 40, 41], median, { seed, level: 0.9 })
  assertClose(result.biasCorrection, -0.0343912538676595, 1e-9)
  assertClose(result.standardError, 11.753475863062292, 1e-12)
  assert.deepEqual([result.value, result.low, result.high], [7, 3, 40])
})

// Oracle: SciPy 1.17 stats.bootstrap(method='BCa', n_resamples=200_000, rng=default_rng(0)).
test('random resamples come near SciPy', () => {
  const values = Array.from({ length: 24 }, (_, i) => Math.round((((i * 37) % 41) / 7) ** 2 * 1000) / 1000)
  const result = bootstrap(values, mean, { seed, draws: 40_000 })
  assert.equal(result.method, 'bootstrap-bca')
  assert.ok(Math.abs((result.low ?? 0) - 7.975292) < 0.15, `got ${result.low}`)
  assert.ok(Math.abs((result.high ?? 0) - 16.261915) < 0.15, `got ${result.high}`)
  assert.ok(Math.abs((result.standardError ?? 0) - 2.109906) < 0.03)
  assert.ok((result.monteCarloError ?? 9) < 0.1)
})

// Oracle: all 1728 two-stage resamples listed in Python; with fixed trials the same clusters have 0.490653.
test('random trials are resampled inside their clusters', () => {
  const rows = [1, 4, 2, 7, 3, 3]
  const options = { seed, clusters: [1, 1, 2, 2, 3, 3], draws: 50_000 }
  const random = bootstrap(rows, mean, { ...options, trials: 'random' })
  assert.ok(Math.abs((random.standardError ?? 0) - 0.84437) < 0.02, `got ${random.standardError}`)
  assertClose(bootstrap(rows, mean, options).standardError, 0.49065338146265813, 1e-12)
})

test('the standard error does not shrink when draws grow', () => {
  const values = Array.from({ length: 30 }, (_, i) => i % 7)
  const errors = [200, 2000, 20_000].map(draws => bootstrap(values, mean, { seed, draws }).standardError ?? 0)
  for (const error of errors) assert.ok(Math.abs(error / (errors[2] ?? 1) - 1) < 0.15, `got ${errors}`)
})

test('the same seed gives the same, and intervals are nested in level', () => {
  fc.assert(
    fc.property(fc.string(), fc.double({ min: 0.5, max: 0.98, noNaN: true }), (seed, level) => {
      const values = [1, 4, 2, 8, 5, 7, 1, 3]
      const inner = bootstrap(values, mean, { seed, draws: 200, level })
      assert.deepEqual(inner, bootstrap(values, mean, { seed, draws: 200, level }))
      const outer = bootstrap(values, mean, { seed, draws: 200, level: level + 0.01 })
      assert.ok((outer.low ?? 9) <= (inner.low ?? -9) && (inner.high ?? 99) <= (outer.high ?? -9))
    }),
    { numRuns: 30 },
  )
})

test('what cannot be known is null with a reason', () => {
  const reasonOf = (rows: readonly number[], statistic: typeof mean, options = {}) => {
    const { low, high, reason } = bootstrap(rows, statistic, { seed, draws: 100, ...options })
    assert.deepEqual([low, high], [null, null])
    return reason
  }
  assert.equal(reasonOf([], mean), 'there are no rows')
  assert.equal(reasonOf([1], mean), 'one cluster cannot be resampled')
  assert.equal(
    reasonOf([1, 2], () => Number.NaN),
    'the statistic is undefined on the data',
  )
  assert.equal(reasonOf([2, 2, 2], mean), 'all draws gave the same value, so the spread is unknown')
  assert.equal(
    reasonOf([1, 2, 3], rows => (new Set(rows).size === 3 ? 1 : (null as never))),
    'the statistic is undefined in 21 of 27 draws',
  )
  const biased = bootstrap([1, 2, 3, 9], rows => Math.max(...rows), { seed })
  assert.equal(biased.reason, null)
  assert.equal(
    reasonOf([1, 2, 3, 4, 5, 6, 7, 8], rows => (rows.length === 8 && new Set(rows).size === 8 ? 100 : (rows[0] ?? 0))),
    'all draws lie on one side of the value, so the bias is unknown',
  )
})

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length
}

function median(values: readonly number[]): number | null {
  return quantileLinear(
    values.toSorted((a, b) => a - b),
    0.5,
  )
}
