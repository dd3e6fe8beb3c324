// Checks metrics of classes and of errors against scikit-learn 1.9.1; each expected number stands beside the call that gave it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy, f1, mae, precision, r2, recall, rmse } from 'assay'
import { estimateMetric } from '../../src/metrics/estimate.ts'
import type { Estimate, LabelOptions, Metric } from '../../src/metrics/metric.ts'
import { assertClose } from '../stats/close.ts'
import { type Given, rowsOf } from './rows.ts'

type Kind = (options?: LabelOptions<'prediction'>) => object

function estimate(kind: Kind, given: readonly Given[], options?: LabelOptions<'prediction'>): Estimate {
  return estimateMetric('metric', kind(options) as unknown as Metric<never>, rowsOf(given))
}

function pairs(expected: readonly unknown[], predictions: readonly unknown[]): Given[] {
  return expected.map((right, i) => ({ expected: right, prediction: predictions[i] }))
}

// `d` is never given, `e` never right.
const letters = pairs([...'aaaabbbccd'], [...'aabcbbaceb'])

test('over classes, of which some occur on one side only', () => {
  // precision_score, recall_score, f1_score(expected, prediction, average=…, zero_division=0)
  for (const [kind, average, expected] of [
    [precision, 'macro', 0.3333333333333333],
    [precision, 'micro', 0.5],
    [precision, 'weighted', 0.5166666666666666],
    [recall, 'macro', 0.3333333333333333],
    [recall, 'micro', 0.5],
    [recall, 'weighted', 0.5],
    [f1, 'macro', 0.32857142857142857],
    [f1, 'micro', 0.5],
    [f1, 'weighted', 0.5],
  ] as const) {
    const result = estimate(kind, letters, { average })
    assertClose(result.value, expected, 1e-12)
    assert.deepEqual([result.n, result.worst, result.best], [10, result.value, result.value])
  }
  assert.equal(estimate(f1, letters).value, estimate(f1, letters, { average: 'macro' }).value)
})

test('accuracy by class is the balanced accuracy: classes that are only given do not count', () => {
  // balanced_accuracy_score(expected, prediction)
  assertClose(estimate(accuracy, letters, { average: 'macro' }).value, 0.41666666666666663, 1e-12)
  for (const average of ['micro', 'weighted'] as const) {
    const { value, method } = estimate(accuracy, letters, { average })
    assert.deepEqual([value, method], [0.5, 'wilson'])
  }
})

test('classes may be any labels, and equal ones are one class', () => {
  const given = pairs([1, '1', true, { a: 1, b: 2 }, ['x']], [1, '1', true, { b: 2, a: 1 }, ['x']])
  assert.equal(estimate(f1, given).value, 1)
  assert.equal(estimate(f1, pairs([1, '1'], ['1', 1])).value, 0)
})

test('a row without an answer is of its class and given none', () => {
  const given: Given[] = [...letters, { expected: 'a', prediction: null }, { expected: 'a', status: 'error' }]
  // recall_score(expected + ['a', 'a'], prediction + ['none', 'none'], labels=[*'abcde'], average='macro', zero_division=0)
  assertClose(estimate(recall, given).value, (2 / 6 + 2 / 3 + 1 / 2) / 5, 1e-12)
  assertClose(estimate(precision, given).value, 0.3333333333333333, 1e-12)
  const without = estimate(recall, given, { failed: 'exclude', unanswered: 'exclude' })
  assertClose(without.value, 0.3333333333333333, 1e-12)
  assert.deepEqual([without.n, without.failed, without.unanswered, without.worst, without.best], [10, 1, 1, null, null])
})

test('the interval of a macro F1 is that of a bootstrap over items', () => {
  const expected = Array.from({ length: 60 }, (_, i) => 'abc'[(i * 7 + Math.floor(i / 5)) % 3])
  const given = expected.map((right, i) => ([0, 3].includes((i * 11) % 7) ? 'abc'[(i * 5) % 3] : right))
  const result = estimate(f1, pairs(expected, given))
  // scipy.stats.bootstrap((range(60),), f1_score of them, method='BCa', n_resamples=20000); its limits vary by 0.002 over seeds.
  assertClose(result.value, 0.8062721988099725, 1e-12)
  assert.ok(Math.abs((result.low ?? 0) - 0.6893641694453669) < 0.008, `${result.low}`)
  assert.ok(Math.abs((result.high ?? 0) - 0.9011179942048035) < 0.008, `${result.high}`)
  assert.equal(result.method, 'bootstrap-bca (10000 draws)')
})

test('options that change no row change no limit', () => {
  const limits = ({ low, high }: Estimate) => [low, high]
  const usual = limits(estimate(f1, letters))
  assert.ok(usual.every(limit => limit !== null))
  assert.deepEqual(limits(estimate(f1, letters, { failed: 'wrong', margin: 0.02, by: 'item_kind' })), usual)
})

const measured = pairs([3, -0.5, 2, 7, 4.2], [2.5, 0, 2, 8, 5])

test('errors of numbers', () => {
  // mean_absolute_error, root_mean_squared_error, r2_score(expected, prediction)
  assertClose(estimate(mae, measured).value, 0.5599999999999999, 1e-12)
  assertClose(estimate(rmse, measured).value, 0.654217089351845, 1e-12)
  assertClose(estimate(r2, measured).value, 0.9300470711297071, 1e-12)
  assert.deepEqual([mae().better, rmse().better, r2().better], ['lower', 'lower', 'higher'])
  assert.equal(estimate(mae, measured).method, 't')
})

test('a prediction worse than the mean has an R² below 0', () => {
  const given = pairs([3, -0.5, 2, 7, 4.2], [7, 2, -0.5, 3, 0])
  // r2_score, root_mean_squared_error(expected, prediction)
  assertClose(estimate(r2, given).value, -1.03125, 1e-12)
  assertClose(estimate(rmse, given).value, 3.525336863336609, 1e-12)
})

test('where nothing varies R² is null and says so', () => {
  const reason = 'all expected values are equal, so there is no variance to explain'
  for (const expected of [[5], [0.1, 0.1, 0.1], [1e9, 1e9]]) {
    const result = estimate(r2, pairs(expected, [1, 2, 3]))
    assert.deepEqual([result.value, result.low, result.reason, result.n], [null, null, reason, expected.length])
  }
  // Nor is what rounding leaves of a resample of equal values: three times 0.92 − 0.1.
  const few = estimate(r2, pairs([0.1, 0.92, 0.92], [0.2, 0.9, 0.8]))
  assert.deepEqual([few.low, few.reason], [null, 'the statistic is undefined in 9 of 27 draws'])
})

test('a large offset costs no digit of R²', () => {
  const shifted = measured.map(({ expected, prediction }) => ({
    expected: Number(expected) + 2 ** 30,
    prediction: Number(prediction) + 2 ** 30,
  }))
  assertClose(estimate(r2, shifted).value, 0.9300470711297071, 1e-6)
})

test('what is no number is refused by name', () => {
  assert.equal(estimate(mae, pairs([1], ['1'])).reason, 'column prediction holds a text, and mae takes numbers')
  assert.equal(estimate(r2, pairs(['1'], [1])).reason, 'column expected holds a text, and r2 takes numbers')
})

test('no number can stand for a failed prediction of one', () => {
  const given: Given[] = [...measured, { expected: 1, status: 'error' }]
  assert.equal(estimate(mae, given).value, estimate(mae, measured).value)
  for (const kind of [mae, rmse, r2]) {
    const result = estimate(kind, given, { failed: 'wrong' })
    assert.equal(result.value, null)
    assert.match(result.reason ?? '', /no number can stand for failed or unanswered rows \(1\); exclude or refuse them$/)
  }
})
