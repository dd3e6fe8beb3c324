// Checks the Mann-Whitney test against the published example and SciPy, and its interval against its p-value.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { mannWhitney } from '../../src/stats/mann-whitney.ts'
import { assertClose, assertSixDecimals } from './close.ts'

const first = [12, 15, 14, 18]
const second = [10, 11, 13, 9, 12]

test('the published example', () => {
  const result = mannWhitney(first, second)
  assertSixDecimals(result.p, 0.039683)
  assertClose(result.cliffsDelta, 0.85, 1e-12)
  assert.deepEqual([result.statistic, result.superiority, result.value], [18.5, 0.925, 3.5])
  assert.deepEqual([result.method, result.draws, result.n, result.sizes], ['mann-whitney-exact', 126, 9, [4, 5]])
})

// Oracle: SciPy 1.17 mannwhitneyu(method='exact'); NumPy for the median of all differences; the limits are the 4th difference from
// either end, 4 being how many u have 2 · P(U ≤ u) < 0.05 among all itertools.combinations.
test('without ties p agrees with SciPy, and the limits with a list of all differences', () => {
  const result = mannWhitney([1.1, 2.3, 3.7, 4.2, 8.9], [0.4, 1.9, 2.2, 0.7, 3.1, 1.3])
  assertClose(result.p, 0.08225108225108226, 1e-12)
  assert.equal(result.statistic, 25)
  assertClose(result.value, 1.85, 1e-12)
  assertClose(result.low, -0.8, 1e-12)
  assertClose(result.high, 7, 1e-12)
})

// Oracle: SciPy 1.17 mannwhitneyu(method='asymptotic'), which corrects for ties and continuity.
test('the normal approximation agrees with SciPy, with ties and without', () => {
  const [a, b] = [cycle(15, 37, 101).map(x => x / 4), cycle(18, 53, 97).map(y => y / 5 + 1)]
  const result = mannWhitney(a, b)
  assertClose(result.p, 0.587562633103256, 1e-12)
  assertClose(result.value, 1.525, 1e-12)
  assert.deepEqual([result.statistic, result.method, result.draws], [150.5, 'mann-whitney-normal', null])
  const tied = mannWhitney(cycle(15, 37, 11), cycle(18, 53, 13))
  assertClose(tied.p, 0.8559833575049476, 1e-12)
  assert.deepEqual([tied.statistic, tied.value], [129.5, 0])
})

test('random labellings come near the approximation, and are never 0', () => {
  const [a, b] = [cycle(15, 37, 101), cycle(18, 53, 97).map(y => y + 20)]
  const drawn = mannWhitney(a, b, { seed: 's', draws: 20_000 })
  assert.deepEqual([drawn.method, drawn.draws], ['mann-whitney-monte-carlo', 20_000])
  assert.ok(Math.abs((drawn.p ?? 9) - (mannWhitney(a, b).p ?? 0)) < 0.01 + 4 * (drawn.monteCarloError ?? 0))
  assert.equal(
    mannWhitney(
      cycle(15, 1, 99),
      cycle(15, 1, 99).map(y => y + 50),
      { seed: 's', draws: 99 },
    ).p,
    0.01,
  )
})

test('without ties p is below α exactly when 0 lies outside the interval', () => {
  const values = fc.uniqueArray(fc.integer({ min: -100, max: 100 }), { minLength: 6, maxLength: 40 })
  fc.assert(
    fc.property(
      values,
      fc.double({ min: 0.2, max: 0.8, noNaN: true }),
      fc.constantFrom(0.8, 0.9, 0.95),
      (values, share, level) => {
        const cut = Math.max(1, Math.floor(values.length * share))
        const { p, low, high } = mannWhitney(values.slice(0, cut), values.slice(cut), { level })
        if (low !== null && high !== null) assert.equal((p ?? 1) < 1 - level - 1e-12, low > 0 || high < 0)
      },
    ),
    { numRuns: 300 },
  )
})

test('so it is at every U of the normal approximation', () => {
  const seen = new Set<number>()
  for (let shift = -200; shift <= 200; shift++) {
    const a = Array.from({ length: 12 }, (_, i) => ((i * 37) % 101) + shift + 0.5)
    const { p, low, high, statistic, method } = mannWhitney(a, cycle(12, 53, 97))
    assert.equal(method, 'mann-whitney-normal')
    assert.equal((p ?? 1) < 0.05, (low ?? 9) > 0 || (high ?? -9) < 0)
    seen.add(statistic ?? -1)
  }
  assert.ok(seen.size > 60, `got ${seen.size}`)
})

test('swapping the groups mirrors it, order does not matter, and intervals are nested', () => {
  const values = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 4, maxLength: 20 })
  fc.assert(
    fc.property(values, values, (a, b) => {
      const [one, other] = [mannWhitney(a, b), mannWhitney(b.toReversed(), a)]
      assertClose(other.p, one.p ?? 9, 1e-12)
      assertClose((one.superiority ?? 9) + (other.superiority ?? 9), 1, 1e-12)
      assert.equal(one.value, 0 - (other.value ?? 9))
      const inner = mannWhitney(a, b, { level: 0.8 })
      if (one.low === null) return
      assert.equal(one.low, 0 - (other.high ?? 9))
      assert.ok(one.low <= (inner.low ?? -99) && (inner.high ?? 99) <= (one.high ?? -99))
    }),
  )
})

test('equal values, few values and unusable groups', () => {
  assert.equal(mannWhitney([1, 1, 1], [1, 1]).p, 1)
  assert.equal(mannWhitney(Array(20).fill(1), Array(20).fill(1)).p, 1)
  const few = mannWhitney([1, 2], [3, 4])
  assert.deepEqual([few.value, few.low, few.reason], [-2, null, '2 and 2 values are too few to reject any shift at this level'])
  const none = mannWhitney([], [1])
  assert.deepEqual([none.p, none.superiority, none.reason], [null, null, 'a group is unusable: there are no values'])
})

function cycle(length: number, step: number, period: number): readonly number[] {
  return Array.from({ length }, (_, i) => (i * step) % period)
}
