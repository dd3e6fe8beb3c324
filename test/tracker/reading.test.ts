// A reader goes through a million rows while four processes write: it sees those that were there when it began, in little memory.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { openReader, openTracker } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'
import { beginTogether, start } from './start.ts'

const rows = 1_000_000
const writers = 4

/** Copies of the one logged row, numbered, by SQL: logging them would take longer than the test. */
async function fill(db: string): Promise<void> {
  await using tracker = await openTracker(db)
  await tracker.log({ i: 0, text: 'row 0', half: 0.5 })
  using database = new DatabaseSync(db)
  database.exec(`INSERT INTO events (run_id, row_id, timestamp, i, text, half)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows - 1})
    SELECT run_id, run_id || ':' || n.i, timestamp, n.i, 'row ' || n.i, n.i + 0.5 FROM events, n ORDER BY n.i`)
}

/** Reads one row, says so, waits, and reads the rest. */
const reading = `const reader = await openReader(db, { table: 'events' })
  let n = 0, wrong = 0
  for await (const row of reader) {
    if (n === 0) { say('begun'); await once(process.stdin, 'data') }
    const isWhole = Object.keys(row).join() === 'run_id,row_id,timestamp,i,text,half' && row.timestamp instanceof Date
    if (!isWhole || row.i !== n || row.text !== 'row ' + n || row.half !== n + 0.5) wrong++
    n++
  }
  await reader.close()
  say(JSON.stringify({ n, wrong }))`

/** Rows one by one and in batches, with columns that are new and values of another kind, until it is told to stop. */
const writing = `let isStopped = false
  process.stdin.once('data', () => (isStopped = true))
  let n = 0
  for (; !isStopped; n++) {
    if (n % 10) await t.log({ i: 'text ' + n, ['own ' + w + ' ' + (n % 50)]: n })
    else await t.logBatch(Array.from({ length: 20 }, (_, j) => ({ i: true, half: [n, j], text: null })))
    if (n === 10) say('writing')
  }
  say(String(n))`

test('a million rows, read in 64 MB while others write', async t => {
  const db = laboratory(t)
  await fill(db)
  const reader = start(db, -1, reading, { heapMb: 64 })
  await beginTogether([reader])
  assert.equal(await reader.next(), 'begun')
  const others = Array.from({ length: writers }, (_, w) => start(db, w, writing))
  await beginTogether(others)
  for (const other of others) assert.equal(await other.next(), 'writing')
  reader.go()
  assert.deepEqual(JSON.parse(String(await reader.next())), { n: rows, wrong: 0 })
  for (const other of others) other.go()
  const written = await Promise.all(others.map(async other => Number(await other.next())))
  assert.deepEqual(await Promise.all([reader, ...others].map(child => child.ended)), Array(writers + 1).fill(0))
  await using after = await openReader(db, { table: 'events' })
  const logged = written.map(n => n + 19 * Math.ceil(n / 10)).reduce((a, b) => a + b)
  assert.equal(await after.count(), rows + logged)
})
