// Metrics and a comparison of a million predictions against the statement that reads the same columns, their memory, and the bootstrap.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { bootstrapRatio } from '../src/stats/resample-ratio.ts'
import { type Comparison, timed } from './measure.ts'

const program = fileURLToPath(new URL('many-rows.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'assay-perf-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** A database with so many predictions of 10 configurations, made once. */
const filled = new Map<number, string>()
function filledWith(count: number): string {
  const path = filled.get(count) ?? join(folder, `${count}.db`)
  if (!filled.has(count)) start('fill', path, String(count))
  filled.set(count, path)
  return path
}

/** In a process of its own, since memory is the most that a process had. */
function start(...args: readonly string[]): { readonly ms: number; readonly megabytes: number } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--conditions=assay-source', program, ...args], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`expected ${args.join(' ')} to end well, got ${status}: ${stderr}`)
  const [ms = Number.NaN, megabytes = Number.NaN] = stdout.split(' ').map(Number)
  return { ms, megabytes }
}

/** The columns of the four metrics, sorted by item, configuration by configuration. */
function readRaw(path: string, configurations: number): number {
  using database = new DatabaseSync(path, { readOnly: true })
  const columns = 'input_id, trial, status, expected, prediction, duration_ms'
  const statement = database.prepare(
    `SELECT ${columns} FROM assay_predictions WHERE run_id = (SELECT run_id FROM runs) AND assay_params = ? ORDER BY input_id, trial`,
  )
  return timed(() => {
    for (let i = 1; i <= configurations; i++) for (const _ of statement.iterate(i));
  })
}

const [items, draws] = [10_000, 10_000]
const values = Array.from({ length: items }, (_, i) => (i * 7919) % 101)
const ones = values.map(() => 1)

function addDrawn(): number {
  let total = 0
  const took = timed(() => {
    for (let i = 0; i < items * draws; i++) total += values[Math.floor(Math.random() * items)] ?? 0
  })
  return total > 0 ? took : Number.NaN
}

export const metricComparisons: readonly Comparison[] = [
  {
    name: 'accuracy, mean, p95 and F1 of 1,000,000 predictions',
    unit: 'predictions',
    count: 1_000_000,
    ceiling: 'one raw statement that sorts and reads the same columns',
    aim: '≥ 170,000/s',
    ours: () => start('metrics', filledWith(1_000_000)).ms,
    raw: () => readRaw(filledWith(1_000_000), 10),
  },
  {
    name: 'memory of the same',
    unit: 'MB',
    isSize: true,
    count: 1,
    ceiling: 'of 100,000 predictions',
    aim: '≤ 500 MB',
    ours: () => start('metrics', filledWith(1_000_000)).megabytes,
    raw: () => start('metrics', filledWith(100_000)).megabytes,
  },
  {
    name: 'compare of two configurations of 100,000 of them',
    unit: 'predictions',
    count: 200_000,
    ceiling: 'one raw statement that sorts and reads the same columns',
    aim: '',
    ours: () => start('compare', filledWith(1_000_000)).ms,
    raw: () => readRaw(filledWith(1_000_000), 2),
  },
  {
    name: 'BCa interval of 10,000 items, 10,000 draws',
    unit: 'drawn items',
    count: items * draws,
    ceiling: 'as many additions of items drawn by `Math.random`',
    aim: '≥ 50,000,000/s (2 s)',
    ours: () => timed(() => bootstrapRatio(values, ones, { seed: 's', draws })),
    raw: addDrawn,
  },
]
