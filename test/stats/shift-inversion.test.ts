// Checks the inversion of rearranged means by asking again at shifted data.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { invertShift } from '../../src/stats/shift-inversion.ts'

/** All sign patterns of three differences. */
function patterns(differences: readonly [number, number, number]) {
  const signs = Array.from({ length: 8 }, (_, bits) => [0, 1, 2].map(i => ((bits >> i) & 1 ? -1 : 1)))
  const statistics = Float64Array.from(
    signs,
    pattern => pattern.reduce((sum, sign, i) => sum + sign * (differences[i] ?? 0), 0) / 3,
  )
  const slopes = Float64Array.from(signs, pattern => pattern.reduce((sum, sign) => sum + sign, 0) / 3)
  return { statistics, slopes, isExact: true }
}

test('the limits are the shifts at which p crosses 1 - level', () => {
  const value = fc.integer({ min: -50, max: 50 })
  fc.assert(
    fc.property(fc.tuple(value, value, value), fc.constantFrom(0.3, 0.5, 0.7), (differences, level) => {
      const [a, b, c] = differences
      const observed = (a + b + c) / 3
      const { low, high } = invertShift(observed, patterns(differences), level, 1e-9)
      if (low === null || high === null) return
      const pAt = (shift: number) => invertShift(observed - shift, patterns([a - shift, b - shift, c - shift]), level, 1e-9).p
      assert.ok(low <= observed + 1e-9 && observed <= high + 1e-9)
      assert.ok(pAt(low - 1e-4) < 1 - level && pAt(high + 1e-4) < 1 - level)
      assert.ok(pAt(low + 1e-9) >= 1 - level && pAt(high - 1e-9) >= 1 - level)
    }),
  )
})

test('too few arrangements bound nothing', () => {
  const { p, low, high } = invertShift(2, patterns([1, 2, 3]), 0.95, 1e-9)
  assert.deepEqual([p, low, high], [0.25, null, null])
})
