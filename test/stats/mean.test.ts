// Checks the t interval of a mean against published figures, and that an unknown spread is never shown as 0.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { meanInterval, standardDeviation } from '../../src/stats/mean.ts'
import { assertClose, assertSixDecimals } from './close.ts'

test('the published example: six scores', () => {
  const result = meanInterval([0.2, 0.4, 0.5, 0.7, 0.9, 1])
  assertSixDecimals(result.value, 0.616667)
  assertSixDecimals(result.standardError, 0.124944)
  assertSixDecimals(result.low, 0.295487)
  assertSixDecimals(result.high, 0.937847)
  assert.deepEqual([result.level, result.method, result.reason], [0.95, 't', null])
})

test('the published example: a skewed sample, whose limits may leave its range', () => {
  const result = meanInterval([1, 2, 3, 5, 8, 13])
  assertSixDecimals(result.standardError, 1.837873)
  assertSixDecimals(result.low, 0.60893)
  assertSixDecimals(result.high, 10.057737)
})

test('the published example: its standard deviation', () => {
  assertSixDecimals(standardDeviation([0.2, 0.4, 0.5, 0.7, 0.9, 1]), 0.30605)
})

test('one value has no standard deviation, equal values that of 0', () => {
  assert.equal(standardDeviation([]), null)
  assert.equal(standardDeviation([3]), null)
  assert.equal(standardDeviation([0.5, 0.5, 0.5]), 0)
})

test('two values have one degree of freedom', () => {
  // mean ± tan(0.475 π) · |a - b| / 2
  const result = meanInterval([1, 3])
  assertClose(result.high, 2 + Math.tan(0.475 * Math.PI), 1e-13)
  assertClose(result.standardError, 1, 1e-15)
})

test('without values everything is null', () => {
  const result = meanInterval([])
  assert.deepEqual([result.value, result.low, result.high, result.standardError], [null, null, null, null])
  assert.equal(result.reason, 'there are no values')
})

test('one value has no limits', () => {
  const result = meanInterval([0.7])
  assert.deepEqual([result.value, result.low, result.high, result.standardError], [0.7, null, null, null])
  assert.equal(result.reason, 'one value does not show a spread')
})

test('equal values have no limits, whatever rounding makes of their sum', () => {
  for (const n of [2, 3, 7, 10, 1000]) {
    const result = meanInterval(Array.from({ length: n }, () => 0.1))
    assert.deepEqual([result.value, result.low, result.high, result.standardError], [0.1, null, null, null])
    assert.equal(result.reason, `all ${n} values are equal, so the spread is unknown`)
  }
})

test('values that are not finite have no mean', () => {
  const result = meanInterval([1, Number.NaN, Infinity, 2])
  assert.deepEqual([result.value, result.low, result.high, result.standardError], [null, null, null, null])
  assert.equal(result.reason, '2 of 4 values are not finite')
})

test('a large offset costs no digits', () => {
  // SE of 4, 7, 13, 16 is √7.5.
  assertClose(meanInterval([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]).standardError, Math.sqrt(7.5), 1e-15)
})

test('a spread beyond the range of a double is unknown, not infinite', () => {
  const wide = meanInterval([-1e308, 1e308, -1e308, 1e308])
  assert.deepEqual([wide.value, wide.low, wide.standardError], [0, null, null])
  assert.equal(wide.reason, 'the spread is beyond the range of a double')
  assert.equal(meanInterval([1e308, 1.1e308]).value, null)
})

test('tiny and huge values are scaled, so that their squares neither vanish nor overflow', () => {
  assertClose(meanInterval([1e-200, 3e-200]).standardError, 1e-200, 1e-14)
  assertClose(meanInterval([1e200, 3e200]).standardError, 1e200, 1e-14)
})

test('a level outside 0 to 1 is refused', () => {
  assert.throws(() => meanInterval([1, 2], 2), new RangeError('expected `level` to be between 0 and 1, got 2'))
})

const scores = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 50 })

test('intervals are nested in level and contain the mean', () => {
  fc.assert(
    fc.property(scores, fc.double({ min: 0.01, max: 0.98, noNaN: true }), (values, level) => {
      const inner = meanInterval(values, level)
      const outer = meanInterval(values, level + 0.01)
      if (inner.low === null || inner.high === null || inner.value === null) return
      assert.ok(outer.low !== null && outer.high !== null)
      assert.ok(outer.low <= inner.low && inner.low <= inner.value && inner.value <= inner.high && inner.high <= outer.high)
    }),
  )
})

test('the order of the values does not matter', () => {
  fc.assert(
    fc.property(scores, values => {
      const result = meanInterval(values)
      const sorted = meanInterval(values.toSorted((a, b) => a - b))
      const size = Math.max(...values.map(Math.abs))
      assert.ok(Math.abs((result.value ?? 0) - (sorted.value ?? 0)) <= size * 1e-15)
      assert.ok(Math.abs((result.standardError ?? 0) - (sorted.standardError ?? 0)) <= size * 1e-12)
      assert.equal(result.reason, sorted.reason)
    }),
  )
})
