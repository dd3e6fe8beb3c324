// The disk is full while a tracker logs: the log is an error, earlier rows stay, and with room again the same tracker goes on.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { openReader, openTracker, type Tracker } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'
import { start } from './start.ts'

/** A tracker and the connection that it writes on, which it shows to nobody. */
async function openTapped(t: TestContext, db: string): Promise<{ tracker: Tracker; database: DatabaseSync }> {
  const { exec } = DatabaseSync.prototype
  const seen = new Set<DatabaseSync>()
  const tap = t.mock.method(DatabaseSync.prototype, 'exec', function (this: DatabaseSync, sql: string) {
    seen.add(this)
    exec.call(this, sql)
  })
  const tracker = await openTracker(db)
  tap.mock.restore()
  const [database, ...others] = [...seen].filter(one => one.isOpen && one.location() === db)
  if (database === undefined || others.length > 0) throw new Error(`expected one connection of ${db}`)
  return { tracker, database }
}

async function numbers(db: string): Promise<unknown[]> {
  await using reader = await openReader(db, { table: 'events' })
  return (await reader.rows()).map(row => row['n'])
}

test('on a full disk a log fails with what to do, and the same tracker goes on once there is room', async t => {
  const db = laboratory(t)
  const { tracker, database } = await openTapped(t, db)
  const large = { n: 2, text: 'x'.repeat(1_000_000) }
  await tracker.log({ n: 1, text: '' })
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count'])
  database.exec(`PRAGMA max_page_count = ${pages + 2}`)
  const failure = {
    name: 'AssayError',
    code: 'disk_full',
    message: `${db} cannot grow, because the disk is full: database or disk is full`,
    hint: 'make room, then run the same command again; what was stored is kept',
  }
  await assert.rejects(tracker.log(large), failure)
  await assert.rejects(tracker.logBatch([{ n: 3 }, large]), failure)
  await assert.rejects(
    tracker.track(() => large, { n: 4 }),
    failure,
  )
  assert.deepEqual(await numbers(db), [1])

  database.exec('PRAGMA max_page_count = 1000000')
  await tracker.log(large)
  await tracker.log({ n: 5, fresh: true })
  assert.deepEqual(await numbers(db), [1, 2, 5])
  await tracker.close()
})

const hasLimits = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0

test('when the system refuses a write, too', { skip: hasLimits ? false : 'needs prlimit' }, async t => {
  const db = laboratory(t)
  const body = `process.on('SIGXFSZ', () => {})
    let stored = 0
    const log = () => t.log({ n: stored, text: 'x'.repeat(20_000) })
    try { for (;; stored++) await log() } catch (error) { say(JSON.stringify([stored, error.name, error.code, error.hint])) }
    await once(process.stdin, 'data')
    for (let more = 0; more < 5; more++, stored++) await log()
    say(String(stored))`
  const child = start(db, 0, body)
  assert.equal(await child.next(), 'ready')
  const limit = (bytes: string) => execFileSync('prlimit', ['--pid', String(child.process.pid), `--fsize=${bytes}:unlimited`])
  limit('2000000')
  child.go()
  const [stored, name, code, hint] = JSON.parse(String(await child.next())) as [number, string, string, string]
  assert.deepEqual([name, code], ['AssayError', 'io'])
  assert.match(hint, /disk has room/)
  assert.ok(stored > 10)
  assert.deepEqual(await numbers(db), Array.from(Array(stored).keys()))
  limit('unlimited')
  child.go()
  assert.equal(await child.next(), String(stored + 5))
  assert.equal(await child.ended, 0)
  assert.deepEqual(await numbers(db), Array.from(Array(stored + 5).keys()))
})
