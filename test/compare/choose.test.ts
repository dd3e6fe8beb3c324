// Checks that each kind of comparison gets its procedure, with the numbers of the field's page or of SciPy 1.17 and statsmodels 0.15.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Comparison } from '../../src/compare/comparison.ts'
import { mean, passAll, passAt, quantile, sum } from '../../src/metrics/columns.ts'
import { accuracy, f1, mae, rmse } from '../../src/metrics/labels.ts'
import { brierScore, calibrationError } from '../../src/metrics/probabilities.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import { assertSixDecimals } from '../stats/close.ts'
import { type Row, answers, compareRows, otherItems, rowsOf } from './rows.ts'

const score = mean('score', { better: 'higher' })

/** Value, p, and limits to six decimals. */
function assertNumbers(comparison: Comparison, test: string, ...numbers: readonly (number | null)[]): void {
  assert.equal(comparison.test, test, comparison.message)
  const { value, low, high } = comparison.effect
  for (const [i, actual] of [value, comparison.pValue, low, high].entries()) {
    const expected = numbers[i]
    if (expected !== undefined && expected !== null) assertSixDecimals(actual, expected)
  }
}

const scores = (baseline: readonly unknown[], candidate: readonly unknown[], metric: Metric<never> = score) =>
  compareRows(rowsOf('score', baseline), rowsOf('score', candidate), metric)

const forty = (of: (i: number) => number) => Array.from({ length: 40 }, (_, i) => of(i))
const before = forty(i => (i * 7) % 11)
const after = forty(i => ((i * 5) % 13) + 1)

test("right and wrong on the same items: Tango's score, McNemar's tests beside it", async () => {
  const comparison = await compareRows(...answers(20, 9, 200, 21), accuracy())
  assertNumbers(comparison, 'tango-score', 11 / 250, 0.041087, 0.001893, 0.089373)
  assert.deepEqual(
    comparison.others.map(({ test }) => test),
    ['mcnemar-exact', 'mcnemar-mid-p'],
  )
  assertSixDecimals(comparison.others[0]?.pValue ?? null, 0.061428)
  assert.equal(comparison.verdict, 'better')
  assertNumbers(await compareRows(...answers(59, 70, 71), accuracy()), 'tango-score', -0.055, 0.332797, -0.164809, 0.056326)
})

test('a column of yes and no is the same question', async () => {
  const [baseline, candidate] = answers(20, 9, 200, 21).map(side =>
    side.map(row => ({ ...row, ok: row['prediction'] === 'yes' })),
  )
  const comparison = await compareRows(baseline ?? [], candidate ?? [], mean('ok', { better: 'higher' }))
  assertNumbers(comparison, 'tango-score', 11 / 250, 0.041087)
})

test("right and wrong on other items: Newcombe's interval (statsmodels), its p by inversion", async () => {
  const [, candidate] = answers(80, 0, 0, 20)
  const [, baseline] = answers(70, 0, 0, 30)
  const comparison = await compareRows(otherItems(baseline), candidate, accuracy())
  assertNumbers(comparison, 'newcombe', 0.1, null, -0.020249, 0.216734)
  assert.ok((comparison.pValue ?? 0) > 0.05 && comparison.nPaired === 0)
  assert.deepEqual(comparison.unpaired, { baseline: 100, candidate: 100 })
})

test("means of 30 items or more: Student's t on the differences", async () => {
  assertNumbers(await scores(before, after), 't-paired', 1.8, 0.018376, 0.320706, 3.279294)
})

test('trials of an item are averaged first', async () => {
  const [x, y] = [(i: number, t: number) => (i * 3 + t * 5) % 7, (i: number, t: number) => (i * 5 + t * 2) % 9]
  const trials = (of: typeof x) => Array.from({ length: 32 }, (_, i) => [0, 1, 2].map(t => of(i, t)))
  const comparison = await scores(trials(x), trials(y))
  assertNumbers(comparison, 't-paired', 0.927083, 0.000575, 0.434178, 1.419989)
  assert.deepEqual([comparison.nPaired, comparison.effect.n], [32, 96])
})

test('answers with trials are means of items too, unless all trials agree', async () => {
  const of = (said: readonly (readonly string[])[]) => rowsOf('prediction', said, { expected: 'yes' })
  const both = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? ['no', 'yes'] : ['yes', 'yes']))
  const agreed = both.map(() => ['yes', 'yes'])
  assert.equal((await compareRows(of(both), of(agreed), accuracy())).test, 't-paired')
  assert.equal((await compareRows(of(agreed), of(agreed), accuracy())).test, 'tango-score')
})

test('means of few items: signs are flipped, all patterns of them', async () => {
  const a = [0.9, 0.4, 0.7, 0.8, 0.3, 0.6, 0.9, 0.5, 0.2, 0.7]
  const b = [0.8, 0.4, 0.5, 0.6, 0.3, 0.4, 0.9, 0.3, 0.1, 0.6]
  const comparison = await scores(b, a)
  assertNumbers(comparison, 'sign-flip-exact', 0.11, 0.015625)
  assert.match(comparison.message, /there are only 10 items/)
})

test('so they are where many differences are skewed', async () => {
  const comparison = await scores(
    before,
    forty(i => (before[i] ?? 0) + (i === 0 ? 100 : i % 3)),
  )
  assert.equal(comparison.test, 'sign-flip-monte-carlo')
  assert.match(comparison.message, /40 items are few for values so skewed/)
})

test('clusters of several items: t on their sums with C − 1 degrees of freedom (statsmodels, OLS with clustered errors)', async () => {
  const values = Array.from({ length: 80 }, (_, i) => ((i * 7) % 11) - ((i * 5) % 13))
  const rows = (of: (value: number) => number) => rowsOf('score', values.map(of)).map((row, i) => ({ ...row, page: i >> 1 }))
  const comparison = await compareRows(
    rows(() => 0),
    rows(value => value),
    mean('score', { better: 'higher', cluster: 'page' }),
  )
  assertNumbers(comparison, 't-paired-clustered', -0.975, 0.042305, -1.914385, -0.035615)
})

test('few clusters: their signs are flipped together', async () => {
  const values = [0.5, 0.25, 1, -0.25, 0.75, 0.5, 0.125, 0.5, 1.5, 0.25, -0.5, 0.25, 0.75, 0.75, 0.25, 1]
  const rows = (of: (value: number) => number) => rowsOf('score', values.map(of)).map((row, i) => ({ ...row, page: i >> 1 }))
  const metric = mean('score', { better: 'higher', cluster: 'page' })
  const comparison = await compareRows(
    rows(() => 0),
    rows(value => value),
    metric,
  )
  assertNumbers(comparison, 'sign-flip-exact', 0.4765625, 0.015625)
  assert.match(comparison.message, /only 8 clusters/)
})

test('clustered answers of yes and no are means of clusters', async () => {
  const [baseline, candidate] = answers(20, 9, 200, 21).map(side => side.map((row, i) => ({ ...row, page: i >> 1 })))
  const comparison = await compareRows(baseline ?? [], candidate ?? [], accuracy({ cluster: 'page' }))
  assert.equal(comparison.test, 't-paired-clustered')
})

test('a cluster column of which each item has its own value changes nothing', async () => {
  const [baseline, candidate] = answers(20, 9, 200, 21).map(side => side.map((row, i) => ({ ...row, page: i })))
  const comparison = await compareRows(baseline ?? [], candidate ?? [], accuracy({ cluster: 'page' }))
  assertNumbers(comparison, 'tango-score', 11 / 250, 0.041087)
})

test('a sum is the mean difference times the items', async () => {
  const comparison = await scores(before, after, sum('score', { better: 'lower' }))
  assertNumbers(comparison, 't-paired', 72, 0.018376, 12.828257, 131.171743)
  assert.equal(comparison.verdict, 'worse')
})

test('errors and Brier scores are means of what each item gives', async () => {
  const right = Array.from({ length: 36 }, (_, i) => (i * 5) % 11)
  const side = (of: (i: number) => number) =>
    rowsOf(
      'prediction',
      right.map((one, i) => one + of(i)),
    ).map((row, i) => ({ ...row, expected: right[i] }))
  const [first, second] = [side(i => ((i * 7) % 9) - 4), side(i => ((i * 4) % 7) - 3)]
  const comparison = await compareRows(first, second, mae())
  assertNumbers(comparison, 't-paired', -0.472222, 0.094261, -1.029578, 0.085133)
  assert.match((await compareRows(first, second, rmse())).test, /^bootstrap-difference \(9999 draws\)$/)
  const forecasts = (shift: number) => forty(i => ((i % 8) + shift) / 10)
  const rows = (shift: number) => rowsOf('probability', forecasts(shift)).map((row, i) => ({ ...row, expected: i % 2 === 0 }))
  assert.equal((await compareRows(rows(0), rows(1), brierScore('probability'))).test, 't-paired')
  const refused = await compareRows(rows(0), rows(1), calibrationError('probability'))
  assert.deepEqual([refused.verdict, refused.test, refused.effect.value], ['inconclusive', 'none', null])
  assert.match(refused.message, /no verdict, because resampling moves a calibration error up/)
})

test('pass@k and pass^k are means of the chances of items', async () => {
  const trials = (passes: number) => [0, 1, 2, 3].map(trial => trial < passes)
  const sides = [(i: number) => (i * 3) % 5, (i: number) => Math.min(4, ((i * 3) % 5) + (i % 2))] as const
  const [baseline = [], candidate = []] = sides.map(of =>
    rowsOf(
      'ok',
      Array.from({ length: 60 }, (_, i) => trials(of(i))),
    ),
  )
  for (const metric of [passAll(2, 'ok'), passAt(2, 'ok')])
    assertNumbers(await compareRows(baseline, candidate, metric), 't-paired', 0.1, 0.00003, 0.055722, 0.144278)
  const short = candidate.filter(({ input_id, trial }) => input_id !== 'i003' || trial === 0)
  const refused = await compareRows(baseline, short, passAll(2, 'ok'))
  assert.match(refused.message, /some items have fewer than 2 trials on both sides/)
  assert.deepEqual(
    refused.findings.map(({ id, count }) => [id, count]),
    [['trials-unpaired', 3]],
  )
})

test("means of other items: Welch's t, Mann and Whitney's test beside it", async () => {
  const comparison = await compareRows(otherItems(rowsOf('score', before)), rowsOf('score', after), score)
  assertNumbers(comparison, 't-welch', 1.8, 0.027094, 0.209329, 3.390671)
  assert.deepEqual(
    comparison.others.map(({ test }) => test),
    ['mann-whitney-normal'],
  )
})

test('few other items: values are shuffled, all groupings of them', async () => {
  const comparison = await compareRows(otherItems(rowsOf('score', [10, 11, 13, 9, 12])), rowsOf('score', [12, 15, 14, 18]), score)
  assertNumbers(comparison, 'permutation-exact', 3.75, 0.039683)
  assert.deepEqual(
    comparison.others.map(({ test, pValue }) => [test, pValue.toFixed(6)]),
    [['mann-whitney-exact', '0.039683']],
  )
})

test('trials of other items are averaged, and clusters of them', async () => {
  const metric = mean('score', { better: 'higher', cluster: 'page' })
  const paged = (rows: Row[]) => rows.map((row, i) => ({ ...row, page: Math.floor(i / 4) }))
  const twice = (values: readonly number[]) =>
    paged(
      rowsOf(
        'score',
        values.flatMap(value => [
          [value - 1, value + 1],
          [value, value],
        ]),
      ),
    )
  const comparison = await compareRows(otherItems(twice([10, 11, 13, 9, 12])), twice([12, 15, 14, 18]), metric)
  assertNumbers(comparison, 'permutation-exact', 3.75, 0.039683)
})

test('sums of other items are not compared', async () => {
  const comparison = await compareRows(otherItems(rowsOf('score', before)), rowsOf('score', after), sum('score'))
  assert.match(comparison.message, /sums over different items cannot be compared; compare means/)
})

test('F1, quantiles and a metric of your own: items are resampled, the same on both sides', async () => {
  const median: Metric<never> = {
    compute: (rows: readonly Row[]) =>
      rows.map(row => Number(row['score'])).sort((a, b) => a - b)[(rows.length - 1) >> 1] ?? null,
    better: 'higher',
  }
  const [own, builtIn] = [
    await scores(before, after, median),
    await scores(before, after, quantile('score', 0.5, { better: 'higher' })),
  ]
  assert.match(own.test, /^bootstrap-difference \(6250 draws\)$/)
  assert.match(builtIn.test, /^bootstrap-difference \(9999 draws\)$/)
  assert.deepEqual([own.effect.value, builtIn.effect.value], [own.effect.value, own.effect.value])
  assert.match(own.message, /no formula is known of a metric of your own, so items are resampled, the same on both sides/)
  const [baseline, candidate] = answers(20, 9, 200, 21)
  assert.match((await compareRows(baseline, candidate, f1())).message, /it is no mean of items/)
  assert.match((await compareRows(otherItems(baseline), candidate, f1())).message, /items of both sides are resampled/)
})

test('too few items for a quantile or a resample give no interval', async () => {
  const [few, more] = [before.slice(0, 19), after.slice(0, 19)]
  const quantiles = await scores(few, more, quantile('score', 0.95))
  assert.match(quantiles.message, /the 0\.95 quantile needs 72 values a side, and there are 19/)
  const medians = await scores(few, more, quantile('score', 0.5, { better: 'lower' }))
  assert.deepEqual([medians.verdict, medians.pValue, medians.effect.low], ['inconclusive', null, null])
  assert.match(medians.message, /no interval: resampling needs 20 items or clusters, and there are 19/)
})
