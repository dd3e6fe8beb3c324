// Checks the levels of BCa and the cases in which it has none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bcaLevels, percentileLevels } from '../../src/stats/bca.ts'
import { assertClose } from './close.ts'

test('percentiles cut the same share on both sides', () => {
  const { low, high, biasCorrection } = percentileLevels(0.9)
  assertClose(low, 0.05, 1e-12)
  assertClose(high, 0.95, 1e-12)
  assert.equal(biasCorrection, null)
})

test('without bias and skewness BCa cuts at the percentiles', () => {
  const levels = bcaLevels(Float64Array.of(1, 2, 3, 4, 5), 3, [2.5, 3, 3.5], 0.95)
  assert.ok(!('reason' in levels))
  assert.deepEqual([levels.biasCorrection, levels.acceleration], [0, 0])
  assertClose(levels.low, 0.025, 1e-9)
  assertClose(levels.high, 0.975, 1e-9)
})

test('draws that equal the value but for rounding are half below it', () => {
  const levels = bcaLevels(Float64Array.of(1, 3 + 4e-16, 3 - 4e-16, 5), 3, [2.5, 3, 3.5], 0.95)
  assert.ok(!('reason' in levels))
  assert.equal(levels.biasCorrection, 0)
})

test('what leaves it undefined is said', () => {
  const reasonOf = (value: number, jackknife: readonly (number | null)[], level = 0.95) => {
    const levels = bcaLevels(Float64Array.of(1, 2, 3, 4, 5), value, jackknife, level)
    return 'reason' in levels ? levels.reason : null
  }
  assert.equal(reasonOf(6, [1, 2, 4]), 'all draws lie on one side of the value, so the bias is unknown')
  for (const jackknife of [
    [2, 2, 2],
    [1, null, 2],
    [1, Number.NaN, 2],
  ])
    assert.equal(reasonOf(3, jackknife), 'the statistic without one unit is undefined or constant, so the skewness is unknown')
  assert.equal(reasonOf(3, [...Array(99).fill(1), 9], 0.999999999999), 'the skewness is too large for a correction at this level')
})
