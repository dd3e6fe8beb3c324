// Checks comparisons by slice, with Holm's correction, and the two error bars by name.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareSlices } from '../../src/compare/slices.ts'
import { mean, sum } from '../../src/metrics/columns.ts'
import { accuracy } from '../../src/metrics/labels.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import { assertSixDecimals } from '../stats/close.ts'
import { type Row, answers, compareRows, rowsOf } from './rows.ts'

const named = (metric: Metric<never>) => ({ name: 'accuracy', metric })

/** 40 items of `udhr`, then 60 of `web`, then 4 of neither. */
const sourceOf = (i: number) => (i < 40 ? 'udhr' : i < 100 ? 'web' : null)
const [baseline = [], candidate = []] = answers(20, 9, 71, 4).map(side =>
  side.map((row, i): Row => ({ ...row, item_source: sourceOf(i) })),
) as [Row[], Row[]]

test('each slice is the comparison of its own rows, and the whole stays what it is', async () => {
  const { comparison, slices } = await compareSlices(named(accuracy()), baseline, candidate, { by: 'item_source', level: 0.9 })
  assert.deepEqual(comparison, await compareRows(baseline, candidate, accuracy(), { level: 0.9 }))
  assert.deepEqual(
    slices.map(({ slice, nPaired }) => [slice, nPaired]),
    [
      ['item_source=null', 4],
      ['item_source=udhr', 40],
      ['item_source=web', 60],
    ],
  )
  const of = (rows: readonly Row[]) => rows.filter(row => row['item_source'] === 'udhr')
  const { slice: _, pAdjusted: __, ...alone } = slices[1] as (typeof slices)[number]
  assert.deepEqual(alone, await compareRows(of(baseline), of(candidate), accuracy(), { level: 0.9 }))
})

test("p-values are Holm's over all slices", async () => {
  const { slices } = await compareSlices(named(accuracy()), baseline, candidate, { by: 'item_source' })
  // 20 against 9 flips are in `udhr`, of 3 slices: 3 p of the smallest; the others have no flip, so p = 1.
  assertSixDecimals(slices[1]?.pValue ?? null, 0.041087)
  assert.deepEqual(
    slices.map(({ pAdjusted }) => pAdjusted?.toFixed(6)),
    ['1.000000', '0.123262', '1.000000'],
  )
})

test('a slice that only one side has is no comparison, and still a question that was asked', async () => {
  const moved = candidate.map(row => ({ ...row, item_source: row['item_source'] ?? 'new' }))
  const { slices } = await compareSlices(named(accuracy()), baseline, moved, { by: 'item_source' })
  assert.deepEqual(
    slices.map(({ slice, test, pAdjusted }) => [slice, test, pAdjusted?.toFixed(6) ?? null]),
    [
      ['item_source=new', 'none', null],
      ['item_source=null', 'none', null],
      ['item_source=udhr', 'tango-score', '0.164349'],
      ['item_source=web', 'tango-score', '1.000000'],
    ],
  )
})

test('without `by` there are no slices', async () => {
  assert.deepEqual((await compareSlices(named(accuracy()), baseline, candidate, {})).slices, [])
})

const trials = (of: (i: number, t: number) => number) =>
  rowsOf(
    'score',
    Array.from({ length: 32 }, (_, i) => [0, 1, 2].map(t => of(i, t))),
  )

test('with trials, the error bar of these items rerun and that of items like these (NumPy, by hand)', async () => {
  const [before, after] = [trials((i, t) => (i * 3 + t * 5) % 7), trials((i, t) => (i * 5 + t * 2) % 9)]
  const { errorBars, comparison } = await compareSlices(named(mean('score', { better: 'higher' })), before, after, {})
  const { rerun, population } = errorBars ?? assert.fail('no error bars')
  // Half widths: Student's t of 64 and 31 degrees of freedom times 0.403570 / √3 … as computed there.
  assert.deepEqual([population.low, population.high], [comparison.effect.low, comparison.effect.high])
  const half = ((rerun.high ?? 0) - (rerun.low ?? 0)) / 2
  assertSixDecimals(half / 1.9977296543, 0.40357)
})

test('one trial, sums, clusters and other items have no split', async () => {
  const [before, after] = [trials(i => i % 7), trials((i, t) => (i + t) % 5)]
  const barsOf = async (metric: Metric<never>, a: readonly Row[], b: readonly Row[]) =>
    (await compareSlices(named(metric), a, b, {})).errorBars
  const first = (rows: readonly Row[]) => rows.filter(({ trial }) => trial === 0)
  assert.equal(await barsOf(mean('score'), first(before), first(after)), null)
  assert.equal(await barsOf(sum('score'), before, after), null)
  assert.equal(await barsOf(mean('score', { cluster: 'page' }), before, after), null)
  assert.notEqual(await barsOf(mean('score'), before, after), null)
})
