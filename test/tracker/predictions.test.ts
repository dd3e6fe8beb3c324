// A tracker on predictions sets columns of its own in the rows of one run, and leaves that run as it is.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { benchmark, openReader, openTracker, run } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'

const bench = benchmark({ name: 'b', data: [1, 2], id: x => x, params: [{ a: 1 }], task: x => ({ label: x }), version: '1' })

async function runs(db: string): Promise<unknown[]> {
  await using reader = await openReader(db, { table: 'runs' })
  return reader.rows()
}

test('it sets and reads the rows of its run, and the run stays as it is', async t => {
  const db = laboratory(t)
  const { runId, ...first } = await run(bench, { db })
  await first[Symbol.asyncDispose]()
  await (await run(bench, { db }))[Symbol.asyncDispose]()
  const before = await runs(db)
  await using tracker = await openTracker(db, { table: 'predictions', runId })
  assert.equal(tracker.runId, runId)
  assert.equal(await tracker.set({ reviewed: true }), 2)
  assert.equal(await tracker.set({ note: 'odd' }, { where: { label: 1 } }), 1)
  assert.deepEqual(
    (await tracker.rows()).map(row => [row['run_id'], row['label'], row['reviewed'], row['note']]),
    [
      [runId, 1, true, 'odd'],
      [runId, 2, true, undefined],
    ],
  )
  assert.equal((await tracker.rows({ where: { note: 'odd' }, tail: 5 })).length, 1)
  await tracker.flush()
  await tracker.close()
  assert.deepEqual(await runs(db), before)
})

test('it refuses what was measured, and to log', async t => {
  const db = laboratory(t)
  const { runId, ...result } = await run(bench, { db })
  await result[Symbol.asyncDispose]()
  await using tracker = await openTracker(db, { table: 'predictions', runId })
  await assert.rejects(tracker.set({ status: 'ok' }), { name: 'TypeError', message: /`status`/ })
  await assert.rejects(tracker.set({ label: 3 }), { code: 'column_taken', message: /`label`/ })
  const refused = { name: 'TypeError', message: /expected a tracker with a table of its own/ }
  await assert.rejects(tracker.log({ x: 1 }), refused)
  await assert.rejects(tracker.logBatch([{ x: 1 }]), refused)
  await assert.rejects(
    tracker.track((x: object) => x, {}),
    refused,
  )
  await assert.rejects(
    tracker.once((x: object) => x, {}),
    refused,
  )
  await assert.rejects(tracker.setParams({ x: 1 }), refused)
  assert.throws(() => tracker.wrap(() => 1), refused)
})

test('it needs a run that is there, and nothing else', async t => {
  const db = laboratory(t)
  await assert.rejects(openTracker(db, { table: 'predictions', runId: 'x' }), { code: 'file_not_found' })
  assert.ok(!existsSync(db))
  const { runId, ...result } = await run(bench, { db })
  await result[Symbol.asyncDispose]()
  await assert.rejects(openTracker(db, { table: 'predictions', runId: `${runId}x` }), { code: 'run_not_found' })
  await assert.rejects(openTracker(db, { table: 'predictions' }), { name: 'TypeError', message: /expected `runId`/ })
  await assert.rejects(openTracker(db, { table: 'predictions', runId, params: {} }), {
    name: 'TypeError',
    message: /got `params`/,
  })
})
