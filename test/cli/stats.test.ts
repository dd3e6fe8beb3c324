// Checks `assay stats`: spreads, frequent values, groups and ranks, as text and as JSON, and what it says of words that do not fit.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { join } from 'node:path'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { openTracker } from '../../src/tracker/tracker.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused } from './assay.ts'

const cwd = temporaryFolder()
const db = join(cwd, 'lab.db')
const losses = [0.5, Number.NaN, 2, Number.POSITIVE_INFINITY, -1, null, 2]

before(async () => {
  await using tracker = await openTracker(db, { table: 'training' })
  await tracker.logBatch(
    losses.map((loss, epoch) => ({
      epoch,
      loss,
      phase: epoch < 2 ? 'warm-up' : 'train',
      mixed: epoch % 2 ? '1' : 1,
      note: null,
    })),
  )
  const declared = benchmark({
    name: 'b',
    data: ['a', 'b', 'c'],
    id: text => text,
    params: [{ model: 'm' }, { model: 'n' }],
    task: (text, { model }) => (model === 'm' ? text.charCodeAt(0) : null),
    version: '1',
  })
  for (const limit of [3, 2]) {
    await using _ = await run(declared, { db, limit })
  }
})

async function stats(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await assay(['stats', 'lab.db', ...words], { cwd })
  assert.equal(code, 0, stderr)
  return stdout.trimEnd()
}

/** The cells of the line that begins with this one. */
function cellsOf(text: string, name: string): string[] {
  const line = text.split('\n').find(line => line.trimStart().startsWith(`${name} `))
  return (line ?? '').trim().split(/ {2,}/)
}

test('numbers by their spread, with what is not finite apart', async () => {
  const text = await stats('--table', 'training')
  const titles = [
    'column',
    'type',
    'nulls',
    'distinct',
    'NaN',
    'Infinity',
    'min',
    'p5',
    'p25',
    'p50',
    'p75',
    'p95',
    'max',
    'mean',
  ]
  assert.deepEqual(cellsOf(text, 'column'), titles)
  const spread = ['-1', '-1', '-1', '0.5000', '2', '2', '2', '0.8750']
  assert.deepEqual(cellsOf(text, 'loss'), ['loss', 'number', '1', '5', '1', '1', ...spread])
  assert.match(text, /^training: 7 rows of 1 run\n/)
  assert.match(text, /\np5 to p95: nearest rank; min to mean: of the finite values\n/)
})

test('other columns by their most frequent values', async () => {
  const text = await stats('--table', 'training')
  assert.deepEqual(cellsOf(text, 'phase'), ['phase', 'text', '0', '2', 'train ×5, warm-up ×2'])
  assert.deepEqual(cellsOf(text, 'mixed'), ['mixed', 'mixed', '0', '2', "1 ×4, '1' ×3"])
  assert.deepEqual(cellsOf(text, 'row_id'), ['row_id', 'text', '0', '7', 'each once'])
  assert.match(text, /\nwithout a value in any of these rows: note$/)
})

test('predictions say from how many runs they come', async () => {
  assert.match(
    await stats('--column', 'trial'),
    /^predictions: 10 rows of 2 runs; --table datapoints has each datapoint once, from its newest run\n/,
  )
  assert.match(await stats('--column', 'trial', '--run', 'latest'), /^predictions: 4 rows of 1 run\n/)
  assert.match(await stats('--column', 'trial', '--table', 'datapoints'), /^datapoints: 6 rows of 2 runs\n/)
})

test('each value of a column apart', async () => {
  const text = await stats('--by', 'params_model', '--column', 'prediction', '--run', 'latest')
  const lines = text.split('\n').filter(line => line.startsWith('prediction '))
  assert.deepEqual(
    lines.map(line => line.split(/ {2,}/).slice(2, 6)),
    [
      ['m', '2', '0', '2'],
      ['n', '2', '2', '0'],
    ],
  )
})

test('the best and the worst rows, with the ranks that equal values share', async () => {
  const text = await stats('--table', 'training', '--rank', 'loss', '--better', 'lower', '-n', '2', '--column', 'epoch')
  const expected = [
    'training: 7 rows of 1 run',
    'loss, lower is better: 5 ranked, 1 without a value, 1 NaN or invalid',
    '',
    'best 2',
    'rank  loss  epoch',
    '────  ────  ─────',
    '   1    -1  4',
    '   2   0.5  0',
    '',
    'worst 2',
    'rank      loss  epoch',
    '────  ────────  ─────',
    '   5  Infinity  3',
    ' 3–4         2  2',
  ]
  assert.deepEqual(text.split('\n'), expected)
})

test('as JSON, in full', async () => {
  const { data, exit } = await assayJson(['stats', 'lab.db', '--table', 'training', '--column', 'loss'], { cwd })
  const loss = {
    name: 'loss',
    column: 'loss',
    type: 'number',
    nulls: 1,
    distinct: 5,
    nan: 1,
    positive_infinity: 1,
    negative_infinity: 0,
    invalid_dates: 0,
    min: -1,
    p5: -1,
    p25: -1,
    p50: 0.5,
    p75: 2,
    p95: 2,
    max: 2,
    mean: 0.875,
    values: [],
  }
  assert.deepEqual([exit, data], [0, { table: 'training', rows: 7, runs: 1, columns: [loss] }])
  const by = await assayJson(['stats', 'lab.db', '--table', 'training', '--column', 'mixed', '--by', 'phase'], { cwd })
  const { groups, group_count } = by.data as unknown as {
    groups: { value: unknown; rows: number; columns: { values: unknown }[] }[]
    group_count: number
  }
  assert.equal(group_count, 2)
  assert.deepEqual(
    groups.map(({ value, rows, columns }) => [value, rows, columns[0]?.values]),
    [
      [
        'train',
        5,
        [
          { value: 1, count: 3 },
          { value: '1', count: 2 },
        ],
      ],
      [
        'warm-up',
        2,
        [
          { value: 1, count: 1 },
          { value: '1', count: 1 },
        ],
      ],
    ],
  )
  const words = [
    'stats',
    'lab.db',
    '--table',
    'training',
    '--rank',
    'epoch',
    '--better',
    'higher',
    '-n',
    '1',
    '--column',
    'phase',
  ]
  const ranked = {
    table: 'training',
    runs: 1,
    column: 'epoch',
    better: 'higher',
    ranked: 7,
    nulls: 0,
    unordered: 0,
    best: [{ row: { phase: 'train' }, value: 6, rank: [1, 1] }],
    worst: [{ row: { phase: 'warm-up' }, value: 0, rank: [7, 7] }],
  }
  assert.deepEqual((await assayJson(words, { cwd })).data, ranked)
})

test('groups that are left out are said', async () => {
  await using tracker = await openTracker(db, { table: 'wide' })
  await tracker.logBatch(Array.from({ length: 60 }, (_, i) => ({ i, x: 1 })))
  const { data, warnings } = await assayJson(['stats', 'lab.db', '--table', 'wide', '--by', 'i', '--column', 'x'], { cwd })
  assert.equal((data as unknown as { groups: unknown[] }).groups.length, 50)
  assert.deepEqual(warnings, ['only the 50 largest of 60 groups are shown'])
})

test('a table, a column or a run that is not there is named with the nearest', async () => {
  for (const [words, message] of [
    [['--table', 'trainin'], /no table `trainin`\. Did you mean `training`\?/],
    [['--column', 'predictoin'], /no column `predictoin`\. Did you mean `prediction`\?/],
    [['--by', 'params_modle'], /no column `params_modle`\. Did you mean `params_model`\?/],
    [['--rank', 'duration', '--better', 'lower'], /no column `duration`/],
    [['--run', 'nosuch'], /no run "nosuch"/],
  ] as const) {
    assertRefused(await assay(['stats', 'lab.db', ...words], { cwd }), 2, message)
  }
})

test('words that do not go together', async () => {
  for (const [words, message] of [
    [['--better', 'lower'], /--better goes with --rank/],
    [['-n', '3'], /--rows goes with --rank/],
    [['--rank', 'trial'], /--rank needs --better higher or --better lower/],
    [['--rank', 'trial', '--better', 'more'], /got "more"/],
    [['--rank', 'trial', '--better', 'lower', '--by', 'status'], /--by does not go with it/],
    [['--rank', 'status', '--better', 'lower'], /expected `status` to be a column of numbers or dates, got one of type text/],
  ] as const) {
    assertRefused(await assay(['stats', 'lab.db', ...words], { cwd }), 2, message)
  }
})
