// Checks the sign-flip test against the published example and brute force in Python, and that interval and p-value never disagree.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { signFlip } from '../../src/stats/sign-flip.ts'
import { assertClose, assertSixDecimals } from './close.ts'

const seed = 's'
const first = [0.9, 0.4, 0.7, 0.8, 0.3, 0.6, 0.9, 0.5, 0.2, 0.7]
const second = [0.8, 0.4, 0.5, 0.6, 0.3, 0.4, 0.9, 0.3, 0.1, 0.6]
const differences = [0.31, -0.12, 0.25, 0.4, 0.08, -0.05, 0.17, 0.22, 0.09]

test('the published example: 16 of 1024 patterns', () => {
  const result = signFlip(first, second, { seed })
  assert.deepEqual([result.p, result.draws, result.method, result.n], [0.015625, 1024, 'sign-flip-exact', 10])
  assertSixDecimals(result.value, 0.11)
  assertSixDecimals(result.standardError, 0.027689)
  assert.equal(result.monteCarloError, null)
})

// Oracle: SciPy 1.17 permutation_test(permutation_type='samples', n_resamples=inf) for p; the limits by bisection in Python of p at
// shifted differences, over all patterns of itertools.product.
test('p and limits agree with brute force', () => {
  const result = signFlip(differences, zeros(9), { seed })
  assertClose(result.p, 0.0390625, 1e-15)
  assertSixDecimals(result.low, 0.016667)
  assertSixDecimals(result.high, 0.2825)
})

test('whole clusters change their signs together, as brute force does', () => {
  const clusters = [1, 1, 2, 2, 3, 4, 5, 5, 6, 7, 8, 8]
  const result = signFlip([...differences, 0.3, 0.2, -0.1], zeros(12), { seed, clusters })
  assertClose(result.p, 0.015625, 1e-15)
  assertSixDecimals(result.value, 0.145833)
  assertSixDecimals(result.low, 0.035)
  assertSixDecimals(result.high, 0.26)
  assert.equal(result.draws, 256)
})

test('random patterns come near all of them, and p is never 0', () => {
  // 17 pairs have 131,072 patterns, 18 have too many; the last difference is 0 and changes no mean's sign.
  const many = Array.from({ length: 17 }, (_, i) => ((i * 7) % 11) - 3)
  const [exact, drawn] = [signFlip(many, zeros(17), { seed }), signFlip([...many, 0], zeros(18), { seed, draws: 20_000 })]
  assert.deepEqual([exact.method, drawn.method, drawn.draws], ['sign-flip-exact', 'sign-flip-monte-carlo', 20_000])
  assert.ok(Math.abs((exact.p ?? 9) - (drawn.p ?? 0)) < 4 * (drawn.monteCarloError ?? 0))
  const certain = signFlip(
    Array.from({ length: 40 }, (_, i) => 1 + i / 100),
    zeros(40),
    { seed, draws: 99 },
  )
  assert.equal(certain.p, 0.01)
})

test('p is below α exactly when 0 lies outside the interval: few pairs, many, and clusters', () => {
  const integers = fc.integer({ min: -9, max: 20 })
  const list = fc.oneof(fc.array(integers, { minLength: 6, maxLength: 9 }), fc.array(integers, { minLength: 18, maxLength: 30 }))
  fc.assert(
    fc.property(list, fc.constantFrom(0.5, 0.8, 0.9, 0.95), fc.boolean(), (list, level, isClustered) => {
      const clusters = isClustered ? list.map((_, i) => i >> 1) : undefined
      const { p, low, high } = signFlip(list, zeros(list.length), { seed, level, clusters, draws: 400 })
      if (low === null || high === null) return
      // 1 - level is rounded; at exactly α nothing is rejected.
      assert.equal((p ?? 1) < 1 - level - 1e-12, low > 0 || high < 0)
    }),
    { numRuns: 300 },
  )
})

test('the order of pairs does not matter, swapping mirrors, and intervals are nested', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 20 }), { minLength: 6, maxLength: 10 }), list => {
      const none = zeros(list.length)
      const [one, other] = [signFlip(list, none, { seed }), signFlip(none.toReversed(), list.toReversed(), { seed })]
      assertClose(other.p, one.p ?? 9, 1e-12)
      if (one.low === null || one.high === null) return
      assert.ok(Math.abs(one.low + (other.high ?? 9)) < 1e-9)
      const inner = signFlip(list, none, { seed, level: 0.8 })
      assert.ok(one.low <= (inner.low ?? -99) + 1e-9 && (inner.high ?? 99) <= one.high + 1e-9)
    }),
  )
})

test('too few pairs, equal differences and no pairs say what they lack', () => {
  const few = signFlip([1, 2, 3], zeros(3), { seed })
  assert.deepEqual([few.p, few.low, few.reason], [0.25, null, '3 pairs are too few to reject any shift at this level'])
  const equal = signFlip(Array(8).fill(0.1), zeros(8), { seed })
  assert.deepEqual([equal.p, equal.low], [2 / 256, null])
  assert.equal(equal.reason, 'all 8 differences are equal, so the spread is unknown')
  assert.equal(signFlip(zeros(8), zeros(8), { seed }).p, 1)
  const none = signFlip([], [], { seed })
  assert.deepEqual([none.p, none.value, none.reason], [null, null, 'there are no values'])
  assert.throws(() => signFlip([1], [1, 2], { seed }), new RangeError('expected `second` to have 1 entries, got 2'))
  assert.throws(() => signFlip([1], [1], { seed, draws: 0 }), new RangeError('expected `draws` to be an integer from 1, got 0'))
})

function zeros(length: number): readonly number[] {
  return Array.from({ length }, () => 0)
}
