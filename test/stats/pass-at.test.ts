// Checks pass@k and pass^k against the published example, brute force over all choices of trials, and their bounds.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { passAll, passAt } from '../../src/stats/pass-at.ts'
import { assertClose, assertSixDecimals } from './close.ts'

const ITEMS = [10, 7, 3, 0].map(passes => ({ trials: 10, passes }))

test('the published example', () => {
  const expected = [
    [passAt(ITEMS, 2), 0.616667],
    [passAll(ITEMS, 2), 0.383333],
    [passAt(ITEMS, 5), 0.729167],
    [passAll(ITEMS, 5), 0.270833],
  ] as const
  for (const [{ value }, figure] of expected) assertSixDecimals(value, figure)
  assertSixDecimals(passAt(ITEMS, 2).standardError, 0.229936)
  assertSixDecimals(passAll(ITEMS, 2).standardError, 0.229936)
})

test('the interval is t over items', () => {
  const result = passAt(ITEMS, 2)
  // t(0.975; 3) = 3.182446 times the standard error.
  assertSixDecimals((result.high ?? 0) - (result.value ?? 0), 3.182446305284263 * 0.22993557475)
  const { n, k, df, level, method, reason, items } = result
  assert.deepEqual([n, k, df, level, method, reason, items.length], [4, 2, 3, 0.95, 'pass-at-t', null, 4])
  assert.equal(passAll(ITEMS, 2).method, 'pass-all-t')
})

test('an item with fewer than k trials makes the estimate unknown, and the others keep their chance', () => {
  const result = passAt([...ITEMS, { trials: 1, passes: 1 }], 2)
  assert.deepEqual([result.value, result.low, result.standardError, result.df], [null, null, null, null])
  assert.equal(result.reason, '1 of 5 items have fewer than 2 trials')
  assert.equal(result.items[0], 1)
  assert.equal(result.items[4], null)
})

test('equal items and no items have no limits', () => {
  const solved = passAll(
    [
      { trials: 3, passes: 3 },
      { trials: 4, passes: 4 },
    ],
    3,
  )
  assert.deepEqual([solved.value, solved.low, solved.df], [1, null, null])
  assert.deepEqual([passAt([], 1).value, passAt([], 1).reason], [null, 'there are no values'])
})

test('impossible counts are refused', () => {
  assert.throws(() => passAt(ITEMS, 0), new RangeError('expected `k` to be an integer from 1, got 0'))
  assert.throws(() => passAll([{ trials: 2, passes: 3 }], 1), RangeError)
})

const items = fc
  .array(fc.tuple(fc.integer({ min: 5, max: 9 }), fc.nat(9)), { minLength: 1, maxLength: 8 })
  .map(pairs => pairs.map(([trials, passes]) => ({ trials, passes: Math.min(passes, trials) })))
const sizes = fc.integer({ min: 1, max: 5 })

test('both are the share of all choices of k trials', () => {
  fc.assert(
    fc.property(items, sizes, (items, k) => {
      for (const [i, { trials, passes }] of items.entries()) {
        const choices = subsets(trials, k).map(chosen => chosen.filter(trial => trial < passes).length)
        assertClose(passAt(items, k).items[i] ?? null, choices.filter(count => count > 0).length / choices.length, 1e-12)
        assertClose(passAll(items, k).items[i] ?? null, choices.filter(count => count === k).length / choices.length, 1e-12)
      }
    }),
    { numRuns: 30 },
  )
})

test('with one trial both are the pass rate; more trials help one and hurt the other; order does not matter', () => {
  fc.assert(
    fc.property(items, sizes, (items, k) => {
      assertClose(passAt(items, 1).value, passAll(items, 1).value ?? 0, 1e-12)
      assert.ok((passAt(items, k).value ?? 0) >= (passAt(items, 1).value ?? 0) - 1e-12)
      assert.ok((passAll(items, k).value ?? 0) <= (passAll(items, 1).value ?? 0) + 1e-12)
      assertClose(passAt(items.toReversed(), k).value, passAt(items, k).value ?? 9, 1e-12)
    }),
  )
})

/** All choices of k out of the numbers below n. */
function subsets(n: number, k: number): number[][] {
  if (k === 0) return [[]]
  return Array.from({ length: n }, (_, last) => subsets(last, k - 1).map(rest => [...rest, last])).flat()
}
