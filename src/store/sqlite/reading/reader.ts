// Reads rows of a table or view as records, page by page, so that memory stays flat and no reader holds up a checkpoint.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { setKey } from '../../../base/keys.ts'
import type { Column } from '../../../record/columns.ts'
import { quoteName } from '../../../record/names.ts'
import { parseOdd, readCell, readMore } from '../../../record/rows.ts'
import type { SqlValue } from '../../../record/types.ts'
import type { Query, Row } from '../../store.ts'
import { viewSources } from '../../tables.ts'
import { assetTableOf } from '../asset-contents/asset-table.ts'
import type { Catalog } from '../file/catalog.ts'
import { type Conditions, findColumn, toConditions } from './conditions.ts'
import { inSnapshot } from '../file/connection.ts'
import { itemMore, itemOdd } from '../file/views.ts'

const pageRows = 1_000
const pageBytes = 8 * 1024 * 1024

/** The columns that a user may see of a table or view, in the order in which they are shown. */
export function readableColumns(catalog: Catalog, table: string): Column[] {
  return tableColumns(catalog, table).filter(column => !isInternal(column.key))
}

/** The number of a row, which every table and view has: read when it is asked for. */
const rowNumber: Column = {
  key: 'assay_row',
  name: 'assay_row',
  type: 'integer',
  base: 'integer',
  place: 'own',
  isFixed: true,
}

function tableColumns(catalog: Catalog, table: string): Column[] {
  const source = viewSources[table]
  const own = [...catalog.reload(source ?? table).values(), rowNumber]
  if (source === undefined) return own
  const items = [...catalog.reload('assay_items').values()].filter(column => column.key !== 'digest')
  const rank = ({ key, isFixed }: Column) => (leading.includes(key) ? 0 : isFixed ? 4 : key.startsWith('params_') ? 2 : 3)
  const ranked = [...own.map(column => ({ column, rank: rank(column) })), ...items.map(column => ({ column, rank: 1 }))]
  return ranked.sort((a, b) => a.rank - b.rank).map(({ column }) => column)
}

/** What one looks for first in a prediction; then come item, params and result, then what was measured. */
const leading = ['input_id', 'trial', 'status', 'expected']

function isInternal(key: string): boolean {
  return key.startsWith('assay_')
}

/** Reads rows in the order in which they were written. What is written after the first is asked for is not seen. */
export function* readRows(database: DatabaseSync, catalog: Catalog, table: string, query: Query): Generator<Row> {
  // One state of the file for both: a row that came between would be read with columns older than it.
  const { decode, pages } = inSnapshot(database, () => {
    const all = tableColumns(catalog, table)
    const asked = query.columns?.map(key => findColumn(all, key, table)) ?? all.filter(column => !isInternal(column.key))
    const decode = createDecoder(database, asked, table, query.columns !== undefined)
    const conditions = toConditions(all, table, query)
    const canKeep =
      conditions.unsure.length === 0 && query.in === undefined && query.order === undefined && table !== 'datapoints'
    const pages =
      canKeep && !isSorted(database, conditions, table)
        ? keyedPages(database, decode, conditions, table, query)
        : listedPages(database, decode, listRows(database, conditions, table, orderOf(all, table, query)), table, query)
    return { decode, pages }
  })
  for (const page of pages) for (const values of page) yield decode.toRow(values)
}

export function countRows(database: DatabaseSync, catalog: Catalog, table: string, where: Row = {}): number {
  return inSnapshot(database, () => {
    const conditions = toConditions(tableColumns(catalog, table), table, { where })
    if (conditions.unsure.length > 0) return listRows(database, conditions, table).length
    const statement = database.prepare(`SELECT COUNT(*) AS n FROM ${quoteName(table)} WHERE ${conditions.sql}`)
    return Number(statement.get(...conditions.values)?.['n'])
  })
}

/** The numbers of the rows whose values equal these, in the order in which they were written. */
export function findRows(database: DatabaseSync, catalog: Catalog, table: string, where: Row): number[] {
  return listRows(database, toConditions(tableColumns(catalog, table), table, { where }), table)
}

/** These rows by their numbers, as `readRows` gives them. */
export function readNumbered(
  database: DatabaseSync,
  catalog: Catalog,
  table: string,
  numbers: readonly number[],
  columns?: readonly string[],
): Map<number, Row> {
  const all = tableColumns(catalog, table)
  const asked = columns?.map(key => findColumn(all, key, table)) ?? all.filter(column => !isInternal(column.key))
  const decode = createDecoder(database, asked, table, columns !== undefined)
  const sorted = numbers.toSorted((a, b) => a - b)
  const pages = [...listedPages(database, decode, sorted, table, {})].flat()
  return new Map(pages.map(values => [Number(values[0]), decode.toRow(values)]))
}

interface Decoder {
  readonly select: string
  /** The record of one array of values; the row number comes first. */
  readonly toRow: (values: readonly SqlValue[]) => Row
  readonly needsBigInts: boolean
}

function createDecoder(database: DatabaseSync, read: readonly Column[], table: string, isChosen: boolean): Decoder {
  const { open } = assetTableOf(database)
  const own = read.filter(column => column.place === 'own')
  // Where nothing is read of items they are not looked up.
  const hasItems = viewSources[table] !== undefined && (!isChosen || read.some(({ key }) => isOfItem(key)))
  const machinery = ['assay_odd', 'assay_more', ...(hasItems ? [itemOdd, itemMore] : [])]
  const keys = new Set(read.map(column => column.key))
  const isWanted = isChosen ? (key: string) => keys.has(key) : undefined
  const select = ['assay_row', ...machinery, ...own.map(column => quoteName(column.name))].join(', ')
  const first = 1 + machinery.length

  const toRow = (values: readonly SqlValue[]): Row => {
    const row: Row = {}
    const odd = parseOdd(values[1] ?? null)
    const oddOfItem = hasItems ? parseOdd(values[3] ?? null) : null
    own.forEach((column, i) => {
      const oddOfIt = hasItems && isOfItem(column.key) ? oddOfItem : odd
      const value = readCell(values[first + i] ?? null, column.key, column.base, column.isFixed, oddOfIt, open)
      if (value !== undefined) setKey(row, column.key, value)
    })
    readMore(row, values[2] ?? null, open, isWanted)
    if (hasItems) readMore(row, values[4] ?? null, open, isWanted)
    return row
  }
  return { select, toRow, needsBigInts: own.some(column => column.type === 'bigint' || column.type === 'mixed') }
}

function isOfItem(key: string): boolean {
  return key === 'item' || key.startsWith('item_')
}

function prepare(database: DatabaseSync, sql: string, decode: Decoder): StatementSync {
  const statement = database.prepare(sql)
  statement.setReturnArrays(true)
  statement.setReadBigInts(decode.needsBigInts)
  return statement
}

type Pages = Generator<readonly SqlValue[][]>

/** Whether the engine finds the rows by an index in which they are in another order: it would sort all that are left for every page. */
function isSorted(database: DatabaseSync, { sql, values }: Conditions, table: string): boolean {
  const query = `EXPLAIN QUERY PLAN SELECT * FROM ${quoteName(table)} WHERE ${sql} AND assay_row > 0 AND assay_row <= 9 ORDER BY assay_row`
  const plan = database.prepare(query).all(...values)
  return plan.some(({ detail }) => String(detail).includes('TEMP B-TREE'))
}

/** Pages by row number, for conditions that SQL says exactly. What the pages are is fixed by the call, before the first is read. */
function keyedPages(database: DatabaseSync, decode: Decoder, conditions: Conditions, table: string, query: Query): Pages {
  const from = `FROM ${quoteName(table)} WHERE ${conditions.sql}`
  const last = numberOf(
    database.prepare(`SELECT MAX(assay_row) AS n FROM ${quoteName(viewSources[table] ?? table)}`).get()?.['n'],
  )
  const first = firstRow(database, from, conditions, query)
  const sql = `SELECT ${decode.select} ${from} AND assay_row > ? AND assay_row <= ? ORDER BY assay_row`
  const statement = prepare(database, sql, decode)
  return readPages(statement, conditions.values, first - 1, last ?? 0, query.limit ?? query.tail)
}

function orderOf(columns: readonly Column[], table: string, { order = [] }: Query): string[] {
  return order.map(key => quoteName(findColumn(columns, key, table).name))
}

/** The numbers of all rows that pass, in the order in which they were written, or by these columns. */
function listRows(database: DatabaseSync, conditions: Conditions, table: string, order: readonly string[] = []): number[] {
  const decode = createDecoder(database, conditions.unsure, table, true)
  const sql = `SELECT ${decode.select} FROM ${quoteName(table)} WHERE ${conditions.sql} ORDER BY ${[...order, 'assay_row'].join(', ')}`
  const statement = prepare(database, sql, decode)
  const numbers: number[] = []
  for (const values of statement.iterate(...conditions.values) as unknown as Iterable<SqlValue[]>) {
    if (conditions.unsure.length === 0 || conditions.passes(decode.toRow(values))) numbers.push(Number(values[0]))
  }
  return numbers
}

/** Pages by a list of row numbers: for values that SQL cannot tell apart, and the view that must look at all rows to know its own. */
function* listedPages(database: DatabaseSync, decode: Decoder, numbers: readonly number[], table: string, query: Query): Pages {
  const start = query.tail === undefined ? (query.offset ?? 0) : Math.max(0, numbers.length - query.tail)
  const end = Math.min(numbers.length, query.limit === undefined ? numbers.length : start + query.limit)
  const source = table === 'datapoints' ? 'predictions' : table
  const statement = prepare(
    database,
    `SELECT ${decode.select} FROM ${quoteName(source)} WHERE assay_row IN (SELECT value FROM json_each(?)) AND assay_row > ?
      AND assay_row <= ? ORDER BY assay_row`,
    decode,
  )
  for (let i = start; i < end; i += pageRows) {
    const page = numbers.slice(i, Math.min(i + pageRows, end))
    const pages = readPages(statement, [JSON.stringify(page)], 0, Number.MAX_SAFE_INTEGER)
    if (query.order === undefined) yield* pages
    else yield inOrderOf(page, [...pages].flat())
  }
}

function inOrderOf(numbers: readonly number[], rows: readonly SqlValue[][]): SqlValue[][] {
  const byNumber = new Map(rows.map(values => [Number(values[0]), values]))
  return numbers.flatMap(number => {
    const values = byNumber.get(number)
    return values === undefined ? [] : [values]
  })
}

/** Pages of a number and a size of rows; each ends its statement, so that no reader stands open while a caller thinks. */
function* readPages(statement: StatementSync, values: readonly SqlValue[], after: number, last: number, count = Infinity): Pages {
  let left = count
  for (let before: number | null = after; before !== null && left > 0; ) {
    const page = readPage(statement, [...values, before, last], Math.min(pageRows, left))
    yield page.rows
    left -= page.rows.length
    before = page.next
  }
}

/** Rows up to a number and a size; `next` is where to go on. */
function readPage(
  statement: StatementSync,
  values: readonly (SqlValue | number)[],
  count: number,
): { rows: SqlValue[][]; next: number | null } {
  const rows: SqlValue[][] = []
  let bytes = 0
  for (const row of statement.iterate(...values) as unknown as Iterable<SqlValue[]>) {
    rows.push(row)
    for (const value of row) if (typeof value === 'string' || value instanceof Uint8Array) bytes += value.length
    if (rows.length >= count || bytes >= pageBytes) return { rows, next: Number(row[0]) }
  }
  return { rows, next: null }
}

/** The row number at which an offset or a tail begins. */
function firstRow(database: DatabaseSync, from: string, conditions: Conditions, query: Query): number {
  if (query.tail === undefined && !query.offset) return 0
  if (query.tail === 0) return Number.MAX_SAFE_INTEGER
  const order = query.tail === undefined ? `LIMIT 1 OFFSET ${Number(query.offset)}` : `DESC LIMIT 1 OFFSET ${query.tail - 1}`
  const row = database.prepare(`SELECT assay_row AS n ${from} ORDER BY assay_row ${order}`).get(...conditions.values)
  return numberOf(row?.['n']) ?? (query.tail === undefined ? Number.MAX_SAFE_INTEGER : 0)
}

function numberOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value)
}
