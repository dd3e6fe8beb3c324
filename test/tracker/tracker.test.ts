// What a tracker keeps: rows as they were given, in order, acknowledged only when they are safe.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { AssayError, openReader, openTracker } from 'assay'

const folder = mkdtempSync(join(tmpdir(), 'assay-tracker-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let number = 0
const fresh = () => join(folder, `${number++}.db`)

async function read(db: string, table = 'events') {
  await using reader = await openReader(db, { table })
  // Without `await` on purpose: the reader is closed before the promise is done, and reads to the end all the same.
  return reader.rows()
}

test('a logged row comes back with its run, its id and its time, and the params of the run', async () => {
  const db = fresh()
  await using tracker = await openTracker(db, { params: { model: 'resnet' } })
  const stored = await tracker.log({ loss: Number.NaN, epoch: 1, at: new Date(5), nested: { a: [1n] } })
  assert.deepEqual(await read(db), [stored])
  assert.equal(stored.run_id, tracker.runId)
  assert.deepEqual(
    [stored.loss, stored.nested, (stored as { params_model?: string }).params_model],
    [Number.NaN, { a: [1n] }, 'resnet'],
  )
})

test('rows stay in the order in which they were logged, awaited or not', async () => {
  const db = fresh()
  await using tracker = await openTracker(db)
  await Promise.all(Array.from({ length: 25_000 }, (_, i) => tracker.log({ i })))
  assert.deepEqual(
    (await read(db)).map(row => row['i']),
    Array.from({ length: 25_000 }, (_, i) => i),
  )
})

test('a batch with one bad row stores none of its rows', async () => {
  const db = fresh()
  await using tracker = await openTracker(db)
  await tracker.log({ i: 0 })
  await assert.rejects(async () => tracker.logBatch([{ i: 1 }, { i: () => 2 }]), /expected i to be plain data/)
  assert.equal((await read(db)).length, 1)
})

test('a key that is Assay’s own is a TypeError that names it', async () => {
  await using tracker = await openTracker(fresh())
  for (const key of ['run_id', 'Row_Id', 'timestamp', 'params_x', 'assay_row']) {
    await assert.rejects(tracker.log({ [key]: 1 }), new RegExp(`\`${key}\``))
  }
})

test('tables of any name but Assay’s own', async () => {
  const db = fresh()
  for (const table of ['épochs', 'my "table"; --', 'select']) {
    await using tracker = await openTracker(db, { table })
    await tracker.log({ table })
    assert.deepEqual(
      (await read(db, table)).map(row => row['table']),
      [table],
    )
  }
  for (const table of ['predictions', 'Runs', 'assay_ledger', '', 'a\0b'])
    await assert.rejects(openTracker(db, { table }), TypeError)
  await using twin = await openTracker(db, { table: 'SELECT' })
  await assert.rejects(twin.log({ x: 1 }), (error: AssayError) => error.code === 'table_invalid')
})

test('a continued run goes on with its rows and its ids', async () => {
  const db = fresh()
  await using first = await openTracker(db, { runId: 'fox' })
  await first.log({ i: 0 })
  await first.close()
  await using second = await openTracker(db, { runId: 'fox' })
  await second.log({ i: 1 })
  assert.deepEqual(
    (await second.rows()).map(row => row['row_id']),
    ['fox:0', 'fox:1'],
  )
})

test('a run that another tracker has open cannot be continued', async () => {
  const db = fresh()
  await using first = await openTracker(db, { runId: 'fox' })
  await assert.rejects(openTracker(db, { runId: first.runId }), (error: AssayError) => error.code === 'run_in_use')
})

test('a row that equals an earlier one of the run in the key replaces it, also within a batch', async () => {
  const db = fresh()
  await using other = await openTracker(db, { key: ['epoch'] })
  await other.log({ epoch: 1, loss: 9 })
  await using tracker = await openTracker(db, { key: ['epoch'] })
  await tracker.log({ epoch: 2, loss: 1 })
  await tracker.logBatch([
    { epoch: 10, loss: 2 },
    { epoch: 2, loss: 3 },
    { epoch: 2, loss: 4 },
  ])
  assert.deepEqual(
    (await tracker.rows()).map(row => [row['epoch'], row['loss']]),
    [
      [2, 4],
      [10, 2],
    ],
  )
  assert.deepEqual(
    (await tracker.rows({ tail: 1 })).map(row => row['epoch']),
    [10],
  )
  assert.equal((await other.rows()).length, 1)
})

test('set changes columns of this run’s rows that match, and of no others', async () => {
  const db = fresh()
  await using other = await openTracker(db)
  await other.log({ epoch: 1 })
  await using tracker = await openTracker(db)
  await tracker.logBatch([{ epoch: 1, loss: Number.NaN }, { epoch: 2 }, { epoch: true }])
  assert.equal(await tracker.set({ good: true }, { where: { epoch: 1 } }), 1)
  assert.equal(await tracker.set({ loss: 'none', done: null }), 3)
  assert.deepEqual(
    (await tracker.rows()).map(({ epoch, loss, good, done }) => ({ epoch, loss, good, done })),
    [
      { epoch: 1, loss: 'none', good: true, done: null },
      { epoch: 2, loss: 'none', good: undefined, done: null },
      { epoch: true, loss: 'none', good: undefined, done: null },
    ],
  )
  assert.ok(!('good' in ((await other.rows())[0] ?? {})))
})

test('set names a column that is not there, and finds a nested value whatever the order of its keys', async () => {
  await using tracker = await openTracker(fresh())
  assert.equal(await tracker.set({ good: true }), 0)
  await tracker.log({ epoch: 1, at: { a: 1, b: 2 } })
  await assert.rejects(tracker.set({ good: true }, { where: { epcoh: 1 } }), /no column `epcoh`.*Did you mean `epoch`/)
  assert.equal(await tracker.set({ good: true }, { where: { at: { b: 2, a: 1 } } }), 1)
})

test('setParams changes the run and later rows, not earlier ones', async () => {
  const db = fresh()
  await using tracker = await openTracker(db, { params: { a: 1 } })
  await tracker.log({ i: 0 })
  await tracker.setParams({ b: 2 })
  await tracker.log({ i: 1 })
  assert.deepEqual(
    (await tracker.rows()).map(row => [row['params_a'], row['params_b']]),
    [
      [1, undefined],
      [1, 2],
    ],
  )
  assert.deepEqual((await read(db, 'runs'))[0]?.['params'], { a: 1, b: 2 })
})

test('a closed tracker refuses, its run is completed, and closing twice is nothing', async () => {
  const db = fresh()
  const tracker = await openTracker(db, { name: 'mnist' })
  await tracker.close()
  await tracker.close()
  await assert.rejects(tracker.log({ x: 1 }), /expected the tracker of .* to be open/)
  assert.deepEqual(
    (await read(db, 'runs')).map(run => [run['benchmark'], run['status']]),
    [['mnist', 'completed']],
  )
})
