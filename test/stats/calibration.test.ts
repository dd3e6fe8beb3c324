// Checks the Brier score and the calibration error against the published example and by what they mean.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { brierScore, calibrationError } from '../../src/stats/calibration.ts'
import { assertClose, assertSixDecimals } from './close.ts'

const PROBABILITIES = [0.9, 0.8, 0.7, 0.6, 0.55, 0.3]
const OUTCOMES = [1, 1, 0, 1, 0, 0] as const

test('the published Brier score, with its t interval', () => {
  const result = brierScore(PROBABILITIES, OUTCOMES)
  assertSixDecimals(result.value, 0.182083)
  // SciPy 1.17: t.interval(0.95, 5, mean, sem) of the squared errors.
  assertClose(result.low, -0.010327311859356425, 1e-10)
  assertClose(result.high, 0.3744939785260231, 1e-10)
  assert.deepEqual([result.n, result.df, result.level, result.method], [6, 5, 0.95, 'brier-t'])
})

test('the published calibration error of 5 bins', () => {
  const result = calibrationError(PROBABILITIES, OUTCOMES, 5)
  assertSixDecimals(result.value, 0.241667)
  assert.deepEqual([result.n, result.method], [6, 'calibration-error-5-bins'])
  assert.deepEqual(
    result.bins.map(bin => bin.n),
    [0, 1, 1, 2, 2],
  )
  assert.deepEqual(result.bins[0], { from: 0, to: 0.2, n: 0, meanProbability: null, rate: null })
  assertClose(result.bins[4]?.meanProbability ?? null, 0.85, 1e-12)
  assert.equal(result.bins[4]?.rate, 1)
})

test('other bins give another figure', () => {
  // NumPy: the same sum over floor(10 p).
  assertClose(calibrationError(PROBABILITIES, OUTCOMES).value, 0.375, 1e-12)
})

test('an edge belongs to the bin above it, whatever doubles say; 1 to the last bin', () => {
  // 0.29 · 100 is 28.999999999999996.
  const { bins } = calibrationError([0.29, 1], [1, 1], 100)
  assert.deepEqual([bins[28]?.n, bins[29]?.n, bins[99]?.n], [0, 1, 1])
})

test('the calibration error has no limits and says why', () => {
  const { low, high, reason } = calibrationError(PROBABILITIES, OUTCOMES)
  assert.deepEqual([low, high], [null, null])
  assert.match(reason ?? '', /bootstrap/)
})

test('without predictions everything is null', () => {
  assert.deepEqual([brierScore([], []).value, brierScore([], []).df], [null, null])
  assert.deepEqual([calibrationError([], []).value, calibrationError([], []).reason], [null, 'there are no predictions'])
})

test('what is no prediction is refused', () => {
  assert.throws(() => brierScore([0.5], []), new RangeError('expected `outcomes` to have one a probability (1), got 0'))
  assert.throws(() => brierScore([1.2], [1]), new RangeError('expected `probabilities` to be between 0 and 1, got 1.2'))
  assert.throws(() => calibrationError([0.5], [2 as 1]), new RangeError('expected `outcomes` to be 0 or 1, got 2'))
  assert.throws(() => calibrationError([0.5], [1], 0), RangeError)
})

const predictions = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1)), {
  minLength: 1,
  maxLength: 40,
}) as fc.Arbitrary<[number, 0 | 1][]>

test('both lie in 0 to 1, do not depend on order, and one bin compares the means', () => {
  fc.assert(
    fc.property(predictions, pairs => {
      const [probabilities, outcomes] = [pairs.map(([p]) => p), pairs.map(([, y]) => y)]
      const { value } = calibrationError(probabilities, outcomes)
      assert.ok(value !== null && value >= 0 && value <= 1 + 1e-12)
      assertClose((calibrationError(probabilities.toReversed(), outcomes.toReversed()).value ?? 9) + 1, value + 1, 1e-12)
      const one = calibrationError(probabilities, outcomes, 1)
      const gap = probabilities.reduce((total, p, i) => total + p - (outcomes[i] ?? 0), 0) / pairs.length
      assertClose((one.value ?? 0) + 1, Math.abs(gap) + 1, 1e-12)
      assert.ok((one.value ?? 2) <= value + 1e-12)
    }),
  )
})
