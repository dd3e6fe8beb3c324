// What a tracker must not open: a file of a newer Assay or of somebody else is left as it was; a run has one tracker at a time.
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { AssayError, openReader, openTracker } from 'assay'
import { temporaryFolder } from '../fixtures/folder.ts'
import { laboratory } from '../fixtures/laboratory.ts'
import { beginTogether, start } from './start.ts'

/** Neither tracker nor reader opens it, nor leaves a trace. */
async function assertRefused(folder: string, code: string, message: RegExp): Promise<void> {
  const db = join(folder, 'lab.db')
  const before = contents(folder)
  for (const open of [openTracker, openReader] as const) {
    await assert.rejects(open(db, { table: 'events' }), (error: AssayError) => {
      assert.deepEqual([error.name, error.code], ['AssayError', code])
      assert.match(error.message, message)
      return true
    })
  }
  assert.deepEqual(contents(folder), before)
}

/** Each file and the digest of its bytes, but for what SQLite puts beside a file in WAL mode that is only read. */
function contents(folder: string): string[] {
  const names = readdirSync(folder).filter(name => !/-(?:shm|wal)$/.test(name))
  return names.map(name => `${name} ${hash('sha256', readFileSync(join(folder, name)))}`)
}

test('a database of a newer schema', async t => {
  const folder = temporaryFolder(t)
  const db = join(folder, 'lab.db')
  const tracker = await openTracker(db)
  await tracker.log({ x: 1 })
  await tracker.close()
  const database = new DatabaseSync(db)
  database.exec('PRAGMA user_version = 99; ALTER TABLE events ADD COLUMN tomorrow')
  database.close()
  await assertRefused(folder, 'schema_newer', /written by a newer version of assay \(schema 99, this one knows \d+\)/)
})

test('somebody else’s database, even one with a table of that name', async t => {
  const folder = temporaryFolder(t)
  const database = new DatabaseSync(join(folder, 'lab.db'))
  database.exec('CREATE TABLE events (run_id, row_id, timestamp); INSERT INTO events VALUES (1, 2, 3)')
  database.close()
  await assertRefused(folder, 'not_assay', /not one of assay's/)
})

test('a file that is no database', async t => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'lab.db'), 'epoch,loss\n'.repeat(1_000))
  await assertRefused(folder, 'not_a_database', /is not a database/)
})

const isTaken = (error: AssayError) => error.code === 'run_in_use' && error.message.startsWith('The run fox is open already')

test('a run that is open here or in another process', async t => {
  const db = laboratory(t)
  const child = start(
    db,
    0,
    "const fox = await openTracker(db, { runId: 'fox' }); say('open'); await once(process.stdin, 'data'); await fox.close()",
  )
  await beginTogether([child])
  assert.equal(await child.next(), 'open')
  await assert.rejects(openTracker(db, { runId: 'fox' }), isTaken)
  child.go()
  assert.equal(await child.ended, 0)
  await using first = await openTracker(db, { runId: 'fox' })
  await assert.rejects(openTracker(db, { runId: 'fox' }), isTaken)
  await first.log({ x: 1 })
})

test('of those that open a new run at the same moment, one has it', async t => {
  const db = laboratory(t)
  const opened = await Promise.allSettled([1, 2, 3].map(() => openTracker(db, { runId: 'fox' })))
  assert.deepEqual(opened.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected', 'rejected'])
  for (const one of opened) {
    if (one.status === 'rejected') assert.ok(isTaken(one.reason as AssayError), String(one.reason))
    else await one.value.close()
  }
})

test('of processes that open a new run at the same moment, one has it', async t => {
  const db = laboratory(t)
  const body = `const owl = await openTracker(db, { runId: 'owl' }).catch(error => error.code)
    say(typeof owl === 'string' ? owl : 'open')
    await once(process.stdin, 'data')
    if (typeof owl !== 'string') { await owl.log({ w }); await owl.close() }`
  const children = Array.from({ length: 4 }, (_, w) => start(db, w, body))
  await beginTogether(children)
  const said = await Promise.all(children.map(child => child.next()))
  assert.deepEqual(said.toSorted(), ['open', 'run_in_use', 'run_in_use', 'run_in_use'])
  for (const child of children) child.go()
  assert.deepEqual(await Promise.all(children.map(child => child.ended)), [0, 0, 0, 0])
  await using reader = await openReader(db, { table: 'events' })
  assert.deepEqual(
    (await reader.rows()).map(row => row['row_id']),
    ['owl:0'],
  )
})

test('a killed run is continued while others start, and stays alive for all of them', async t => {
  const db = laboratory(t)
  const dead = start(
    db,
    9,
    "const fox = await openTracker(db, { runId: 'fox' }); await fox.log({ i: 0 }); say('open'); await once(process.stdin, 'data')",
  )
  await beginTogether([dead])
  assert.equal(await dead.next(), 'open')
  dead.process.kill('SIGKILL')
  await dead.ended
  const [continued, ...others] = await Promise.all([
    openTracker(db, { runId: 'fox' }),
    ...Array.from({ length: 4 }, () => openTracker(db)),
  ])
  await using reader = await openReader(db, { table: 'runs' })
  const statusOf = async (runId: string) => (await reader.rows({ where: { run_id: runId } }))[0]?.['status']
  assert.equal(await statusOf('fox'), 'running')
  assert.deepEqual(await reader.sql("SELECT status FROM runs WHERE run_id = 'fox'"), [{ status: 'running' }])
  await continued.log({ i: 1 })
  for (const tracker of [continued, ...others]) await tracker.close()
  assert.equal(await statusOf('fox'), 'completed')
})
