// Checks what is compared: pairs by item and trial, rows that failed, flips, and what speaks against believing the answer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mean, quantile } from '../../src/metrics/columns.ts'
import { accuracy, f1 } from '../../src/metrics/labels.ts'
import { type Row, answers, compareRows, rowsOf } from './rows.ts'

const [baseline, candidate] = answers(3, 2, 30, 5)

function change(rows: readonly Row[], places: readonly number[], columns: object): Row[] {
  return rows.map((row, i) => (places.includes(i) ? { ...row, ...columns } : row))
}

async function findings(before: readonly Row[], after: readonly Row[], metric = accuracy()) {
  const { findings } = await compareRows(before, after, metric)
  return findings.map(({ id, severity, count }) => [id, severity, count])
}

test('the order of rows changes nothing, resamples included', async () => {
  const turned = (rows: readonly Row[]) => [...rows.slice(7).toReversed(), ...rows.slice(0, 7)]
  const guesses = (rows: readonly Row[]) => rows.map((row, i) => ({ ...row, expected: ['yes', 'no', 'maybe'][i % 3] }))
  for (const metric of [accuracy(), f1()]) {
    const expected = await compareRows(guesses(baseline), guesses(candidate), metric)
    assert.deepEqual(await compareRows(turned(guesses(baseline)), guesses(candidate).toReversed(), metric), expected)
  }
})

test('rows come from anything that gives them one by one', async () => {
  async function* one(rows: readonly Row[]) {
    yield* rows
  }
  assert.deepEqual(
    await compareRows(one(baseline), new Set(candidate), accuracy()),
    await compareRows(baseline, candidate, accuracy()),
  )
})

test('a row without `trial` is the first, and numbers are ids too', async () => {
  const plain = candidate.map(row => Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'trial')) as Row)
  assert.deepEqual(await compareRows(baseline, plain, accuracy()), await compareRows(baseline, candidate, accuracy()))
  const numbered = [1, 2].map(input_id => ({ input_id: input_id as unknown as string, prediction: 'yes', expected: 'yes' }))
  assert.equal((await compareRows(numbered, numbered, accuracy())).nPaired, 2)
})

test('flips are the pairs of which one side is right, in key order, with what either said', async () => {
  const { flips } = await compareRows(candidate.toReversed(), baseline, accuracy())
  assert.deepEqual(
    flips.map(({ input_id }) => input_id),
    ['i000', 'i001', 'i002', 'i003', 'i004'],
  )
  assert.deepEqual(flips[0], { input_id: 'i000', trial: 0, baseline: 'yes', candidate: 'no' })
  assert.equal((await compareRows(baseline, candidate, f1())).flips.length, 5)
})

test('no answer and a failure are wrong answers, so they flip', async () => {
  const broken = change(change(candidate, [10], { prediction: null }), [11], { prediction: null, status: 'error' })
  const { flips, effect } = await compareRows(baseline, broken, accuracy())
  assert.deepEqual(flips.slice(-2), [
    { input_id: 'i010', trial: 0, baseline: 'yes', candidate: null },
    { input_id: 'i011', trial: 0, baseline: 'yes', candidate: null },
  ])
  assert.deepEqual([effect.n, effect.failed, effect.value], [40, 0, -1 / 40])
})

test('numbers have no flips, columns of yes and no do', async () => {
  const rows = (values: readonly unknown[]) => rowsOf('value', values)
  assert.deepEqual((await compareRows(rows([1, 0, 1]), rows([0, 0, 1]), mean('value'))).flips, [])
  const { flips } = await compareRows(rows([true, false, true]), rows([false, false, true]), mean('value'))
  assert.deepEqual(flips, [{ input_id: 'i000', trial: 0, baseline: true, candidate: false }])
})

test('failed rows are left out where the metric excludes them, on either side, and that is said', async () => {
  const broken = change(candidate, [10, 11], { prediction: null, status: 'error' })
  const excluding = accuracy({ failed: 'exclude' })
  const { effect, nPaired } = await compareRows(change(baseline, [11, 12], { status: 'timeout' }), broken, excluding)
  assert.deepEqual([effect.n, effect.failed, effect.planned, nPaired], [37, 3, 40, 37])
  assert.deepEqual(await findings(baseline, broken, excluding), [['rows-left-out', 'warning', 2]])
  const refused = await compareRows(baseline, broken, accuracy({ failed: 'refuse' }))
  assert.deepEqual([refused.verdict, refused.test], ['inconclusive', 'none'])
  assert.match(refused.message, /no verdict, because the metric refuses failed rows/)
})

test('many rows left out are an error', async () => {
  const broken = change(candidate, [10, 11, 12, 13, 14, 15], { prediction: null })
  assert.deepEqual(await findings(baseline, broken, accuracy({ unanswered: 'exclude' })), [['rows-left-out', 'error', 6]])
})

test('a column without any value on a side is no comparison', async () => {
  const none = rowsOf('ok', [null, null])
  const { message } = await compareRows(
    none,
    rowsOf('ok', [true, false]),
    mean('ok', { failed: 'exclude', unanswered: 'exclude' }),
  )
  assert.match(message, /no verdict, because no pair has a value on both sides/)
})

test('items of one side are named, and only the others compared', async () => {
  const comparison = await compareRows(baseline.slice(2), candidate.slice(0, -1), accuracy())
  assert.deepEqual([comparison.nPaired, comparison.unpaired], [37, { baseline: 1, candidate: 2 }])
  assert.deepEqual(
    comparison.findings.map(({ id, count, examples }) => [id, count, examples[0]]),
    [
      ['items-removed', 1, { input_id: 'i039' }],
      ['items-added', 2, { input_id: 'i000' }],
    ],
  )
})

test('trials of one side are left out, and that is said', async () => {
  const trials = (count: number) =>
    rowsOf(
      'score',
      Array.from({ length: 30 }, (_, i) => Array.from({ length: count }, (_, t) => i + t)),
    )
  const { effect, findings } = await compareRows(trials(3), trials(2), mean('score'))
  assert.deepEqual([effect.n, effect.planned, findings[0]?.id, findings[0]?.count], [60, 90, 'trials-unpaired', 30])
  const later = trials(1).map(row => ({ ...row, trial: 7 }))
  assert.match((await compareRows(trials(1), later, mean('score'))).message, /items in common, but no trial of any/)
})

test('items that are relabelled or changed are errors', async () => {
  const text = (rows: readonly Row[], words: string) => change(rows, [4, 5], { item_text: words })
  assert.deepEqual(await findings(text(baseline, 'one'), text(candidate, 'two')), [['items-changed', 'error', 2]])
  assert.deepEqual(await findings(text(baseline, 'one'), text(candidate, 'one')), [])
  assert.deepEqual(await findings(text(baseline, 'one'), candidate), [])
  assert.deepEqual(await findings(baseline, change(candidate, [6], { expected: 'no' })), [['items-relabelled', 'error', 1]])
})

test('two configurations in one side are an error, also where no item is twice', async () => {
  const mixed = change(candidate, [1, 2], { params_model: 'b' })
  assert.deepEqual(await findings(baseline, mixed), [['several-configurations', 'error', 1]])
})

test('times of earlier runs and of other runs are said, of times only', async () => {
  const timed = (rows: readonly Row[], cache: string, run: string) =>
    rows.map((row, i) => ({ ...row, duration_ms: i, cache, produced_by: run }))
  const times = quantile('duration_ms', 0.5) as never
  const [now, stored, other] = [timed(baseline, 'computed', 'a'), timed(candidate, 'hit', 'a'), timed(candidate, 'computed', 'b')]
  assert.deepEqual(await findings(now, stored, times), [['mixed-cache', 'warning', 1]])
  assert.deepEqual(await findings(now, other, times), [['measured-apart', 'warning', 1]])
  assert.deepEqual(await findings(timed(baseline, 'hit', 'a'), stored, times), [])
  assert.deepEqual(await findings(now, stored), [])
})
