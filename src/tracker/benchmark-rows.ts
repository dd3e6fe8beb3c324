// The rows of one benchmark: each datapoint once or one run's, with every column that the benchmark has and no other's.
import { AssayError } from '../base/errors.ts'
import { suggestion } from '../base/nearest.ts'
import type { DeclaredRows } from '../record/benchmark.ts'
import type { Row, Store } from '../store/store.ts'
import { findRun, readRuns } from './runs.ts'
import type { Source } from './source.ts'

/** Without a run the newest row of each datapoint. An `AssayError` if the benchmark never ran here. */
export async function benchmarkSource(store: Store, benchmark: DeclaredRows): Promise<Source> {
  if ((await runsOf(store, benchmark)).length === 0) throw await neverRan(store, benchmark)
  return {
    store,
    name: nameOf(benchmark),
    tableOf: run => (run === undefined ? 'datapoints' : 'predictions'),
    scope: { benchmark: benchmark.name },
    findRun: run => findRunOf(store, benchmark, run),
    columns: () => columnsOf(store, benchmark),
  }
}

/** Every column of a benchmark: those that Assay has of each row, what its rows ever had, and the params that it declares. */
export async function columnsOf(
  store: Store,
  { name, params }: Pick<DeclaredRows, 'name' | 'params'>,
): Promise<ReadonlySet<string>> {
  const known = await store.columns('predictions')
  const present = new Set(await store.keys('predictions', { where: { benchmark: name } }))
  const stored = known.filter(({ key, isFixed }) => isFixed || present.has(key)).map(({ key }) => key)
  return new Set([...stored, ...params.flatMap(entry => Object.keys(entry).map(key => `params_${key}`))])
}

/** How a benchmark is called in errors. */
export function nameOf({ name }: DeclaredRows): string {
  return `The benchmark \`${name}\``
}

/** Oldest first, without deleted ones. */
function runsOf(store: Store, { name }: DeclaredRows): Promise<Row[]> {
  return Array.fromAsync(readRuns(store, { where: { benchmark: name, deleted_at: null } }))
}

/** `latest` is the newest run of this benchmark, whatever ran after it. */
async function findRunOf(store: Store, benchmark: DeclaredRows, run: string): Promise<Row> {
  const found = run === 'latest' ? (await runsOf(store, benchmark)).at(-1) : await findRun(store, run)
  if (found === undefined) throw await neverRan(store, benchmark)
  if (found['benchmark'] === benchmark.name) return found
  throw new AssayError(
    'run_not_found',
    `The run ${run} in ${store.location} is of \`${String(found['benchmark'])}\`, not of \`${benchmark.name}\`.`,
    'open the reader with the benchmark of that run, or without one',
  )
}

async function neverRan(store: Store, benchmark: DeclaredRows): Promise<AssayError> {
  const runs = await Array.fromAsync(store.rows('runs', { columns: ['benchmark'], where: { deleted_at: null } }))
  const names = [...new Set(runs.flatMap(row => (typeof row['benchmark'] === 'string' ? [row['benchmark']] : [])))]
  return new AssayError(
    'run_not_found',
    `${nameOf(benchmark)} has no run in ${store.location}.${suggestion(benchmark.name, names)}`,
    `run it: assay run FILE --db ${store.location}; what ran there is listed by assay runs ${store.location}`,
  )
}
