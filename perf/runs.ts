// Whole runs, start and end of the process included, against a process that only inserts as many rows.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Comparison, timed } from './measure.ts'

const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const file = fileURLToPath(new URL('noop.bench.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'assay-perf-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Opens a new WAL file, then inserts rows of 20 columns: one transaction each, or one for all. */
const inserting = (count: number, isOneByOne: boolean) => `
  const { DatabaseSync } = require('node:sqlite'); const d = new DatabaseSync(process.argv[1])
  d.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE t (' + Array.from({ length: 20 }, (_, i) => 'c' + i) + ')')
  const s = d.prepare('INSERT INTO t VALUES (' + Array(20).fill('?') + ')')
  ${isOneByOne ? '' : "d.exec('BEGIN')"}
  for (let i = 0; i < ${count}; i++) s.run(...Array.from({ length: 20 }, (_, j) => (j % 2 ? 'text ' + i : BigInt(i))))
  ${isOneByOne ? '' : "d.exec('COMMIT')"}; d.close()`

let number = 0
const fresh = () => join(folder, `${number++}.db`)
const insert = (count: number, isOneByOne: boolean) => timed(() => start(['-e', inserting(count, isOneByOne), fresh()]))
const run = (count: number, db: string) => timed(() => start([cli, 'run', file, '--db', db], { COUNT: String(count) }))
const replayed = fresh()

export const runComparisons: readonly Comparison[] = [
  {
    name: 'start: assay --help',
    unit: 'starts',
    count: 1,
    ceiling: 'node -e 0',
    aim: '≤ 1.5 × its time',
    ours: () => timed(() => start([cli, '--help'])),
    raw: () => timed(() => start(['-e', '0'])),
  },
  {
    name: 'first run of 4,000 no-op datapoints',
    unit: 'datapoints',
    count: 4_000,
    ceiling: 'as many raw rows, one commit each',
    aim: '≥ 5,000/s',
    ours: () => run(4_000, fresh()),
    raw: () => insert(4_000, true),
  },
  {
    name: 'replay of 50,000 datapoints',
    unit: 'datapoints',
    count: 50_000,
    ceiling: 'as many raw rows, one commit for all',
    aim: '≥ 25,000/s',
    ours: () => run(50_000, replayed),
    raw: () => insert(50_000, false),
  },
]

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const { status, stderr } = spawnSync(process.execPath, args, { env: { ...process.env, ...env }, encoding: 'utf8' })
  if (status !== 0) throw new Error(`expected ${args.join(' ')} to end well, got ${status}: ${stderr}`)
}
