// Reads a store that exists: rows, columns, runs and SQL; creates nothing, changes nothing.
import { findAsset } from '../assets/stored.ts'
import { kindOf } from '../base/kind.ts'
import { checkNames } from '../base/options.ts'
import type { Asset } from '../record/asset.ts'
import { type Benchmark, type DeclaredRows, declarationOf } from '../record/benchmark.ts'
import type { ColumnCounts, Ranking, TableStats } from '../store/description.ts'
import { openStore } from '../store/open.ts'
import { benchmarkSource } from './benchmark-rows.ts'
import { readRuns, type RunStatus } from './runs.ts'
import { createSelection, type Selection } from './selection.ts'
import { type Source, countRows, readFiltered, readRows, scopeOf, tableSource } from './source.ts'

export interface ReadOptions<R = AnyRow> {
  /** One run's rows; `latest` is a run. */
  readonly run?: string
  readonly where?: Partial<R>
  readonly limit?: number
  readonly offset?: number
  readonly tail?: number
}

/** Any row of any table, by its keys. */
export interface AnyRow {
  readonly [column: string]: unknown
}

/**
 * A store, open for reading. Of a benchmark, its rows are those of the view `datapoints` (each datapoint once, from its newest run), or
 * those of a run that is named; of a table, all its rows. `select`, iteration and everything else but `sql` are of the same rows.
 */
export interface Reader<R = AnyRow, P = Record<string, unknown>, M extends string = string>
  extends Selection<R, P, M>,
    AsyncDisposable {
  /** Rows in written order. Of a benchmark, each has every column of the benchmark; of a table, an absent key has no value in that row. */
  rows(options?: ReadOptions<R>): Promise<R[]>
  count(options?: { readonly run?: string; readonly where?: Partial<R> }): Promise<number>
  /** The names of the columns, in the order in which they are shown. Counts nothing. */
  names(): Promise<string[]>
  /** `column` is its name in SQL; `nulls` counts rows without a value. Counted by the engine: any number of rows fits. */
  columns(): Promise<ColumnCounts[]>
  runs(): Promise<
    {
      readonly runId: string
      readonly benchmark: string
      readonly status: RunStatus
      readonly startedAt: Date
      readonly metrics: readonly Record<string, unknown>[]
    }[]
  >
  /** Statistics of all columns, or of those named: of all rows, or by the values of a column. Numbers: only finite ones. */
  stats(options?: { readonly run?: string; readonly columns?: readonly string[]; readonly by?: string }): Promise<TableStats>
  /** The rows with the best and the worst values of a column of numbers or dates. `limit`: how many of each; default 5. */
  rank(
    column: string,
    options: {
      readonly better: 'higher' | 'lower'
      readonly run?: string
      readonly columns?: readonly string[]
      readonly limit?: number
    },
  ): Promise<Ranking>
  /** Your SQL, untouched. Read-only, enforced by the engine. */
  sql<T = Record<string, unknown>>(query: string, values?: readonly unknown[]): Promise<T[]>
  /** The asset of a hash, or of six or more of its first digits where no other begins so. An `AssayError` `asset_not_found`. It loads until the reader is closed. */
  asset<T = Uint8Array>(hash: string): Promise<Asset<T>>
  close(): Promise<void>
}

/**
 * Opens a store for reading. With `benchmark`: its datapoints only, typed. Creates nothing: a missing file, table, column or run is
 * an `AssayError` that names the nearest match, and so is a benchmark that never ran there.
 */
export function openReader<R, P, M extends string>(
  location: string,
  options: { readonly benchmark: Benchmark<R, P, M> },
): Promise<Reader<R, P, M>>
/** Default table: `predictions`. */
export function openReader(location: string, options?: { readonly table?: string }): Promise<Reader>
export function openReader(location: string, options: object = {}): Promise<never> {
  return openAny(location, options) as Promise<never>
}

async function openAny(location: string, options: object): Promise<Reader> {
  const { benchmark, table = 'predictions' } = checkOptions(options)
  const store = await openStore(location, { mode: 'read' })
  try {
    const source = benchmark === undefined ? tableSource(store, table) : await benchmarkSource(store, benchmark)
    await store.columns(table)
    return createReader(source, benchmark ?? null)
  } catch (error) {
    await store.close()
    throw error
  }
}

function checkOptions(options: { readonly benchmark?: unknown; readonly table?: unknown }): {
  readonly benchmark?: DeclaredRows | undefined
  readonly table?: string | undefined
} {
  checkNames(options, ['benchmark', 'table'], 'openReader()')
  const { benchmark, table } = options
  if (table !== undefined && typeof table !== 'string')
    throw new TypeError(`expected \`table\` to be the name of a table, got ${String(table)}`)
  if (benchmark === undefined) return { table }
  if (table !== undefined)
    throw new TypeError('expected `table` or `benchmark`, got both; a benchmark’s rows are in `predictions` and `datapoints`')
  const declaration = declarationOf(benchmark)
  if (declaration === null)
    throw new TypeError(
      `expected \`benchmark\` to be what benchmark() returned, got ${kindOf(benchmark)}; import it from its file`,
    )
  return { benchmark: declaration }
}

function createReader(source: Source, declaration: DeclaredRows | null): Reader {
  const { store } = source
  const selection = createSelection<AnyRow, Record<string, unknown>, string>(
    filters => readFiltered(source, filters),
    declaration,
  )
  const reading = new Set<Promise<unknown>>()
  /** `await using` closes before a promise that was returned without `await` is done: what was asked for is read to its end. */
  const whole = async <T>(read: () => Promise<T>): Promise<T> => {
    const result = read()
    const done: Promise<unknown> = result.then(
      () => reading.delete(done),
      () => reading.delete(done),
    )
    reading.add(done)
    return result
  }
  const close = async (): Promise<void> => {
    await Promise.all(reading)
    await store.close()
  }
  return {
    ...selection,
    rows: (options = {}) =>
      whole(async () => {
        checkNames(options, ['run', 'where', 'limit', 'offset', 'tail'], 'rows()')
        checkRange(options)
        return Array.fromAsync(readRows(source, options))
      }),
    count: (options = {}) =>
      whole(async () => {
        checkNames(options, ['run', 'where'], 'count()')
        return countRows(source, options)
      }),
    names: () => whole(async () => (await scopeOf(source)).columns),
    columns: () => whole(() => countColumns(source)),
    stats: (options = {}) =>
      whole(async () => {
        checkNames(options, ['run', 'columns', 'by'], 'stats()')
        const { run, ...wanted } = options
        const { table, ...scope } = await scopeOf(source, run)
        return store.summarize(table, { ...scope, ...wanted })
      }),
    rank: (column, options) =>
      whole(async () => {
        checkNames(options, ['better', 'run', 'columns', 'limit'], 'rank()')
        const { run, better, limit = 5, ...wanted } = options
        checkRange({ limit })
        const { table, ...scope } = await scopeOf(source, run)
        return store.rank(table, column, { ...scope, ...wanted, better, limit })
      }),
    runs: () => whole(() => listRuns(source)),
    sql: <T>(query: string, values?: readonly unknown[]) =>
      whole(async () => {
        const { columns, rows } = await store.sql(query, values)
        return rows.map(row => Object.fromEntries(columns.map((name, i) => [name, row[i]])) as T)
      }),
    asset: <T>(hash: string) => whole(async () => (await findAsset(store, hash)) as Asset<T>),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A `RangeError` for a place that is none. */
export function checkRange({ limit, offset, tail }: { readonly [K in 'limit' | 'offset' | 'tail']?: number | undefined }): void {
  for (const [name, value] of Object.entries({ limit, offset, tail })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
      throw new RangeError(`expected \`${name}\` to be a whole number from 0, got ${value}`)
  }
}

/** The engine counts a whole table faster than some of its rows. */
async function countColumns(source: Source): ReturnType<Reader['columns']> {
  const { table, where, columns } = await scopeOf(source)
  if (Object.keys(where).length === 0) return [...(await source.store.describe(table))]
  const { groups } = await source.store.summarize(table, { where, columns })
  const counted = groups[0]?.columns ?? []
  return counted.map(({ name, column, type, nulls, distinct }) => ({ name, column, type, nulls, distinct }))
}

async function listRuns({ store, scope }: Source): ReturnType<Reader['runs']> {
  const metrics = await Array.fromAsync(store.rows('metrics', { where: scope }))
  return (await Array.fromAsync(readRuns(store, { where: { ...scope, deleted_at: null } }))).map(row => ({
    runId: String(row['run_id']),
    benchmark: String(row['benchmark']),
    status: row['status'] as RunStatus,
    startedAt: row['started_at'] as Date,
    metrics: metrics.filter(metric => metric['run_id'] === row['run_id']),
  }))
}
