// Deleting a run takes its rows everywhere; its line, its results and whoever refers to it stay sound.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { benchmark, mean, openReader, openTracker, run } from 'assay'
import { deleteRuns } from 'assay/maintenance'
import { laboratory } from '../fixtures/laboratory.ts'

const bench = benchmark({
  name: 'b',
  data: [1, 2],
  id: x => x,
  task: x => x,
  version: '1',
  metrics: { mean: mean('prediction') },
})

async function ran(db: string, options: { dev?: boolean } = {}): Promise<{ runId: string; executed: number }> {
  await using result = await run(bench, { db, ...options })
  return { runId: result.runId, executed: result.executed }
}

test('its rows go from every table, a later run replays its results, and readers skip it', async t => {
  const db = laboratory(t)
  const first = await ran(db)
  const second = await ran(db)
  const planned = { runs: [first.runId], rows: { predictions: 2, metrics: 1, estimates: 1 }, kept: 2 }
  const before = readFileSync(db)
  assert.deepEqual(await deleteRuns(db, { run: first.runId }, { dryRun: true }), planned)
  assert.deepEqual(readFileSync(db), before)
  assert.deepEqual(await deleteRuns(db, { run: first.runId }), planned)
  assert.deepEqual(await ran(db).then(({ executed }) => executed), 0)
  await using reader = await openReader(db)
  assert.ok((await reader.runs()).every(({ runId }) => runId !== first.runId))
  assert.ok((await reader.rows()).every(row => row['run_id'] !== first.runId && row['produced_by'] === first.runId))
  assert.equal(await reader.count({ run: second.runId }), 2)
  await assert.rejects(reader.rows({ run: first.runId }), {
    code: 'run_deleted',
    message: new RegExp(`${first.runId} was deleted at 2`),
  })
  await using lines = await openReader(db, { table: 'runs' })
  const [line] = await lines.rows({ run: first.runId })
  assert.deepEqual([line?.['status'], line?.['deleted_at'] instanceof Date], ['completed', true])
})

test('`latest` is the newest that is there, also right after it was deleted', async t => {
  const db = laboratory(t)
  const [first, second] = [await ran(db), await ran(db)]
  assert.deepEqual((await deleteRuns(db, { run: 'latest' })).runs, [second.runId])
  await using reader = await openReader(db)
  assert.deepEqual(new Set((await reader.rows({ run: 'latest' })).map(row => row['run_id'])), new Set([first.runId]))
})

test('all development runs, and no others', async t => {
  const db = laboratory(t)
  const [kept, one, two] = [await ran(db), await ran(db, { dev: true }), await ran(db, { dev: true })]
  const { runs, rows, kept: results } = await deleteRuns(db, { dev: true })
  assert.deepEqual([runs, rows['predictions'], results], [[one.runId, two.runId], 4, 0])
  assert.deepEqual(await deleteRuns(db, { dev: true }), { runs: [], rows: {}, kept: 0 })
  await using reader = await openReader(db)
  assert.deepEqual(
    (await reader.runs()).map(({ runId }) => runId),
    [kept.runId],
  )
})

test('a tracker’s run goes with its rows in all its tables, and is not continued', async t => {
  const db = laboratory(t)
  for (const table of ['events', 'épochs']) {
    await using tracker = await openTracker(db, { table, runId: 'fox' })
    await tracker.logBatch([{ x: 1 }, { x: 2 }])
  }
  assert.deepEqual((await deleteRuns(db, { run: 'fox' })).rows, { events: 2, épochs: 2 })
  await assert.rejects(openTracker(db, { runId: 'fox' }), { code: 'run_deleted' })
  await using reader = await openReader(db, { table: 'runs' })
  assert.deepEqual(await reader.sql('SELECT status FROM runs'), [{ status: 'completed' }])
})

test('a run that goes on is refused, and then nothing is deleted', async t => {
  const db = laboratory(t)
  await ran(db, { dev: true })
  await using tracker = await openTracker(db, { runId: 'fox' })
  await tracker.log({ x: 1 })
  await assert.rejects(deleteRuns(db, { run: 'fox' }), { code: 'run_in_use', message: 'The run fox goes on.' })
  await assert.rejects(deleteRuns(db, { run: 'fox' }, { dryRun: true }), { code: 'run_in_use' })
  assert.equal((await tracker.rows()).length, 1)
})

test('an unknown run, one deleted already, and words that mean no run', async t => {
  const db = laboratory(t)
  const { runId } = await ran(db)
  await assert.rejects(deleteRuns(db, { run: `${runId}x` }), { code: 'run_not_found', message: new RegExp(runId) })
  await deleteRuns(db, { run: runId })
  await assert.rejects(deleteRuns(db, { run: runId }), { code: 'run_deleted' })
  for (const which of [{}, { dev: false }, { run: runId, dev: true }, { run: 1 }])
    await assert.rejects(deleteRuns(db, which as never), { name: 'TypeError', message: /expected `run` or `dev: true`/ })
  await assert.rejects(deleteRuns(db, { dev: true }, { dryrun: true } as object), /got `dryrun`/)
})
