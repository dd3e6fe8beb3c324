// Reads rows from where they are: a table as it is stored, or rows that all have the same columns, `null` where one has none.
import { isEqual } from '../base/equal.ts'
import { AssayError } from '../base/errors.ts'
import { setKey } from '../base/keys.ts'
import { suggestion } from '../base/nearest.ts'
import type { Query, Row, Store } from '../store/store.ts'
import { findRun, readRuns } from './runs.ts'
import { type Filter, passes, whereOf } from './selection.ts'

/** Where the rows of a reader or of a run come from. */
export interface Source {
  readonly store: Store
  /** What it is called in errors. */
  readonly name: string
  /** The table with the rows of one run, or of none in particular. */
  readonly tableOf: (run: string | undefined) => string
  /** What all its rows have. */
  readonly scope: Row
  /** The run's row, by its id or for `latest`. */
  readonly findRun: (run: string) => Promise<Row>
  /** Every column that each row gets; `null` where rows come as they are stored. */
  readonly columns: () => Promise<ReadonlySet<string> | null>
}

/** Which rows, and of those which part. */
export interface Wanted extends Pick<Query, 'limit' | 'offset' | 'tail'> {
  readonly run?: string | undefined
  readonly where?: Row
}

/** A table, its rows as they are stored. */
export function tableSource(store: Store, table: string): Source {
  return {
    store,
    name: `The table \`${table}\``,
    tableOf: () => table,
    scope: {},
    findRun: run => findRun(store, run, table),
    columns: async () => null,
  }
}

/** Rows in the order in which they were written. */
export async function* readRows(source: Source, { run, where, ...range }: Wanted): AsyncGenerator<Row> {
  yield* readQuery(source, await toQuery(source, await idOf(source, run), where), range)
}

export async function countRows(source: Source, { run, where }: Pick<Wanted, 'run' | 'where'>): Promise<number> {
  const query = await toQuery(source, await idOf(source, run), where)
  return query === null ? 0 : source.store.count(query.table, { where: query.where })
}

/** Rows that pass every filter. */
export async function* readFiltered(source: Source, filters: readonly Filter[]): AsyncGenerator<Row> {
  const settled = await Promise.all(filters.map(async filter => ({ ...filter, run: await idOf(source, filter.run) })))
  const runs = new Set(settled.flatMap(({ run }) => run ?? []))
  const params = settled.flatMap(({ params }) => (typeof params === 'object' ? Object.keys(params) : []))
  const query = await toQuery(
    source,
    [...runs][0],
    whereOf(settled),
    params.map(key => `params_${key}`),
  )
  for await (const row of readQuery(source, query)) if (passes(row, settled)) yield row
}

/** What a question about whole columns is asked of: a table, its rows, its columns. */
export async function scopeOf(source: Source, run?: string): Promise<{ table: string; where: Row; columns: string[] }> {
  const id = await idOf(source, run)
  const table = source.tableOf(id)
  const columns = await source.columns()
  const stored = (await source.store.columns(table)).map(({ key }) => key)
  const where = id === undefined ? source.scope : { ...source.scope, run_id: id }
  return { table, where, columns: stored.filter(key => columns?.has(key) !== false) }
}

/** What is asked of the store. */
interface Asked {
  readonly table: string
  readonly where: Row
  readonly columns: ReadonlySet<string> | null
}

async function idOf(source: Source, run: string | undefined): Promise<string | undefined> {
  return run === undefined ? undefined : String((await source.findRun(run))['run_id'])
}

/** `null` where no row can pass. `keys` are columns that are spoken of besides: they too have to be there. */
async function toQuery(
  source: Source,
  run: string | undefined,
  where: Row = {},
  keys: readonly string[] = [],
): Promise<Asked | null> {
  const { store } = source
  const table = source.tableOf(run)
  const columns = await source.columns()
  const stored = new Set((await store.columns(table)).map(({ key }) => key))
  for (const key of [...Object.keys(where), ...keys]) if (columns?.has(key) === false) throw columnNotFound(source, key, columns)
  // A column that is declared and that no row has yet is `null` in all of them.
  const isUnwritten = (key: string) => columns !== null && !stored.has(key)
  const asked: Row = { ...source.scope }
  for (const [key, value] of [...Object.entries(where), ...(run === undefined ? [] : [['run_id', run] as const])]) {
    const known = isUnwritten(key) ? null : Object.hasOwn(asked, key) ? asked[key] : value
    if (!isEqual(known, value)) return null
    if (!isUnwritten(key)) setKey(asked, key, value)
  }
  // Of a table the store knows best how to say that a column is not there.
  for (const key of keys) if (columns === null && !stored.has(key)) setKey(asked, key, null)
  return { table, where: asked, columns }
}

async function* readQuery(
  { store }: Source,
  asked: Asked | null,
  range: Omit<Wanted, 'run' | 'where'> = {},
): AsyncGenerator<Row> {
  if (asked === null) return
  const { table, where, columns } = asked
  // A run's status is what is true now, which its row alone does not know.
  const rows = table === 'runs' ? readRuns(store, { ...range, where }) : store.rows(table, { ...range, where })
  for await (const row of rows) yield columns === null ? row : fillNulls(row, columns)
}

/** The row with `null` in the columns that it does not have. */
export function fillNulls(row: Row, columns: Iterable<string>): Row {
  for (const column of columns) if (!Object.hasOwn(row, column)) setKey(row, column, null)
  return row
}

function columnNotFound({ name, store }: Source, key: string, columns: ReadonlySet<string>): AssayError {
  const message = `${name} has no column \`${key}\`.${suggestion(key, [...columns])}`
  return new AssayError('column_not_found', message, `list them: assay columns ${store.location}`)
}
