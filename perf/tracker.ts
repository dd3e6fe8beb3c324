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

const stored = fresh()

/** All rows as objects, against the statement that reads the same columns. */
async function read(): Promise<number> {
  await using reader = await openReader(stored, { table: 'events' })
  const start = performance.now()
  let rows = 0
  for await (const _ of reader) rows++
  if (rows !== 100_000) throw new Error(`expected 100,000 rows, got ${rows}`)
  return performance.now() - start
}

async function readRaw(): Promise<number> {
  if (number > 0 && !seeded) {
    seeded = true
    await using tracker = await openTracker(stored)
    for (let i = 0; i < 100; i++) await tracker.logBatch(Array.from({ length: 1_000 }, (_, j) => rowOf(i * 1_000 + j)))
  }
  using database = new DatabaseSync(stored, { readOnly: true })
  const start = performance.now()
  database
    .prepare('SELECT run_id, row_id, timestamp, epoch, loss, accuracy, rate, step, stage, model, note, device, seed FROM events')
    .all()
  return performance.now() - start
}
let seeded = false

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
    name: 'log of 5,000 rows, each awaited',
    unit: 'rows',
    count: 5_000,
    ceiling: 'raw insert, one commit each',
    aim: '≤ 1.2 × its time',
    ours: () => logged(5_000, true),
    raw: () => inserted(5_000, 1),
  },
  {
    name: 'reading 100,000 rows as objects',
    unit: 'rows',
    count: 100_000,
    ceiling: 'one raw statement, all rows as objects',
    aim: '≤ 2 × its time',
    ours: read,
    raw: readRaw,
  },
]
