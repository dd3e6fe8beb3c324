// Columns of one's own in stored rows: of predictions and of a tracker's table, across runs or in one, and never over what was measured.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { benchmark, openReader, openTracker, run } from 'assay'
import { setColumns } from 'assay/maintenance'
import { laboratory } from '../fixtures/laboratory.ts'

const twice = benchmark({
  name: 'twice',
  data: [
    { id: 'a', source: 'web' },
    { id: 'b', source: 'book' },
  ],
  task: item => ({ label: item.id.toUpperCase() }),
  version: '1',
})

async function ran(db: string): Promise<string> {
  await using result = await run(twice, { db })
  return result.runId
}

async function column(db: string, key: string, table = 'predictions'): Promise<unknown[]> {
  await using reader = await openReader(db, { table })
  return (await reader.rows()).map(row => row[key])
}

test('of all runs or of one, by conditions on any column', async t => {
  const db = laboratory(t)
  const [first] = [await ran(db), await ran(db)]
  assert.equal(await setColumns(db, { reviewed: true }, { where: { item_source: 'web' } }), 2)
  assert.equal(await setColumns(db, { note: { why: ['typo'] } }, { run: first, where: { reviewed: true } }), 1)
  assert.equal(await setColumns(db, { late: 1 }, { run: 'latest' }), 2)
  assert.deepEqual(await column(db, 'reviewed'), [true, undefined, true, undefined])
  assert.deepEqual(await column(db, 'note'), [{ why: ['typo'] }, undefined, undefined, undefined])
  assert.deepEqual(await column(db, 'late'), [undefined, undefined, 1, 1])
})

test('of a tracker’s table, where nothing was measured by Assay', async t => {
  const db = laboratory(t)
  await using tracker = await openTracker(db)
  await tracker.logBatch([{ loss: 1 }, { loss: 2 }])
  assert.equal(await setColumns(db, { loss: 0 }, { table: 'events', where: { loss: 2 } }), 1)
  assert.deepEqual(await column(db, 'loss', 'events'), [1, 0])
  await assert.rejects(setColumns(db, { run_id: 'x' }, { table: 'events' }), TypeError)
})

test('a dry run says how many, refuses what set refuses, and changes nothing', async t => {
  const db = laboratory(t)
  await ran(db)
  assert.equal(await setColumns(db, { note: 1 }, { where: { input_id: 'a' }, dryRun: true }), 1)
  await assert.rejects(setColumns(db, { label: 1 }, { dryRun: true }), { code: 'column_taken' })
  assert.deepEqual(await column(db, 'note'), [undefined, undefined])
})

test('what was measured is refused by name, or by what the table holds', async t => {
  const db = laboratory(t)
  await ran(db)
  for (const key of ['status', 'Status', 'item_source', 'params_x', 'scores_f1', 'assay_row', 'prediction', 'result_status'])
    await assert.rejects(setColumns(db, { [key]: 1 }), { name: 'TypeError', message: new RegExp(`got \`${key}\``) })
  await assert.rejects(setColumns(db, { label: 1 }), {
    code: 'column_taken',
    message: 'The column `label` of predictions holds what was measured, and cannot be set.',
  })
  for (const table of ['metrics', 'estimates', 'runs', 'datapoints', 'assay_ledger'])
    await assert.rejects(setColumns(db, { note: 1 }, { table }), { name: 'TypeError', message: new RegExp(`got \`${table}\``) })
  assert.deepEqual(await column(db, 'label'), ['A', 'B'])
})

test('what is not there is an error that names the nearest, and makes nothing', async t => {
  const db = laboratory(t)
  await assert.rejects(setColumns(db, { note: 1 }), { code: 'file_not_found' })
  assert.ok(!existsSync(db))
  const id = await ran(db)
  await assert.rejects(setColumns(db, { note: 1 }, { run: `${id}x` }), { code: 'run_not_found', message: new RegExp(id) })
  await assert.rejects(setColumns(db, { note: 1 }, { where: { inputid: 'a' } }), {
    code: 'column_not_found',
    message: /`input_id`/,
  })
  await assert.rejects(setColumns(db, { note: 1 }, { table: 'event' }), { code: 'table_not_found' })
  await assert.rejects(setColumns(db, {}), /expected the columns to be at least one/)
  await assert.rejects(setColumns(db, { note: 1 }, { dryrun: true } as object), /got `dryrun`\. Did you mean `dryRun`\?/)
  assert.deepEqual(await column(db, 'note'), [undefined, undefined])
})
