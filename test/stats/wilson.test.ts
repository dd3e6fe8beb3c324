// Checks the Wilson interval against published figures, at its edges and inside [0, 1].
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { wilsonInterval } from '../../src/stats/wilson.ts'
import { assertClose, assertSixDecimals } from './close.ts'

test('the published examples', () => {
  const examples = [
    [17, 20, 0.639581, 0.947631],
    [20, 20, 0.838875, 1],
    [0, 30, 0, 0.113513],
    [850, 1000, 0.826531, 0.87079],
  ] as const
  for (const [successes, n, low, high] of examples) {
    const result = wilsonInterval(successes, n)
    assert.equal(result.value, successes / n)
    assertSixDecimals(result.low, low)
    assertSixDecimals(result.high, high)
    assert.deepEqual([result.level, result.method, result.reason], [0.95, 'wilson', null])
  }
})

test('counts may be fractions', () => {
  // statsmodels 0.15: proportion_confint(2.5, 7.25, method='wilson'), at alpha 0.05 and 0.1.
  const result = wilsonInterval(2.5, 7.25)
  assertClose(result.low, 0.11372880844590366, 1e-13)
  assertClose(result.high, 0.6834123939537289, 1e-13)
  const narrower = wilsonInterval(2.5, 7.25, 0.9)
  assertClose(narrower.low, 0.13565063531841515, 1e-13)
  assertClose(narrower.high, 0.63834462567616, 1e-13)
})

test('rare events keep their digits', () => {
  // mpmath with 40 digits: centre ± half of the Wilson formula; 0 of n is z²/(n + z²).
  const one = wilsonInterval(1, 1e6)
  assertClose(one.low, 1.7652457674537147e-7, 1e-14)
  assertClose(one.high, 5.664911804311443e-6, 1e-14)
  assertClose(wilsonInterval(0, 1e12).high, 3.841458820679369e-12, 1e-14)
  const butOne = wilsonInterval(1e6 - 1, 1e6)
  assertClose(butOne.low, 0.9999943350881957, 1e-15)
  assertClose(butOne.high, 0.9999998234754233, 1e-15)
})

test('none right has the exact limit 0, all right the exact limit 1', () => {
  for (const n of [1, 2, 3, 7, 20, 333, 1e6]) {
    assert.equal(wilsonInterval(0, n).low, 0)
    assert.equal(wilsonInterval(n, n).high, 1)
  }
})

test('one item says little', () => {
  // z²/(1 + z²) = 0.793451
  assertSixDecimals(wilsonInterval(0, 1).high, 0.793451)
  assertSixDecimals(wilsonInterval(1, 1).low, 0.206549)
})

test('without items everything is null', () => {
  assert.deepEqual(wilsonInterval(0, 0), {
    value: null,
    low: null,
    high: null,
    level: 0.95,
    method: 'wilson',
    reason: 'there are no items',
  })
})

test('impossible counts and levels are refused', () => {
  assert.throws(() => wilsonInterval(3, 2), new RangeError('expected `successes` to be between 0 and 2, got 3'))
  assert.throws(() => wilsonInterval(-1, 2), new RangeError('expected `successes` to be between 0 and 2, got -1'))
  assert.throws(() => wilsonInterval(0, -1), new RangeError('expected `n` to be a finite number from 0, got -1'))
  assert.throws(() => wilsonInterval(0, Infinity), new RangeError('expected `n` to be a finite number from 0, got Infinity'))
  assert.throws(() => wilsonInterval(1, 2, 1), new RangeError('expected `level` to be between 0 and 1, got 1'))
})

// A share of n, so that successes never exceed n; fractions included.
const counts = fc
  .tuple(fc.double({ min: 0.1, max: 1e9, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([n, share]) => ({ n, successes: Math.min(n, n * share) }))
const levels = fc.double({ min: 0.01, max: 0.98, noNaN: true })

test('the interval lies inside [0, 1] and contains the rate', () => {
  fc.assert(
    fc.property(counts, levels, ({ n, successes }, level) => {
      const { value, low, high } = wilsonInterval(successes, n, level)
      assert.ok(value !== null && low !== null && high !== null)
      assert.ok(0 <= low && low <= value && value <= high && high <= 1)
    }),
  )
})

test('intervals are nested in level', () => {
  fc.assert(
    fc.property(counts, levels, ({ n, successes }, level) => {
      const inner = wilsonInterval(successes, n, level)
      const outer = wilsonInterval(successes, n, level + 0.01)
      assert.ok((outer.low ?? 1) <= (inner.low ?? 0) && (inner.high ?? 1) <= (outer.high ?? 0))
    }),
  )
})

test('failures have the mirrored interval', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), (successes, failures) => {
      if (successes + failures === 0) return
      const right = wilsonInterval(successes, successes + failures)
      const wrong = wilsonInterval(failures, successes + failures)
      assertClose(right.low, 1 - (wrong.high ?? 0), 1e-12)
      assertClose(right.high, 1 - (wrong.low ?? 0), 1e-12)
    }),
  )
})
