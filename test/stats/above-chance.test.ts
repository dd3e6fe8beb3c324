// Checks the exact test against chance with the published examples and SciPy, and that its limit agrees with its p-value.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { aboveChance } from '../../src/stats/above-chance.ts'
import { assertClose, assertSixDecimals } from './close.ts'

test('the published examples', () => {
  assertSixDecimals(aboveChance(33, 100, 0.25).p, 0.044596)
  assertSixDecimals(aboveChance(30, 100, 0.25).p, 0.149541)
})

// Oracle: SciPy 1.17 stats.binomtest(33, 100, 0.25, alternative='greater').proportion_ci(0.95).
test('the limit is the one-sided exact one', () => {
  const result = aboveChance(33, 100, 0.25)
  assertClose(result.low, 0.25230347704086836, 1e-9)
  assert.deepEqual([result.value, result.high, result.n, result.statistic], [0.33, 1, 100, 33])
  assert.deepEqual([result.method, result.level, result.reason], ['binomial-exact-upper', 0.95, null])
})

test('p is below α exactly when chance lies below the interval', () => {
  const counts = fc.integer({ min: 1, max: 200 }).chain(n => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
  fc.assert(
    fc.property(counts, fc.constantFrom(0.2, 0.25, 1 / 3, 0.5), fc.constantFrom(0.9, 0.95, 0.99), ([k, n], chance, level) => {
      const { p, low } = aboveChance(k, n, chance, level)
      assert.equal((p ?? 1) < 1 - level, chance < (low ?? 1))
    }),
  )
})

test('nothing right is no evidence, and no items are nothing', () => {
  assert.deepEqual([aboveChance(0, 10, 0.5).p, aboveChance(0, 10, 0.5).low], [1, 0])
  const none = aboveChance(0, 0, 0.5)
  assert.deepEqual([none.p, none.value, none.low, none.reason], [null, null, null, 'there are no items'])
  assert.throws(() => aboveChance(1, 2, 1), new RangeError('expected `chance` to be between 0 and 1, got 1'))
})
