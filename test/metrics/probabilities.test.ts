// Checks log loss, Brier score and calibration error against scikit-learn 1.9.1 and published examples.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brierScore, calibrationError, logLoss } from 'assay'
import { estimateMetric } from '../../src/metrics/estimate.ts'
import type { Estimate, Metric } from '../../src/metrics/metric.ts'
import { meanInterval } from '../../src/stats/mean.ts'
import { assertClose } from '../stats/close.ts'
import { type Given, rowsOf } from './rows.ts'

function estimate(metric: object, given: readonly Given[]): Estimate {
  return estimateMetric('metric', metric as Metric<never>, rowsOf(given))
}

const probabilities = [0.9, 0.8, 0.7, 0.6, 0.55, 0.3]
const outcomes = [1, 1, 0, 1, 0, 0]
const binary = outcomes.map((expected, i) => ({ expected, p: probabilities[i] }))
const classes = [
  { expected: 'ham', p: { eggs: 0.2, ham: 0.7, spam: 0.1 } },
  { expected: 'spam', p: { eggs: 0.1, ham: 0.1, spam: 0.8 } },
  { expected: 'spam', p: { eggs: 0, ham: 1, spam: 0 } },
  { expected: 'eggs', p: { eggs: 0.6, ham: 0.3, spam: 0.1 } },
]

test('log loss of one probability, and of one for each class', () => {
  // log_loss(expected, p)
  assertClose(estimate(logLoss('p'), binary).value, 0.5330808558700778, 1e-12)
  assertClose(estimate(logLoss('p'), classes).value, 9.283574377034022, 1e-12)
  const each = [0.35667494393873245, 0.2231435513142097, 36.04365338911715, 0.5108256237659907]
  const { low, high, method } = estimate(logLoss('p'), classes)
  const exact = meanInterval(each)
  assertClose(low, exact.low ?? 0, 1e-12)
  assertClose(high, exact.high ?? 0, 1e-12)
  assert.equal(method, 't')
})

test('a probability of 0 for what came true costs 36 nats, not infinity', () => {
  // log_loss([1, 0, 1], [0, 1, 0.5])
  const given = [
    { expected: 1, p: 0 },
    { expected: 0, p: 1 },
    { expected: true, p: 0.5 },
  ]
  assertClose(estimate(logLoss('p'), given).value, 24.260151319598084, 1e-12)
})

test('the Brier score: the published example, and the sum over classes', () => {
  // brier_score_loss(expected, p)
  assertClose(estimate(brierScore('p'), binary).value, 0.18208333333333335, 1e-12)
  assertClose(estimate(brierScore('p'), classes).value, 0.615, 1e-12)
  // brier_score_loss(expected, [[1 - p, p] …], scale_by_half=False)
  const two = binary.map(({ expected, p = 0 }) => ({ expected, p: { 0: 1 - p, 1: p } }))
  assertClose(estimate(brierScore('p'), two).value, 0.3641666666666667, 1e-12)
})

test('the calibration error depends on its bins and has no interval', () => {
  // Published: 0.241667 in 5 bins. In 1 bin |mean p − mean outcome| = |3.85 − 3| / 6.
  const bins = (count?: number) => estimate(calibrationError('p', count === undefined ? {} : { bins: count }), binary)
  assertClose(bins(5).value, 0.2416666666666666, 1e-12)
  assertClose(bins().value, 0.375, 1e-12)
  assertClose(bins(1).value, 0.85 / 6, 1e-12)
  const { low, high, method, reason, n } = bins(5)
  assert.deepEqual([low, high, method, n], [null, null, 'calibration-error-5-bins', 6])
  assert.equal(reason, 'no interval: resampling moves a calibration error up')
  // Of classes the largest counts: 0.7 and 0.8 right, 1 wrong, 0.6 right: (0.3 + 0.2 + 1 + 0.4) / 4.
  assertClose(estimate(calibrationError('p'), classes).value, 0.475, 1e-12)
})

test('a probability on the border of two bins is in the upper one', () => {
  // 0.29 · 100 is 28.999999999999996 in doubles.
  const given = [
    { expected: 1, p: 0.29 },
    { expected: 0, p: 0.295 },
  ]
  assertClose(estimate(calibrationError('p', { bins: 100 }), given).value, 0.415 / 2, 1e-12)
})

test('of a label that is neither yes nor no one probability says that the prediction is right', () => {
  const given = [
    { expected: 'cat', prediction: 'cat', p: 0.8 },
    { expected: 'cat', prediction: 'dog', p: 0.6 },
  ]
  assertClose(estimate(logLoss('p'), given).value, (-Math.log(0.8) - Math.log(0.4)) / 2, 1e-15)
  const without = given.map(({ expected, p }) => ({ expected, p }))
  assert.equal(
    estimate(logLoss('p'), without).reason,
    'column p holds one probability, and neither `expected` is true or false nor is there a `prediction`',
  )
})

test('where 0 and 1 are labels among others one probability could speak of either, and is refused', () => {
  const digits = [0, 1, 7].map(digit => ({ expected: digit, prediction: digit, p: 0.9 }))
  const reason = 'column p holds one probability, and `expected` holds yes or no besides other labels; give one for each class'
  for (const given of [digits, digits.toReversed()]) {
    const result = estimate(calibrationError('p'), given)
    assert.deepEqual([result.value, result.reason], [null, reason])
  }
  const texts = digits.map(({ p }, i) => ({ expected: String(i), prediction: String(i), p }))
  assertClose(estimate(calibrationError('p'), texts).value, 0.1, 1e-12)
})

test('a class that the object lacks has probability 0, whatever its name', () => {
  for (const expected of ['bird', 'constructor', '__proto__']) {
    const given = [{ expected, p: { cat: 0.5, dog: 0.5 } }]
    assert.equal(estimate(brierScore('p'), given).value, 1.5)
    assertClose(estimate(logLoss('p'), given).value, -Math.log(Number.EPSILON), 1e-15)
  }
})

test('what is no probability is refused by name', () => {
  for (const [p, reason] of [
    [1.5, 'column p holds 1.5, which is no probability'],
    [-0.1, 'column p holds -0.1, which is no probability'],
    ['0.5', 'column p holds 0.5, which is no probability'],
    [{ a: 0.5, b: null }, 'column p gives b null, which is no probability'],
    [{}, 'column p holds an object without probabilities'],
  ] as const) {
    const result = estimate(logLoss('p'), [{ expected: true, p }])
    assert.deepEqual([result.value, result.reason], [null, reason])
  }
})
