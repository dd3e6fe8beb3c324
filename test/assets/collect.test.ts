// Checks what goes and what stays: only what nothing refers to, only after the grace period, and nothing in a dry run.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { type Asset, asset, benchmark, openReader, openTracker, run } from 'assay'
import { collectAssets, deleteAsset, deleteRuns, listAssets } from 'assay/maintenance'
import { temporaryFolder } from '../fixtures/folder.ts'

const hourMs = 3_600_000
const later = (hours: number) => new Date(Date.now() + hours * hourMs)

/** A file with an asset that a tracker's row refers to, one that a result does, and one that nothing does. */
async function laboratory(t: TestContext) {
  const db = join(temporaryFolder(t), 'lab.db')
  await using tracker = await openTracker(db, { runId: 'fox' })
  const unused = await tracker.asset('unused')
  await tracker.log({ checkpoint: asset('checkpoint'), notes: 'n'.repeat(50_000) })
  const bench = benchmark({ name: 'b', version: '1', data: [1], id: x => x, task: () => asset('result') })
  await using result = await run(bench, { db })
  return { db, unused, runId: result.runId }
}

async function kept(db: string): Promise<string[]> {
  await using reader = await openReader(db)
  return Promise.all(
    (await listAssets(db)).map(async ({ hash }) => String(await (await reader.asset<string>(hash)).load()).slice(0, 10)),
  )
}

test('what nothing refers to goes once the grace period is over; a dry run says so and changes nothing', async t => {
  const { db, unused } = await laboratory(t)
  assert.deepEqual((await collectAssets(db)).assets, [])
  assert.deepEqual((await collectAssets(db, { now: later(23) })).assets, [])
  const planned = await collectAssets(db, { now: later(25), dryRun: true })
  assert.deepEqual(
    planned.assets.map(({ hash, references }) => [hash, references]),
    [[unused.hash, 0]],
  )
  assert.equal((await kept(db)).length, 4)
  assert.deepEqual(await collectAssets(db, { now: later(25) }), planned)
  assert.deepEqual((await kept(db)).sort(), ['checkpoint', 'nnnnnnnnnn', 'result'])
  await assert.rejects(
    openReader(db).then(reader => reader.asset(unused.hash)),
    { code: 'asset_not_found' },
  )
})

test('a shorter grace period; a time that is none', async t => {
  const { db } = await laboratory(t)
  assert.equal((await collectAssets(db, { now: later(2), graceMs: hourMs })).assets.length, 1)
  await assert.rejects(collectAssets(db, { graceMs: -1 }), /^RangeError: expected `graceMs` to be a number from 0, got -1/)
})

test('the assets of a deleted run go, those that a result in the ledger refers to stay', async t => {
  const { db, runId } = await laboratory(t)
  await deleteRuns(db, { run: 'fox' })
  await deleteRuns(db, { run: runId })
  await collectAssets(db, { now: later(25) })
  assert.deepEqual(await kept(db), ['result'])
})

test('one asset is deleted by its first digits, unless something refers to it', async t => {
  const { db, unused } = await laboratory(t)
  const used = asset('checkpoint').hash
  await assert.rejects(deleteAsset(db, used), {
    code: 'asset_in_use',
    message: `The asset ${used.slice(0, 12)} in ${db} is in use: 1 row refers to it.`,
  })
  assert.equal((await deleteAsset(db, unused.hash.slice(0, 8), { dryRun: true })).references, 0)
  assert.equal((await deleteAsset(db, unused.hash.slice(0, 8))).hash, unused.hash)
  await assert.rejects(deleteAsset(db, unused.hash), { code: 'asset_not_found' })
  await assert.rejects(
    deleteAsset(db, 'abc'),
    /^TypeError: expected the hash of an asset, or 6 or more of its first digits, got abc/,
  )
})

test('a row that replaces another lets go of its asset', async t => {
  const db = join(temporaryFolder(t), 'lab.db')
  await using tracker = await openTracker(db, { key: ['epoch'] })
  for (const text of ['first', 'second']) await tracker.log({ epoch: 1, checkpoint: asset(text) })
  await tracker.set({ best: asset('third') })
  await tracker.set({ best: asset('fourth') })
  const { assets } = await collectAssets(db, { now: later(25) })
  assert.deepEqual(assets.map(({ hash }) => hash).sort(), [asset('first').hash, asset('third').hash].sort())
  const [row] = await tracker.rows()
  assert.deepEqual([await row?.['checkpoint'].load(), await row?.['best'].load()], ['second', 'fourth'])
})

test('what is not as it was stored is an error when it is read, and not before', async t => {
  const db = join(temporaryFolder(t), 'lab.db')
  await using tracker = await openTracker(db)
  await tracker.log({ model: asset('a'.repeat(100)), text: 'b'.repeat(50_000) })
  const other = new DatabaseSync(db)
  other.exec("UPDATE assay_asset_parts SET content = CAST('z' || substr(content, 2) AS BLOB) WHERE length(content) = 100")
  const [row] = await tracker.rows()
  await assert.rejects(row?.['model'].load(), { name: 'AssayError', code: 'asset_damaged' })
  await assert.rejects(Array.fromAsync((row!['model'] as Asset).stream()), { code: 'asset_damaged' })
  other.exec("UPDATE assay_asset_parts SET content = CAST('z' || substr(content, 2) AS BLOB)")
  await assert.rejects(tracker.rows(), { code: 'asset_damaged' })
  other.exec('DELETE FROM assay_asset_parts; DELETE FROM assay_assets')
  other.close()
  await assert.rejects(row?.['model'].load(), { code: 'asset_not_found' })
})

test('an asset says that its store is closed', async t => {
  const { db } = await laboratory(t)
  const reader = await openReader(db, { table: 'events' })
  const [row] = await reader.rows()
  await reader.close()
  const closed = { name: 'TypeError', message: `expected the store ${db} to be open, got a closed one` }
  await assert.rejects((row!['checkpoint'] as Asset).load(), closed)
  await assert.rejects(reader.asset('abcdef'), closed)
})
