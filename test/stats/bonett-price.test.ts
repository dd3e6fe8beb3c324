// Checks Bonett and Price's interval against the published example, and its p-value against the interval.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { bonettPrice } from '../../src/stats/bonett-price.ts'
import { assertClose, assertSixDecimals } from './close.ts'

test('the published examples: 6 wins and 9 losses at 90 %', () => {
  for (const [n, low, high] of [
    [400, -0.024322, 0.009397],
    [100, -0.095728, 0.036905],
  ] as const) {
    const result = bonettPrice(6, 9, n, 0.9)
    assertSixDecimals(result.low, low)
    assertSixDecimals(result.high, high)
    assert.deepEqual([result.value, result.n, result.method], [-3 / n, n, 'bonett-price'])
  }
})

// Oracle: the formula in Python with SciPy 1.17 stats.norm.ppf.
test('limits agree with a computation in Python', () => {
  assertClose(bonettPrice(20, 9, 250).low, 0.0006834321729025303, 1e-11)
  assertClose(bonettPrice(20, 9, 250).high, 0.08661815512868476, 1e-12)
  assertClose(bonettPrice(0, 0, 10).high, 0.2309839707249463, 1e-12)
})

test('p is below α exactly when 0 lies outside, and swapping the sides mirrors it', () => {
  const cell = fc.integer({ min: 0, max: 60 })
  fc.assert(
    fc.property(cell, cell, cell, fc.double({ min: 0.5, max: 0.999, noNaN: true }), (b, c, same, level) => {
      const n = b + c + same
      if (n === 0) return
      const [one, other] = [bonettPrice(b, c, n, level), bonettPrice(c, b, n, level)]
      assert.equal((one.p ?? 1) < 1 - level, (one.low ?? 0) > 0 || (one.high ?? 0) < 0)
      assertClose(one.low, -(other.high ?? 9), 1e-9)
    }),
  )
})

test('no items are nothing, and more flips than items are refused', () => {
  assert.deepEqual([bonettPrice(0, 0, 0).p, bonettPrice(0, 0, 0).reason], [null, 'there are no items'])
  assert.throws(() => bonettPrice(2, 2, 3), new RangeError('expected `b` + `c` to be at most `n` (3), got 4'))
})
