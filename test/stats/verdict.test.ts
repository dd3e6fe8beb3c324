// Holds the verdict to the published gate, to its precedence and to never contradicting itself.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { bonettPrice } from '../../src/stats/bonett-price.ts'
import type { Interval } from '../../src/stats/interval.ts'
import { normalQuantile } from '../../src/stats/normal.ts'
import { tangoScore } from '../../src/stats/tango.ts'
import { verdict } from '../../src/stats/verdict.ts'
import { assertSixDecimals } from './close.ts'

const better = 'higher'

test('the published gate: enough items pass, few are inconclusive, at the same two-sided p value', () => {
  for (const [n, isPassed, low, high] of [
    [400, true, -0.024322, 0.009397],
    [100, false, -0.095728, 0.036905],
  ] as const) {
    const result = verdict(level => bonettPrice(6, 9, n, level), { better, margin: 0.03 })
    assertSixDecimals(result.marginInterval?.low ?? null, low)
    assertSixDecimals(result.marginInterval?.high ?? null, high)
    assert.deepEqual([result.isNonInferior, result.isDifferent, result.method], [isPassed, false, 'bonett-price'])
    assert.equal(result.verdict, isPassed ? 'equivalent' : 'inconclusive')
  }
})

test("the published gate by Tango's interval", () => {
  for (const [n, isPassed, low, high] of [
    [400, true, -0.02515, 0.009149],
    [100, false, -0.098258, 0.036013],
  ] as const) {
    const result = verdict(level => tangoScore(6, 9, n, { level }), { better, margin: 0.03 })
    assertSixDecimals(result.marginInterval?.low ?? null, low)
    assertSixDecimals(result.marginInterval?.high ?? null, high)
    assert.equal(result.isNonInferior, isPassed)
  }
})

test('without a margin nothing is equivalent', () => {
  const result = verdict(normal(0, 1e-9), { better })
  assert.deepEqual(
    [result.verdict, result.isEquivalent, result.isNonInferior, result.marginInterval],
    ['inconclusive', null, null, null],
  )
})

test('a difference is good or bad by the declared direction', () => {
  assert.equal(verdict(normal(1, 0.1), { better: 'higher' }).verdict, 'better')
  assert.equal(verdict(normal(1, 0.1), { better: 'lower' }).verdict, 'worse')
  assert.equal(verdict(normal(-1, 0.1), { better: 'lower', margin: 0.5 }).verdict, 'better')
  // The 90 % limits are 0.36 and 3.64, and the mirrored ones: only an upper limit below 3 is no worse.
  assert.equal(verdict(normal(2, 1), { better: 'lower', margin: 3 }).isNonInferior, false)
  assert.equal(verdict(normal(-2, 1), { better: 'lower', margin: 3 }).isNonInferior, true)
})

test('a difference inside the margin is equivalent, and still said to be a difference', () => {
  const result = verdict(normal(-0.01, 0.001), { better, margin: 0.02 })
  assert.deepEqual([result.verdict, result.isDifferent, result.isNonInferior], ['equivalent', true, true])
})

test('the margin is held against the interval at 1 - 2α', () => {
  const levels: number[] = []
  const seen = (level: number) => {
    levels.push(level)
    return normal(0, 1)(level)
  }
  verdict(seen, { better, margin: 1.8, level: 0.99 })
  assert.deepEqual(levels, [0.99, 0.98])
})

test('limits on the edge decide nothing', () => {
  const fixed = (low: number, high: number) => (level: number) => ({ value: 0, low, high, level, method: 'fixed', reason: null })
  assert.equal(verdict(fixed(0, 1), { better }).verdict, 'inconclusive')
  assert.equal(verdict(fixed(-0.5, 0.5), { better, margin: 0.5 }).isEquivalent, false)
})

test('unknown limits are inconclusive, with their reason', () => {
  const result = verdict(level => ({ value: 1, low: null, high: null, level, method: 't', reason: 'one value' }), {
    better,
    margin: 1,
  })
  assert.deepEqual(
    [result.verdict, result.isDifferent, result.isNonInferior, result.isEquivalent, result.reason],
    ['inconclusive', null, null, null, 'one value'],
  )
})

test('margins and levels out of range are refused', () => {
  assert.throws(
    () => verdict(normal(0, 1), { better, margin: 0 }),
    new RangeError('expected `margin` to be positive and finite, got 0'),
  )
  assert.throws(() => verdict(normal(0, 1), { better, level: 0.5 }), new RangeError('expected `level` to be above 0.5, got 0.5'))
})

const differences = fc.double({ min: -1, max: 1, noNaN: true })
const errors = fc.double({ min: 1e-3, max: 1, noNaN: true })

test('what is worse is never non-inferior, and swapping the sides swaps the verdict', () => {
  fc.assert(
    fc.property(differences, errors, errors, (difference, error, margin) => {
      const result = verdict(normal(difference, error), { better, margin })
      assert.ok(result.verdict !== 'worse' || result.isNonInferior === false)
      const swapped = verdict(normal(-difference, error), { better: 'lower', margin })
      assert.deepEqual([swapped.verdict, swapped.isNonInferior], [result.verdict, result.isNonInferior])
    }),
  )
})

test('a wider margin keeps what passed', () => {
  fc.assert(
    fc.property(differences, errors, errors, (difference, error, margin) => {
      const narrow = verdict(normal(difference, error), { better, margin })
      const wide = verdict(normal(difference, error), { better, margin: margin * 2 })
      assert.ok(!narrow.isNonInferior || wide.isNonInferior)
      assert.ok(!narrow.isEquivalent || wide.isEquivalent)
    }),
  )
})

function normal(value: number, standardError: number): (level: number) => Interval {
  return level => {
    const half = normalQuantile((1 + level) / 2) * standardError
    return { value, low: value - half, high: value + half, level, method: 'z', reason: null }
  }
}
