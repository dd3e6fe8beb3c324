// Checks assets with real processes: many megabytes in little memory, a kill in the middle, two that store the same at once.
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openReader, openTracker } from 'assay'
import { collectAssets, listAssets } from 'assay/maintenance'
import { openStore } from '../../src/store/open.ts'
import { temporaryFolder } from '../fixtures/folder.ts'

const script = fileURLToPath(new URL('./processes/put.ts', import.meta.url))
const later = new Date(Date.now() + 48 * 3_600_000)

interface Put {
  readonly hash: string
  readonly peak: number
}

function start(t: TestContext, args: readonly (string | number)[]): ChildProcess {
  const execArgv = ['--conditions=assay-source', '--max-old-space-size=64']
  const child = fork(script, args.map(String), { execArgv, silent: true })
  t.after(() => child.kill('SIGKILL'))
  return child
}

/** The first message that passes. */
async function heard(child: ChildProcess, passes: (message: unknown) => boolean): Promise<unknown> {
  for (;;) {
    const [message] = (await once(child, 'message')) as [unknown]
    if (passes(message)) return message
  }
}

const isPut = (message: unknown): boolean => typeof message === 'object'

function hashOf(megabytes: number, seed: number): string {
  const digest = createHash('sha256')
  for (let i = 0; i < megabytes; i++) digest.update(new Uint8Array(1024 * 1024).fill(i + seed))
  return digest.digest('hex')
}

test('a stream of 200 MB needs the memory of a few, and comes back by its hash in another process', async t => {
  const db = join(temporaryFolder(t), 'lab.db')
  const child = start(t, [db, 200, 1])
  await heard(child, message => message === 'ready')
  child.send('go')
  const { hash, peak } = (await heard(child, isPut)) as Put
  assert.equal(hash, hashOf(200, 1))
  assert.ok(peak < 64 * 1024 * 1024, `${peak} bytes`)
  await using reader = await openReader(db)
  let bytes = 0
  for await (const piece of (await reader.asset(hash)).stream()) bytes += piece.length
  assert.equal(bytes, 200 * 1024 * 1024)
})

test('kill -9 in the middle leaves nothing that is seen, and what is left is collected', async t => {
  const db = join(temporaryFolder(t), 'lab.db')
  const child = start(t, [db, 1_000, 1])
  await heard(child, message => message === 'ready')
  child.send('go')
  await heard(child, message => message === 5)
  child.kill('SIGKILL')
  await once(child, 'close')
  assert.deepEqual(await listAssets(db), [])
  const parts = async () => {
    await using store = await openStore(db, { mode: 'read' })
    assert.deepEqual(await store.check(), [])
    return (await store.sql('SELECT COUNT(*) FROM assay_asset_parts')).rows[0]?.[0]
  }
  assert.ok(Number(await parts()) >= 4)
  assert.equal((await collectAssets(db, { graceMs: 0 })).unfinished, 0, 'it may still be coming')
  assert.equal((await collectAssets(db, { now: later, dryRun: true })).unfinished, 1)
  assert.equal((await collectAssets(db, { now: later })).unfinished, 1)
  assert.equal(await parts(), 0)
})

test('two processes that store the same content at once have one asset', async t => {
  const db = join(temporaryFolder(t), 'lab.db')
  await (await openTracker(db)).close()
  const children = [start(t, [db, 20, 3]), start(t, [db, 20, 3])]
  await Promise.all(children.map(child => heard(child, message => message === 'ready')))
  for (const child of children) child.send('go')
  const puts = (await Promise.all(children.map(child => heard(child, isPut)))) as Put[]
  assert.deepEqual(
    puts.map(({ hash }) => hash),
    [hashOf(20, 3), hashOf(20, 3)],
  )
  assert.deepEqual(
    (await listAssets(db)).map(({ bytes }) => bytes),
    [20 * 1024 * 1024],
  )
  await using store = await openStore(db, { mode: 'read' })
  assert.deepEqual((await store.sql('SELECT COUNT(*) FROM assay_asset_parts')).rows, [[20]])
  assert.deepEqual(await store.check(), [])
})

test('an asset that is collected while it is stored is an error to whoever stores it', async t => {
  const db = join(temporaryFolder(t), 'lab.db')
  await using tracker = await openTracker(db)
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      controller.enqueue(new Uint8Array(2 * 1024 * 1024))
      assert.equal((await collectAssets(db, { now: later })).unfinished <= 1, true)
    },
  })
  await assert.rejects(tracker.asset(stream), { code: 'asset_not_found', message: /was collected meanwhile/ })
})
