// Logging rows of 10 columns against the raw SQLite that it stands on: many at once, and one by one.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openTracker } from '../src/tracker/tracker.ts'
import { openReader } from '../src/tracker/reader.ts'
import type { Comparison } from './measure.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-perf-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
let number = 0
const fresh = () => join(folder, `${number++}.db`)

const rowOf = (i: number) => ({
  epoch: i,
  loss: i / 7,
  accuracy: 1 / (i + 1),
  rate: 0.01,
  step: i * 3,
  stage: 'train',
  model: 'resnet18',
  note: `row ${i}`,
  device: 'cpu',
  seed: 7,
})

async function logged(count: number, isAwaited: boolean): Promise<number> {
  await using tracker = await openTracker(fresh())
  await tracker.log(rowOf(0))
  const start = performance.now()
  if (isAwaited) for (let i = 1; i <= count; i++) await tracker.log(rowOf(i))
  else await Promise.all(Array.from({ length: count }, (_, i) => tracker.log(rowOf(i))))
  return performance.now() - start
}

/** A prepared insert of 10 columns, so many rows a transaction. */
function inserted(count: number, perTransaction: number): number {
  using database = new DatabaseSync(fresh())
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE t (a, b, c, d, e, f, g, h, i, j)')
  const insert = database.prepare('INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const start = performance.now()
  for (let i = 0; i < count; i++) {
    if (perTransaction > 1 && i % perTransaction === 0) database.exec('BEGIN IMMEDIATE')
    insert.run(...Object.values(rowOf(i)))
    if (perTransaction > 1 && (i + 1) % perTransaction === 0) database.exec('COMMIT')
  }
  return performance.now() - start
}

/** The same rows as Assay stores them, run and id and time included, with the index that finds a run's rows. */
function insertedWhole(count: number, perTransaction: number): number {
  using database = new DatabaseSync(fresh())
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE t (a, b, c, d, e, f, g, h, i, j, run, id, at)',
  )
  database.exec('CREATE INDEX by_run ON t (run)')
  const insert = database.prepare('INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const run = 'calm-otter-x7k2q9'
  const start = performance.now()
  for (let i = 0; i < count; i++) {
    if (perTransaction > 1 && i % perTransaction === 0) database.exec('BEGIN IMMEDIATE')
    insert.run(...Object.values(rowOf(i)), run, `${run}:${i}`, new Date().toISOString())
    if (perTransaction > 1 && (i + 1) % perTransaction === 0) database.exec('COMMIT')
  }
  return performance.now() - start
}

/** A database with so many rows, made once. */
const filled = new Map<number, Promise<string>>()
function filledWith(count: number): Promise<string> {
  let path = filled.get(count)
  if (path === undefined) filled.set(count, (path = fill(count)))
  return path
}

async function fill(count: number): Promise<string> {
  const path = fresh()
  await using tracker = await openTracker(path)
  for (let i = 0; i < count; i += 1_000) await tracker.logBatch(Array.from({ length: 1_000 }, (_, j) => rowOf(i + j)))
  return path
}

/** One by one into a table that holds so many rows. */
async function loggedInto(existing: number): Promise<number> {
  await using tracker = await openTracker(await filledWith(existing))
  await tracker.log(rowOf(0))
  const start = performance.now()
  for (let i = 0; i < 2_000; i++) await tracker.log(rowOf(i))
  return performance.now() - start
}

const add = ({ a, b }: { a: number; b: number }) => ({ sum: a + b })

async function tracked(count: number): Promise<number> {
  await using tracker = await openTracker(fresh())
  const start = performance.now()
  for (let i = 0; i < count; i++) await tracker.track(add, { a: i, b: 1 })
  return performance.now() - start
}

async function loggedCalls(count: number): Promise<number> {
  await using tracker = await openTracker(fresh())
  const start = performance.now()
  for (let i = 0; i < count; i++) {
    const { sum } = add({ a: i, b: 1 })
    await tracker.log({ function: 'add', input_a: i, input_b: 1, duration_ms: 0.1, status: 'ok', sum })
  }
  return performance.now() - start
}

/** All rows as objects, against the statement that reads the same columns. */
async function read(): Promise<number> {
  await using reader = await openReader(await filledWith(readRows), { table: 'events' })
  const start = performance.now()
  let rows = 0
  for await (const _ of reader) rows++
  if (rows < readRows) throw new Error(`expected ${readRows} rows, got ${rows}`)
  return performance.now() - start
}

async function readRaw(): Promise<number> {
  using database = new DatabaseSync(await filledWith(readRows), { readOnly: true })
  const columns = 'run_id, row_id, timestamp, epoch, loss, accuracy, rate, step, stage, model, note, device, seed'
  const start = performance.now()
  let rows = 0
  for (const _ of database.prepare(`SELECT ${columns} FROM events`).iterate()) rows++
  if (rows < readRows) throw new Error(`expected ${readRows} rows, got ${rows}`)
  return performance.now() - start
}
const readRows = 1_000_000

export const trackerComparisons: readonly Comparison[] = [
  {
    name: 'log of 20,000 rows, not awaited one by one',
    unit: 'rows',
    count: 20_000,
    ceiling: 'raw prepared insert, 100 a transaction',
    aim: '≤ 1.7 × its time',
    ours: () => logged(20_000, false),
    raw: () => inserted(20_000, 100),
  },
  {
    name: 'the same',
    unit: 'rows',
    count: 20_000,
    ceiling: 'the whole row with run, id, time and index, 100 a transaction',
    aim: '',
    ours: () => logged(20_000, false),
    raw: () => insertedWhole(20_000, 100),
  },
  {
    name: 'log of 5,000 rows, each awaited',
    unit: 'rows',
    count: 5_000,
    ceiling: 'raw insert, one commit each',
    aim: '≤ 1.2 × its time',
    ours: () => logged(5_000, true),
    raw: () => inserted(5_000, 1),
  },
  {
    name: 'the same',
    unit: 'rows',
    count: 5_000,
    ceiling: 'the whole row with run, id, time and index, one commit each',
    aim: '',
    ours: () => logged(5_000, true),
    raw: () => insertedWhole(5_000, 1),
  },
  {
    name: 'log into a table of 1,000,000 rows',
    unit: 'rows',
    count: 2_000,
    ceiling: 'into one of 1,000 rows',
    aim: 'flat',
    ours: () => loggedInto(1_000_000),
    raw: () => loggedInto(1_000),
  },
  {
    name: 'track of a call',
    unit: 'calls',
    count: 5_000,
    ceiling: 'the call, then log of the same row',
    aim: '',
    ours: () => tracked(5_000),
    raw: () => loggedCalls(5_000),
  },
  {
    name: 'reading 1,000,000 rows as objects',
    unit: 'rows',
    count: readRows,
    ceiling: 'one raw statement, row by row as objects',
    aim: '≤ 2 × its time',
    ours: read,
    raw: readRaw,
  },
]
