// Checks the two-sample permutation test against SciPy and brute force, and that interval and p-value never disagree.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { permutation } from '../../src/stats/permutation.ts'
import { quantileLinear } from '../../src/stats/quantile.ts'
import { assertClose, assertSixDecimals } from './close.ts'

const seed = 's'
const first = [12, 15, 14, 18]
const second = [10, 11, 13, 9, 12]

// Oracle: SciPy 1.17 permutation_test(n_resamples=inf), the share of its null_distribution with |T*| ≥ |T| - 1e-12; the limits by
// bisection in Python of that share at shifted data.
test('all groupings agree with SciPy', () => {
  const result = permutation(first, second, { seed })
  assertClose(result.p, 5 / 126, 1e-12)
  assert.deepEqual([result.value, result.draws, result.method], [3.75, 126, 'permutation-exact'])
  const scores = permutation([0.61, 0.74, 0.55, 0.81, 0.69], [0.52, 0.66, 0.49, 0.58, 0.63, 0.5], { seed })
  assertClose(scores.p, 0.06060606060606061, 1e-12)
  assertSixDecimals(scores.low, -0.005556)
  assertSixDecimals(scores.high, 0.24)
})

test('a statistic of your own, here the difference of medians, agrees with SciPy', () => {
  const median = (values: readonly number[]) =>
    quantileLinear(
      values.toSorted((a, b) => a - b),
      0.5,
    ) ?? 0
  const result = permutation(first, second, { seed, statistic: (a, b) => median(a) - median(b) })
  assertClose(result.p, 0.047619047619047616, 1e-12)
  assert.deepEqual([result.value, result.low, result.reason], [3.5, null, 'a statistic of your own has no interval here'])
})

test('random groupings come near all of them', () => {
  const many = Array.from({ length: 14 }, (_, i) => (i * 5) % 17)
  const others = Array.from({ length: 12 }, (_, i) => ((i * 7) % 13) + 3)
  const result = permutation(many, others, { seed, draws: 20_000 })
  const again = permutation(many, others, { seed: 'another', draws: 20_000 })
  assert.deepEqual([result.method, result.draws], ['permutation-monte-carlo', 20_000])
  assert.ok(Math.abs((result.p ?? 9) - (again.p ?? 0)) < 6 * (result.monteCarloError ?? 0))
  assert.equal(
    permutation(
      [...Array(30).keys()],
      [...Array(30).keys()].map(i => i + 99),
      { seed, draws: 99 },
    ).p,
    0.01,
  )
})

test('p is below α exactly when 0 lies outside the interval, by all groupings and by some', () => {
  const values = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 3, maxLength: 14 })
  fc.assert(
    fc.property(values, values, fc.constantFrom(0.5, 0.8, 0.9), (a, b, level) => {
      fc.pre(a.length + b.length < 13 || a.length + b.length > 22)
      const { p, low, high } = permutation(a, b, { seed, level, draws: 300 })
      if (low === null || high === null) return
      assert.equal((p ?? 1) < 1 - level - 1e-12, low > 0 || high < 0)
    }),
    { numRuns: 300 },
  )
})

test('swapping the groups mirrors it, and the order inside does not matter', () => {
  const values = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 6 })
  fc.assert(
    fc.property(values, values, (a, b) => {
      const options = { seed, level: 0.8 }
      const [one, other] = [permutation(a, b, options), permutation(b.toReversed(), a, options)]
      assertClose(other.p, one.p ?? 9, 1e-12)
      if (one.low !== null) assert.ok(Math.abs(one.low + (other.high ?? 9)) < 1e-9)
    }),
  )
})

test('few values, unusable groups and undefined statistics say what they lack', () => {
  const few = permutation([1, 2], [3, 4], { seed })
  assert.deepEqual([few.low, few.reason], [null, '2 and 2 values are too few to reject any shift at this level'])
  assert.equal(permutation([], [3, 4], { seed }).reason, 'a group is unusable: there are no values')
  assert.equal(permutation([1], [2], { seed, statistic: () => Number.NaN }).reason, 'the statistic is undefined on the data')
})
