// Checks accuracy and its denominators on rows by hand: who counts, as what, and what is said of the rest.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy } from 'assay'
import { estimateMetric } from '../../src/metrics/estimate.ts'
import type { Estimate, LabelOptions, Metric } from '../../src/metrics/metric.ts'
import { clusteredWilson } from '../../src/stats/clustered.ts'
import { wilsonInterval } from '../../src/stats/wilson.ts'
import { assertSixDecimals } from '../stats/close.ts'
import { type Given, hundred, rowsOf, times } from './rows.ts'

function estimate(rows: readonly Record<string, unknown>[], options: LabelOptions<string> = {}, planned?: number): Estimate {
  return estimateMetric('accuracy', accuracy(options) as unknown as Metric<never>, rows, planned)
}

function counts({ value, n, planned, failed, skipped, unanswered, unlabelled, worst, best }: Estimate) {
  return { value, n, planned, failed, skipped, unanswered, unlabelled, worst, best }
}

const answers = (...given: readonly [prediction: unknown, expected: unknown][]) =>
  rowsOf(given.map(([prediction, expected]) => ({ prediction, expected })))

test('17 of 20 right: the published Wilson interval', () => {
  const result = estimate(rowsOf([...times(17, { prediction: 1, expected: 1 }), ...times(3, { prediction: 2, expected: 1 })]))
  assert.deepEqual([result.value, result.method, result.level, result.reason], [0.85, 'wilson', 0.95, null])
  assertSixDecimals(result.low, 0.639581)
  assertSixDecimals(result.high, 0.947631)
})

test('failed and unanswered rows are wrong unless the options say otherwise; the bounds are the same', () => {
  const common = { planned: 100, failed: 10, skipped: 0, unanswered: 4, unlabelled: 0 }
  assert.deepEqual(counts(estimate(hundred)), { ...common, value: 0.8, n: 100, worst: 0.8, best: 0.9 })
  assert.deepEqual(counts(estimate(hundred, { failed: 'exclude' })), { ...common, value: 80 / 90, n: 90, worst: 0.8, best: 0.9 })
  // 4 unanswered rows are missing too once they are left out.
  assert.deepEqual(counts(estimate(hundred, { unanswered: 'exclude' })), {
    ...common,
    value: 80 / 96,
    n: 96,
    worst: 0.8,
    best: 0.94,
  })
  assert.deepEqual(counts(estimate(hundred, { failed: 'exclude', unanswered: 'exclude' })), {
    ...common,
    value: 80 / 86,
    n: 86,
    worst: 0.8,
    best: 0.94,
  })
})

test('a metric that refuses failed rows has no value and says why, and keeps its bounds', () => {
  const refused = estimate(hundred, { failed: 'refuse' })
  assert.deepEqual(
    [refused.value, refused.low, refused.reason],
    [null, null, 'the metric refuses failed rows, of which there are 10'],
  )
  assert.deepEqual([refused.failed, refused.worst, refused.best], [10, 0.8, 0.9])
  assert.equal(estimate(hundred.slice(0, 90), { failed: 'refuse' }).value, 80 / 90)
})

test('unlabelled and skipped rows are in no denominator, and counted', () => {
  const rows = rowsOf([
    ...times(3, { prediction: 'a', expected: 'a' }),
    { prediction: 'b', expected: 'a' },
    { prediction: 'a', expected: null },
    { status: 'error', expected: null },
    ...times(2, { status: 'skipped', expected: 'a' }),
  ])
  assert.deepEqual(counts(estimate(rows)), {
    value: 0.75,
    n: 4,
    planned: 8,
    failed: 0,
    skipped: 2,
    unanswered: 0,
    unlabelled: 2,
    worst: 0.75,
    best: 0.75,
  })
})

test('error, timeout and aborted are failed; a row without a status is ok', () => {
  const rows = rowsOf(['error', 'timeout', 'aborted'].map(status => ({ status, expected: 1 })))
  const foreign = [{ input_id: 'x', prediction: 1, expected: 1 }]
  assert.deepEqual([estimate(rows).failed, estimate(foreign).value, estimate(foreign).failed], [3, 1, 0])
})

test('rows that should be there and are not are missing, not wrong', () => {
  const rows = rowsOf([...times(6, { prediction: 1, expected: 1 }), ...times(2, { prediction: 0, expected: 1 })])
  assert.deepEqual(counts(estimate(rows, {}, 20)), {
    value: 0.75,
    n: 8,
    planned: 20,
    failed: 0,
    skipped: 0,
    unanswered: 0,
    unlabelled: 0,
    worst: 6 / 20,
    best: 18 / 20,
  })
})

test('equal means the same value of the same kind, nested values too', () => {
  const right = [
    [{ a: [1] }, { a: [1] }],
    [true, true],
    [new Date(5), new Date(5)],
    [-0, 0],
    [2n, 2n],
  ] as const
  const wrong = [
    ['1', 1],
    [1, 1n],
    [true, 1],
    ['Yes', 'yes'],
    [
      [1, 2],
      [2, 1],
    ],
    [new Date(5), '1970-01-01T00:00:00.005Z'],
  ] as const
  for (const pair of right) assert.equal(estimate(answers(pair as never)).value, 1, String(pair[0]))
  for (const pair of wrong) assert.equal(estimate(answers(pair as never)).value, 0, String(pair[0]))
})

test('NaN is no answer, and the answer `false` is one', () => {
  const result = estimate(answers([Number.NaN, 1], [false, false]))
  assert.deepEqual([result.value, result.n, result.unanswered], [0.5, 2, 1])
})

test('another column may hold the answer', () => {
  const rows = rowsOf([{ label: 'a', prediction: 'b', expected: 'a' }])
  assert.equal(estimate(rows, { prediction: 'label' }).value, 1)
})

test('trials of an item are one cluster: the interval is wider than of as many items', () => {
  // The published example of clusters: [1,1,1,0], [0,0,1], [1,1,1], [0,0].
  const outcomes = [1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0] as const
  const keys = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c', 'd', 'd']
  const rows = rowsOf(outcomes.map((outcome, i) => ({ id: keys[i] ?? '', trial: i, prediction: outcome, expected: 1 })))
  const result = estimate(rows)
  const { low, high, value } = clusteredWilson(outcomes, keys)
  assert.deepEqual([result.low, result.high, result.value, result.method], [low, high, value, 'wilson-clustered'])
  const plain = wilsonInterval(7, 12)
  assert.ok((result.low ?? 1) < (plain.low ?? 0) && (result.high ?? 0) > (plain.high ?? 1))
})

test('another column may name the clusters; rows without one stand alone', () => {
  const given: Given[] = [
    { prediction: 1, expected: 1, source: 'web' },
    { prediction: 1, expected: 1, source: 'web' },
    { prediction: 0, expected: 1, source: 'book' },
    { prediction: 1, expected: 1, source: null },
    { prediction: 0, expected: 1, source: null },
  ]
  const result = estimate(rowsOf(given), { cluster: 'source' })
  const { low, high } = clusteredWilson([1, 1, 0, 1, 0], ['web', 'web', 'book', 'x', 'y'])
  assert.deepEqual([result.low, result.high], [low, high])
})

test('trials of an item without a cluster stay together', () => {
  const given = [1, 1, 0, 0].flatMap((right, i) =>
    [0, 1].map(trial => ({ id: `i${i}`, trial, prediction: right, expected: 1, source: null })),
  )
  assert.deepEqual(estimate(rowsOf(given), { cluster: 'source' }), estimate(rowsOf(given)))
})

test('ids that are numbers are those that are texts', () => {
  const given = [1, 0].flatMap((right, i) => [0, 1].map(trial => ({ input_id: i, trial, prediction: right, expected: 1 })))
  const texts = given.map(row => ({ ...row, input_id: row.trial === 0 ? row.input_id : String(row.input_id) }))
  assert.deepEqual(estimate(texts), estimate(given))
  assert.equal(estimate(given).method, 'wilson-clustered')
})

test('without rows to count the value is null and says why', () => {
  for (const rows of [[], rowsOf([{ prediction: 1, expected: null }]), rowsOf([{ status: 'skipped', expected: 1 }])]) {
    const result = estimate(rows)
    assert.deepEqual([result.value, result.low, result.high, result.n], [null, null, null, 0])
    assert.deepEqual([result.reason, result.worst, result.best], ['no row has a value to count', null, null])
  }
})

test('`compute` gives the same value', () => {
  assert.equal(accuracy().compute(hundred as never), 0.8)
  assert.equal(accuracy({ failed: 'exclude' }).compute(hundred as never), 80 / 90)
})
