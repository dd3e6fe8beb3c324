// Checks what tends a ledger: datapoints are chosen in words, counted, listed, shown, and deleted so that they execute again.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { benchmark, grid, openReader, run } from 'assay'
import { cacheStats, deleteDatapoints, deleteRuns, listDatapoints, showDatapoint } from 'assay/maintenance'
import { laboratory } from '../fixtures/laboratory.ts'

const declared = benchmark({
  name: 'b',
  data: ['x', 'y', 'boom'],
  id: item => item,
  params: grid({ model: ['franc', 'eld'], size: [1] }),
  task: (text, { model }) => {
    if (text === 'boom') throw new Error('no')
    return { label: `${text} ${model}`, long: 'z'.repeat(40_000) }
  },
  version: '1',
})

async function ran(db: string): Promise<string> {
  await using result = await run(declared, { db })
  return result.runId
}

async function textsOf(db: string, choice: Parameters<typeof listDatapoints>[1]): Promise<string[]> {
  const { datapoints } = await listDatapoints(db, choice)
  return datapoints.map(({ params, inputText, status }) => `${JSON.parse(params).model} ${inputText} ${status}`)
}

test('datapoints come in one order, and are chosen by run, params, status, age and key', async t => {
  const db = laboratory(t)
  const first = await ran(db)
  const second = await ran(db)
  const eld = ['eld "boom" error', 'eld "x" ok', 'eld "y" ok'].sort()
  const listed = await textsOf(db, {})
  assert.deepEqual([listed.slice(0, 3).sort(), listed.length], [eld, 6])
  assert.deepEqual(await textsOf(db, {}), listed)
  assert.deepEqual((await textsOf(db, { params: { model: 'eld', size: '1' } })).sort(), eld)
  assert.equal((await textsOf(db, { params: { model: ['eld', 'franc'] } })).length, 6)
  assert.deepEqual(await textsOf(db, { run: first, status: 'error' }), [], 'failures were executed again')
  assert.equal((await textsOf(db, { run: second })).length, 2)
  assert.deepEqual(await textsOf(db, { run: 'latest' }), await textsOf(db, { run: second }))
  assert.deepEqual(await textsOf(db, { olderThanMs: 86_400_000 }), [])
  const { count, datapoints } = await listDatapoints(db, {}, { limit: 1 })
  assert.deepEqual([count, datapoints.length], [6, 1])
  const key = String(datapoints[0]?.datapoint)
  assert.deepEqual(await textsOf(db, { datapoints: [key.slice(0, 10)] }), listed.slice(0, 1))
})

test('what nobody can mean is an error that names the nearest', async t => {
  const db = laboratory(t)
  const id = await ran(db)
  await assert.rejects(listDatapoints(db, { run: `${id}x` }), {
    code: 'run_not_found',
    message: new RegExp(`Did you mean \`${id}\``),
  })
  await assert.rejects(listDatapoints(db, { params: { modle: 1 } }), { name: 'RangeError', message: /Did you mean `model`\?/ })
  await assert.rejects(listDatapoints(db, { params: { model: 'gld' } }), {
    name: 'RangeError',
    message: /\("franc", "eld"\), got gld/,
  })
  await assert.rejects(listDatapoints(db, { status: 'okay' as never }), { name: 'RangeError', message: /got okay/ })
  await assert.rejects(listDatapoints(db, { olderThanMs: -1 }), { name: 'RangeError' })
  await assert.rejects(listDatapoints(db, { statsu: 'ok' } as never), { name: 'TypeError', message: /Did you mean `status`\?/ })
  await assert.rejects(showDatapoint(db, 'abc'), { name: 'RangeError', message: /six or more/ })
  await assert.rejects(showDatapoint(db, '0'.repeat(64)), { code: 'datapoint_not_found' })
  await assert.rejects(deleteDatapoints(db, {}), { name: 'TypeError', message: /at least one of run, params/ })
})

test('one datapoint is shown with the parts of its key, its whole result and the rows that refer to it', async t => {
  const db = laboratory(t)
  const [first, second] = [await ran(db), await ran(db)]
  const { datapoints } = await listDatapoints(db, { params: { model: 'franc' }, status: 'ok' })
  const found = datapoints.find(({ inputText }) => inputText === '"x"')
  const { datapoint, result, rows } = await showDatapoint(db, String(found?.datapoint).slice(0, 8))
  assert.deepEqual(datapoint, found)
  assert.deepEqual(result, { label: 'x franc', long: 'z'.repeat(40_000) })
  assert.deepEqual([datapoint.name, datapoint.code, datapoint.trial, datapoint.producedBy], ['b', 'version:1', 0, first])
  assert.deepEqual(rows, [
    { runId: first, inputId: 'x', cache: 'computed' },
    { runId: second, inputId: 'x', cache: 'hit' },
  ])
})

test('what is deleted executes again, with its starts counted on; rows stay, and nothing dangles', async t => {
  const db = laboratory(t)
  const first = await ran(db)
  const counts = await deleteDatapoints(db, { params: { model: 'eld' } }, { dryRun: true })
  assert.deepEqual([counts.count, counts.durationUnknown, counts.costUsd, counts.costUnknown], [3, 0, null, 3])
  assert.equal((await listDatapoints(db)).count, 6, 'a dry run changes nothing')
  assert.deepEqual(await deleteDatapoints(db, { params: { model: 'eld' } }), counts)
  assert.equal((await listDatapoints(db, { status: 'deleted' })).count, 3)
  await using none = await run(declared, { db, execute: 'none' })
  assert.equal(none.missed, 3)
  await using fresh = await run(declared, { db, execute: 'new' })
  assert.deepEqual([fresh.executed, fresh.replayed], [3, 3])
  await using reader = await openReader(db)
  const rows = await reader.rows({ run: fresh.runId, where: { cache: 'computed' } })
  assert.deepEqual(
    rows.map(row => [row['attempts'], row['cache_reason']]),
    Array.from({ length: 3 }, () => [2, 'no result left']),
  )
  assert.equal(await reader.count({ run: first }), 6)
})

test('the results of a run whose rows were deleted can be deleted too', async t => {
  const db = laboratory(t)
  const first = await ran(db)
  await deleteRuns(db, { run: first })
  assert.equal((await deleteDatapoints(db, { run: first, status: 'ok' })).count, 4)
})

test('rows are counted by where their results came from, by params and by reason; hits by what they saved', async t => {
  const db = laboratory(t)
  await ran(db)
  using connection = new DatabaseSync(db)
  connection.exec("UPDATE assay_ledger SET duration_ms = 1000 WHERE status = 'ok'")
  await ran(db)
  await using _ = await run(declared, { db, refresh: { params: { model: 'eld' } } })
  const stats = await cacheStats(db)
  const [eld, franc] = stats.byParams
  const zero = { benchmark: 'b', rows: 9, off: 0 }
  assert.deepEqual(eld, { ...zero, params: { model: 'eld', size: 1 }, computed: 5, hit: 2, bypassed: 2 })
  assert.deepEqual(franc, { ...zero, params: { model: 'franc', size: 1 }, computed: 5, hit: 4, bypassed: 0 })
  assert.deepEqual([stats.rows, stats.computed, stats.hit, stats.bypassed, stats.off], [18, 10, 6, 2, 0])
  assert.deepEqual(stats.reasons, [
    { cache: 'computed', reason: 'new', count: 6 },
    { cache: 'computed', reason: 'failed before', count: 4 },
    { cache: 'bypassed', reason: 'asked to refresh', count: 2 },
  ])
  assert.deepEqual(stats.saved, { durationMs: 6_000, durationUnknown: 0, costUsd: null, costUnknown: 6 })
  const { bytes, ...ledger } = stats.ledger
  assert.deepEqual(ledger, { results: 4, failures: 2, deleted: 0, inFlight: 0 })
  assert.ok(bytes > 100)
})

test('an empty database counts nothing, and a shared ledger is named', async t => {
  const db = laboratory(t)
  const ledger = laboratory(t)
  await using _ = await run(declared, { db, ledger })
  const stats = await cacheStats(db)
  assert.deepEqual([stats.computed, stats.ledger.results, stats.otherLedgers], [6, 0, [ledger]])
  const { rows, saved, byParams, ledger: held } = await cacheStats(ledger)
  assert.deepEqual([rows, saved.durationMs, byParams, held.results], [0, null, [], 4])
})
