// Checks the leaderboard: order, rank ranges, ties, the chance to be best, and what is refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leaderboard } from '../../src/compare/leaderboard.ts'
import type { LeaderboardEntry } from '../../src/compare/leaderboard-entry.ts'
import { rankConfigurations } from '../../src/compare/ranking.ts'
import { metricFor } from '../../src/compare/rows.ts'
import { mean, quantile } from '../../src/metrics/columns.ts'
import { accuracy, f1 } from '../../src/metrics/labels.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import { calibrationError } from '../../src/metrics/probabilities.ts'
import { createRandom } from '../../src/stats/random.ts'
import { type Row, compareRows, rowsOf } from './rows.ts'

/** Rows of configurations, by name. */
function configurations(column: string, values: Readonly<Record<string, readonly unknown[]>>, more: object = {}): Row[] {
  return Object.entries(values).flatMap(([params_model, own]) => rowsOf(column, own, { params_model, ...more }))
}

function rank(rows: readonly Row[], metric: Metric<never>) {
  return rankConfigurations(metricFor(rows, metric), rows as readonly never[])
}

function ranks(entries: readonly LeaderboardEntry<unknown>[]): [model: unknown, best: number, worst: number][] {
  return entries.map(({ params, rank: [best, worst] }) => [(params as { model: string }).model, best, worst])
}

/** So many right answers of `n`, the same items first. */
const right = (count: number, n: number) => Array.from({ length: n }, (_, i) => (i < count ? 'yes' : 'no'))

test('the best comes first, what nothing tells apart shares ranks, and what is surely worse does not', async () => {
  const values = { low: right(100, 200), high: right(160, 200), close: right(158, 200) }
  const { entries, method, items } = await rank(configurations('prediction', values, { expected: 'yes' }), accuracy())
  assert.deepEqual(ranks(entries), [
    ['high', 1, 2],
    ['close', 1, 2],
    ['low', 3, 3],
  ])
  assert.deepEqual([method, items], ['the procedure of `compare` for each pair', 200])
  assert.equal(entries[0]?.estimate.value, 0.8)
})

test('where lower is better the lowest comes first, and so it does for a metric of somebody’s own', async () => {
  const values = {
    slow: Array.from({ length: 40 }, (_, i) => 50 + i + (i % 3)),
    fast: Array.from({ length: 40 }, (_, i) => 10 + i),
  }
  const rows = configurations('duration_ms', values)
  const expected = [
    ['fast', 1, 1],
    ['slow', 2, 2],
  ]
  assert.deepEqual(ranks((await rank(rows, mean('duration_ms'))).entries), expected)
  assert.deepEqual(ranks((await rank(rows, quantile('duration_ms', 0.5))).entries), expected)
  const largest = {
    better: 'lower',
    compute: (own: readonly Row[]) => Math.max(...own.map(row => Number(row['duration_ms']))),
  } as const
  assert.deepEqual(ranks((await rank(rows, largest as unknown as Metric<never>)).entries), expected)
})

// statistics.md row 33, all 3125 resamples.
test('the chance to be best is the share of resamples of the items', async () => {
  const values = { a: [1, 1, 1, 0, 1], b: [1, 0, 1, 1, 1], c: [0, 1, 1, 0, 1] }
  const rows = configurations('prediction', values, { expected: 1 })
  const chances = new Map((await rank(rows, accuracy())).entries.map(({ params, chanceBest }) => [params['model'], chanceBest]))
  for (const [model, chance] of Object.entries({ a: 0.4248, b: 0.48656, c: 0.08864 }))
    assert.ok(Math.abs((chances.get(model) ?? 0) - chance) < 1e-12, `${model} ${chances.get(model)}`)
})

test('two configurations are told apart exactly as compare tells them apart', async () => {
  const random = createRandom('pairs')
  for (let draw = 0; draw < 40; draw++) {
    const of = (share: number) => Array.from({ length: 60 }, () => (random.index(100) < share ? 'yes' : 'no'))
    const values = { a: of(60), b: of(80) }
    const [a, b] = [rowsOf('prediction', values.a, { expected: 'yes' }), rowsOf('prediction', values.b, { expected: 'yes' })]
    const { verdict } = await compareRows(a, b, accuracy())
    const { entries } = await rank(configurations('prediction', values, { expected: 'yes' }), accuracy())
    const b1 = ranks(entries).find(([model]) => model === 'b')
    assert.deepEqual(b1, verdict === 'better' ? ['b', 1, 1] : verdict === 'worse' ? ['b', 2, 2] : ['b', 1, 2])
  }
})

test('many configurations: from the table of items, one procedure for all pairs', async () => {
  const random = createRandom('many')
  const items = Array.from({ length: 500 }, () => random.index(100))
  const names = Array.from({ length: 43 }, (_, k) => `c${String(k).padStart(2, '0')}`)
  const said = (k: number) => items.map(difficulty => (difficulty + random.index(20) < 60 + (k === 7 ? 30 : 0) ? 'yes' : 'no'))
  const values = Object.fromEntries(names.map((name, k) => [name, said(k)]))
  const rows = configurations('prediction', values, { expected: 'yes' })
  const shares = await rank(rows, accuracy())
  assert.equal(shares.method, 'tango-score for each pair')
  assert.ok(Math.abs(shares.level - 0.95 ** (1 / 903)) < 1e-12)
  assert.deepEqual(ranks(shares.entries)[0], ['c07', 1, 1])
  assert.ok(
    ranks(shares.entries)
      .slice(1)
      .every(([, best]) => best === 2),
    'equal ones are not told apart',
  )
  assert.ok(Math.abs(shares.entries.reduce((all, { chanceBest }) => all + (chanceBest ?? 0), 0) - 1) < 1e-9)
  const macro = await rank(rows, f1({ average: 'macro' }))
  assert.match(macro.method, /^bootstrap standard errors \(\d+ draws, shared by all\)$/)
  assert.deepEqual(ranks(macro.entries)[0], ['c07', 1, 1])
  const numbers = rows.map(row => ({ ...row, score: row['prediction'] === 'yes' ? 1.5 : 0.5 }))
  const means = await rank(numbers, mean('score', { better: 'higher' }))
  assert.equal(means.method, 't-paired for each pair')
  assert.deepEqual(ranks(means.entries)[0], ['c07', 1, 1])
  assert.deepEqual(await rank(rows.toReversed(), accuracy()), shares, 'in any order')
})

test('what lacks items, or any value, is said and listed last', async () => {
  const rows = [
    ...configurations('score', { whole: Array.from({ length: 40 }, (_, i) => i), part: Array.from({ length: 30 }, (_, i) => i) }),
    ...rowsOf(
      'score',
      Array.from({ length: 40 }, () => null),
      { params_model: 'none', status: 'error' },
    ),
  ]
  const { entries, findings, items } = await rank(rows, mean('score', { better: 'higher' }))
  assert.deepEqual(
    [items, entries.at(-1)?.params['model'], entries.at(-1)?.estimate.value, entries.at(-1)?.chanceBest],
    [30, 'none', null, 0],
  )
  assert.deepEqual(
    findings.map(({ id, count }) => [id, count]),
    [
      ['items-missing', 1],
      ['no-value', 1],
    ],
  )
})

test('times of configurations that were measured in different runs are said to be', async () => {
  const of = (produced: readonly string[]) =>
    produced.flatMap((produced_by, i) =>
      rowsOf(
        'duration_ms',
        Array.from({ length: 40 }, (_, item) => 10 * i + (item % 7)),
        { params_model: `m${i}`, produced_by },
      ),
    )
  const found = async (...produced: string[]) => (await rank(of(produced), mean('duration_ms'))).findings.map(({ id }) => id)
  assert.deepEqual([await found('r1', 'r1', 'r1'), await found('r1', 'r1', 'r2')], [[], ['measured-apart']])
})

test('a calibration error has values, and no ranks', async () => {
  const rows = ['a', 'b', 'c'].flatMap((params_model, k) =>
    Array.from({ length: 30 }, (_, i) => ({
      input_id: `${i}`,
      params_model,
      confidence: 0.6 + k / 10,
      prediction: 1,
      expected: i % 2,
    })),
  )
  const { entries } = await rank(rows, calibrationError('confidence'))
  assert.deepEqual(
    entries.map(({ rank, chanceBest }) => [...rank, chanceBest]),
    [
      [1, 3, null],
      [1, 3, null],
      [1, 3, null],
    ],
  )
})

test('no direction, rows of two runs of one configuration, and what is no selection are refused', async () => {
  const rows = configurations('score', { a: [1, 2, 3], b: [2, 3, 4] })
  await assert.rejects(rank(rows, mean('score')), {
    name: 'TypeError',
    message: /to say which is `better`.*got mean\(score\) without it/,
  })
  const twice = ['r1', 'r2'].flatMap(run_id => rows.map(row => ({ ...row, run_id })))
  await assert.rejects(rank(twice, mean('score', { better: 'higher' })), {
    name: 'RangeError',
    message: /configuration \{"model":"a"\} once per trial.*the rows are of the runs r1, r2: choose one with select\(\{ run \}\)/,
  })
  await assert.rejects(leaderboard(null as never, { metric: accuracy() as never }), {
    name: 'TypeError',
    message: /to be rows, got null/,
  })
  await assert.rejects(leaderboard([] as never, { metric: accuracy() as never, margin: 1 } as never), TypeError)
  assert.deepEqual(await leaderboard([] as never, { metric: accuracy() as never }), [])
})
