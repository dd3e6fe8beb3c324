// Checks Welch's test against the published example and SciPy, and its p-value against its interval.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { welch } from '../../src/stats/welch.ts'
import { assertClose, assertSixDecimals } from './close.ts'

const first = [12, 15, 14, 18]
const second = [10, 11, 13, 9, 12]

// Oracle of the limits: SciPy 1.17 ttest_ind(first, second, equal_var=False).confidence_interval().
test('the published example, with the limits of SciPy', () => {
  const result = welch(first, second)
  assertSixDecimals(result.statistic, 2.611165)
  assertSixDecimals(result.df, 4.854383)
  assertSixDecimals(result.p, 0.048988)
  assertClose(result.low, 0.024724796960910567, 1e-12)
  assertClose(result.high, 7.475275203039089, 1e-12)
  assert.deepEqual([result.value, result.n, result.sizes, result.method], [3.75, 9, [4, 5], 't-welch'])
})

const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 20 })

test('p is below α exactly when 0 lies outside the interval, and swapping mirrors it', () => {
  fc.assert(
    fc.property(values, values, fc.double({ min: 0.5, max: 0.999, noNaN: true }), (a, b, level) => {
      const [result, mirrored] = [welch(a, b, level), welch(b, a, level)]
      if (result.p === null) return
      assert.equal(result.p < 1 - level, (result.low ?? 0) > 0 || (result.high ?? 0) < 0)
      assertClose(mirrored.p, result.p, 1e-9)
      assert.ok(Math.abs((result.low ?? 0) + (mirrored.high ?? 9)) < 1e-9)
    }),
  )
})

test('the order of values does not matter, and intervals are nested in level', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const [inner, outer] = [welch(a, b, 0.9), welch(a.toReversed(), b, 0.95)]
      assert.ok(inner.low === null || ((outer.low ?? 9) < inner.low && (inner.high ?? 9) < (outer.high ?? -9)))
    }),
  )
})

test('without a spread there is a difference and nothing else', () => {
  for (const [a, b, value, reason] of [
    [[1], [2, 3], -1.5, 'one value does not show a spread'],
    [[1, 1], [2, 2], -1, 'neither group varies, so the spread is unknown'],
    [[], [1], null, 'a group is unusable: there are no values'],
    [[1, Number.NaN], [1], null, 'a group is unusable: 1 of 2 values are not finite'],
  ] as const) {
    const result = welch(a, b)
    assert.deepEqual([result.value, result.reason], [value, reason])
    assert.deepEqual([result.p, result.low, result.high, result.standardError, result.df], [null, null, null, null, null])
  }
})

test('one constant group is no hindrance', () => {
  const result = welch([1, 1, 1], [2, 3, 4, 5])
  assertClose(result.df, 3, 1e-12)
  assert.equal(result.reason, null)
})
