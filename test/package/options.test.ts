// Checks that everything public refuses an option that it does not know, and says which one may have been meant.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accuracy,
  asset,
  benchmark,
  csv,
  jsonl,
  leaderboard,
  mean,
  openReader,
  openTracker,
  plan,
  quantile,
  run,
  sum,
  usage,
} from 'assay'
import {
  collectAssets,
  deleteAsset,
  deleteDatapoints,
  deleteRuns,
  exportDatapoints,
  listDatapoints,
  putAsset,
  setColumns,
} from 'assay/maintenance'
import { laboratory } from '../fixtures/laboratory.ts'

type Call = (options: never) => unknown

/** Each with an option that it knows, misspelt. */
async function refusesAll(calls: Readonly<Record<string, readonly [misspelt: string, name: string, call: Call]>>): Promise<void> {
  for (const [what, [misspelt, name, call]] of Object.entries(calls)) {
    const message = `expected the options of ${what}, got \`${misspelt}\`. Did you mean \`${name}\`?`
    await assert.rejects(async () => await call({ [misspelt]: 1 } as never), new TypeError(message))
  }
}

const one = benchmark({ name: 'b', data: [1], task: x => x, version: '1' })

test('functions that read, write, run and measure', async t => {
  const db = laboratory(t)
  await using _ = await run(one, { db })
  await refusesAll({
    'run()': ['limt', 'limit', options => run(one, options)],
    'leaderboard()': ['metirc', 'metric', options => leaderboard(new Map() as never, options)],
    'openReader()': ['tabel', 'table', options => openReader(db, options)],
    'openTracker()': ['tabel', 'table', options => openTracker(db, options)],
    'usage()': ['modle', 'model', options => usage({}, options)],
    'asset()': ['mediatype', 'mediaType', options => asset('x', options)],
    'accuracy()': ['clutser', 'cluster', options => accuracy(options)],
    'mean()': ['fialed', 'failed', options => mean('x', options)],
    'sum()': ['beter', 'better', options => sum('x', options)],
    'quantile()': ['margn', 'margin', options => quantile('x', 0.5, options)],
  })
  await assert.rejects(plan(one, { limt: 1 } as never), /got `limt`\. Did you mean `limit`\?/)
})

test('what tends a database', async t => {
  const db = laboratory(t)
  await using _ = await run(one, { db })
  const file = new URL(import.meta.url)
  await refusesAll({
    'setColumns()': ['dryrun', 'dryRun', options => setColumns(db, { x: 1 }, options)],
    'deleteRuns()': ['dryrun', 'dryRun', options => deleteRuns(db, { dev: true }, options)],
    'deleteDatapoints()': ['dryrun', 'dryRun', options => deleteDatapoints(db, { status: 'ok' }, options)],
    'listDatapoints()': ['limt', 'limit', options => listDatapoints(db, {}, options)],
    'exportDatapoints()': ['stauts', 'status', options => exportDatapoints(db, options).next()],
    'deleteAsset()': ['dryrun', 'dryRun', options => deleteAsset(db, 'ffffff', options)],
    'collectAssets()': ['gracems', 'graceMs', options => collectAssets(db, options)],
    'asset()': ['mediatype', 'mediaType', options => putAsset(db, file, options)],
  })
  await assert.rejects(deleteRuns(db, { run: 'latest', devv: true } as never), /got `devv`\. Did you mean `dev`\?/)
})

test('methods of readers, selections and runs', async t => {
  const db = laboratory(t)
  await using result = await run(one, { db })
  await using reader = await openReader(db)
  await refusesAll({
    'rows()': ['limt', 'limit', options => reader.rows(options)],
    'count()': ['were', 'where', options => reader.count(options)],
    'stats()': ['column', 'columns', options => reader.stats(options)],
    'rank()': ['beter', 'better', options => reader.rank('prediction', options)],
    'select()': ['prams', 'params', options => reader.select(options)],
  })
  const none = /^TypeError: expected the options of rows\(\) of a selection, which has none, got `limit`\.$/
  for (const selection of [result, reader.select({})] as { rows: (options?: object) => Promise<unknown> }[])
    await assert.rejects(selection.rows({ limit: 1 }), none)
})

test('methods of trackers, those of one on predictions too', async t => {
  const db = laboratory(t)
  await using result = await run(one, { db })
  await using own = await openTracker(db)
  await using predictions = await openTracker(db, { table: 'predictions', runId: result.runId })
  for (const tracker of [own, predictions])
    await refusesAll({
      'rows()': ['tial', 'tail', options => tracker.rows(options)],
      'set()': ['were', 'where', options => tracker.set({ x: 1 }, options)],
      'asset()': ['mediatype', 'mediaType', options => tracker.asset('x', options)],
    })
})

test('options that are no object', async t => {
  const db = laboratory(t)
  await using _ = await run(one, { db })
  await using reader = await openReader(db)
  for (const [options, got] of [
    [null, 'null'],
    [5, 'a number'],
    [['limit'], 'a list'],
  ])
    await assert.rejects(
      reader.rows(options as never),
      new TypeError(`expected the options of rows() to be an object, got ${got}`),
    )
})

test('what cannot read a row is refused before a file is opened', () => {
  const expected = 'names of columns, a function or a schema, got an object'
  assert.throws(() => csv('none.csv', { columns: ['a'] } as never), new TypeError(`expected csv() to get ${expected}`))
  assert.throws(
    () => jsonl('none.jsonl', 'x' as never),
    new TypeError('expected jsonl() to get a function or a schema, got a text'),
  )
})
