// Reads a store that exists: rows, columns, runs and SQL; creates nothing, changes nothing.
import type { LogicalType } from '../record/types.ts'
import { openStore } from '../store/open.ts'
import type { Query, Row, Store } from '../store/store.ts'
import { findRun, readRuns, type RunStatus } from './runs.ts'
import { createSelection, type Filter, passes, type Selection, settle } from './selection.ts'

export interface ReadOptions {
  /** One run's rows; `latest` is a run. */
  readonly run?: string
  readonly where?: Readonly<Record<string, unknown>>
  readonly limit?: number
  readonly offset?: number
  readonly tail?: number
}

/** Any row of any table, by its keys. */
export interface AnyRow {
  readonly [column: string]: unknown
}

/** A store, open for reading. */
export interface Reader extends Selection<AnyRow, Record<string, unknown>>, AsyncDisposable {
  /** Rows in written order. An absent key has no value in that row. */
  rows(options?: ReadOptions): Promise<AnyRow[]>
  count(options?: { readonly run?: string; readonly where?: Readonly<Record<string, unknown>> }): Promise<number>
  /** `column` is its name in SQL; `nulls` counts rows without a value. */
  columns(): Promise<
    {
      readonly name: string
      readonly column: string
      readonly type: LogicalType
      readonly nulls: number
      readonly distinct: number
    }[]
  >
  runs(): Promise<
    {
      readonly runId: string
      readonly benchmark: string
      readonly status: RunStatus
      readonly startedAt: Date
      readonly metrics: readonly AnyRow[]
    }[]
  >
  /** Your SQL, untouched. Read-only, enforced by the engine. */
  sql<T = Record<string, unknown>>(query: string, values?: readonly unknown[]): Promise<T[]>
  close(): Promise<void>
}

/**
 * Opens a store for reading. Default table: `predictions`. Creates nothing: a missing file, table, column or run is an
 * `AssayError` that names the nearest match.
 */
export async function openReader(location: string, options: { readonly table?: string } = {}): Promise<Reader> {
  const unknown = Object.keys(options).find(name => name !== 'table')
  if (unknown !== undefined) throw new TypeError(`expected the option \`table\` of openReader(), got \`${unknown}\``)
  const store = await openStore(location, { mode: 'read' })
  const { table = 'predictions' } = options
  try {
    await store.columns(table)
  } catch (error) {
    await store.close()
    throw error
  }
  return createReader(store, table)
}

function createReader(store: Store, table: string): Reader {
  const selection = createSelection<AnyRow, Record<string, unknown>>(filters => readFiltered(store, table, filters))
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
    rows: ({ run, where = {}, ...range } = {}) =>
      whole(async () => {
        checkRange(range)
        return Array.fromAsync(rowsOf(store, table, { ...range, where: await inRun(store, run, where) }))
      }),
    count: ({ run, where = {} } = {}) => whole(async () => store.count(table, { where: await inRun(store, run, where) })),
    columns: () => whole(() => describeColumns(store, table)),
    runs: () => whole(() => listRuns(store)),
    sql: <T>(query: string, values?: readonly unknown[]) =>
      whole(async () => {
        const { columns, rows } = await store.sql(query, values)
        return rows.map(row => Object.fromEntries(columns.map((name, i) => [name, row[i]])) as T)
      }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function checkRange(range: Pick<ReadOptions, 'limit' | 'offset' | 'tail'>): void {
  for (const [name, value] of Object.entries(range)) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
      throw new RangeError(`expected \`${name}\` to be a whole number from 0, got ${value}`)
  }
}

/** A run's status is what is true now, which its row alone does not know. */
function rowsOf(store: Store, table: string, query: Query): AsyncIterable<Row> {
  return table === 'runs' ? readRuns(store, query) : store.rows(table, query)
}

async function inRun(store: Store, run: string | undefined, where: Row): Promise<Row> {
  return run === undefined ? where : { ...where, run_id: (await findRun(store, run))['run_id'] }
}

async function* readFiltered(store: Store, table: string, filters: readonly Filter[]): AsyncGenerator<Row> {
  const { where, settled } = await settle(store, table, filters)
  for await (const row of rowsOf(store, table, { where })) if (passes(row, settled)) yield row
}

async function describeColumns(store: Store, table: string): ReturnType<Reader['columns']> {
  const columns = await store.columns(table)
  const found = new Map(columns.map(({ key }) => [key, { nulls: 0, values: new Set<string>() }]))
  let rows = 0
  for await (const row of store.rows(table)) {
    rows++
    for (const [key, value] of Object.entries(row)) {
      const column = found.get(key)
      if (value === null || column === undefined) continue
      column.nulls--
      if (column.values.size < mostDistinct) column.values.add(textOf(value))
    }
  }
  return columns.map(({ key, name, type }) => {
    const { nulls = 0, values } = found.get(key) ?? {}
    return { name: key, column: name, type, nulls: rows + nulls, distinct: values?.size ?? 0 }
  })
}

/** Distinct values are counted exactly up to here; a column with more is an id or a measurement. */
const mostDistinct = 1_000_000

function textOf(value: unknown): string {
  return typeof value === 'object'
    ? JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner))
    : `${typeof value}${String(value)}`
}

async function listRuns(store: Store): ReturnType<Reader['runs']> {
  const metrics = await Array.fromAsync(store.rows('metrics'))
  return (await Array.fromAsync(readRuns(store))).map(row => ({
    runId: String(row['run_id']),
    benchmark: String(row['benchmark']),
    status: row['status'] as RunStatus,
    startedAt: row['started_at'] as Date,
    metrics: metrics.filter(metric => metric['run_id'] === row['run_id']),
  }))
}
