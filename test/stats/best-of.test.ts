// Checks the expected maximum of normal variables against the published figures, SciPy and simulation.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { bestOfInflation, expectedMaximum } from '../../src/stats/best-of.ts'
import { assertClose, assertSixDecimals } from './close.ts'

test('the published expected maxima', () => {
  const published = { 2: 0.5642, 5: 1.163, 10: 1.5388, 20: 1.8675 }
  for (const [count, expected] of Object.entries(published)) {
    assert.ok(Math.abs(expectedMaximum(Number(count)) - expected) <= 0.5e-4)
  }
})

test('the expected maxima agree with closed forms and SciPy', () => {
  assert.equal(expectedMaximum(1), 0)
  assertClose(expectedMaximum(2), 1 / Math.sqrt(Math.PI), 1e-12)
  assertClose(expectedMaximum(3), 1.5 / Math.sqrt(Math.PI), 1e-12)
  // SciPy 1.17: quad of x K φ(x) Φ(x)^(K - 1).
  assertClose(expectedMaximum(5), 1.1629644736405198, 1e-9)
  assertClose(expectedMaximum(100), 2.507593636441686, 1e-9)
  assertClose(expectedMaximum(1e6), 4.862897486196472, 1e-9)
})

test('the published bound, in units of the standard error', () => {
  const { expected, bound, method } = bestOfInflation(0.02, 10)
  assertSixDecimals(bound / 0.02, 2.145966)
  assertClose(expected, 0.02 * 1.5387527308351732, 1e-9)
  assert.equal(method, 'normal-maximum')
})

test('arguments out of range are refused', () => {
  assert.throws(() => bestOfInflation(0.1, 0), new RangeError('expected `count` to be an integer from 1, got 0'))
  assert.throws(() => bestOfInflation(-1, 2), new RangeError('expected `standardError` to be a finite number from 0, got -1'))
})

test('more candidates inflate more, and never beyond the bound', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), candidates => {
      const { expected, bound } = bestOfInflation(1, candidates)
      assert.ok(expected <= bound + 1e-12)
      assert.ok(bestOfInflation(1, candidates + 1).expected > expected)
    }),
  )
})
