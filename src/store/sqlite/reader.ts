// Reads rows of a table or view as records, page by page, so that memory stays flat and no reader holds up a checkpoint.
import { isDeepStrictEqual } from 'node:util'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { AssayError } from '../../base/errors.ts'
import { setKey } from '../../base/keys.ts'
import { suggestion } from '../../base/nearest.ts'
import { toCell } from '../../record/cells.ts'
import type { Column } from '../../record/columns.ts'
import { quoteName } from '../../record/names.ts'
import { parseOdd, readCell, readMore } from '../../record/rows.ts'
import type { SqlValue } from '../../record/types.ts'
import type { Query, Row } from '../store.ts'
import { viewSources } from '../tables.ts'
import type { Catalog } from './catalog.ts'
import { itemMore, itemOdd } from './views.ts'

const pageRows = 1_000
const pageBytes = 8 * 1024 * 1024

/** The columns that a user may see of a table or view, in the order in which they are shown. */
export function readableColumns(catalog: Catalog, table: string): Column[] {
  return tableColumns(catalog, table).filter(column => !isInternal(column.key))
}

function tableColumns(catalog: Catalog, table: string): Column[] {
  const source = viewSources[table]
  const own = [...catalog.reload(source ?? table).values()]
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

/** Reads rows in the order in which they were written. What is written after the call is not seen. */
export function* readRows(database: DatabaseSync, catalog: Catalog, table: string, query: Query): Generator<Row> {
  const all = tableColumns(catalog, table)
  const asked = query.columns?.map(key => findColumn(all, key, table)) ?? all.filter(column => !isInternal(column.key))
  const compared = Object.keys(query.where ?? {})
    .filter(key => !isInternal(key))
    .map(key => findColumn(all, key, table))
  const extra = compared.filter(column => !asked.includes(column))
  const conditions = toConditions(all, table, query)
  const decode = createDecoder([...asked, ...extra], table, query.columns !== undefined)
  const pages = query.in !== undefined ? foundRows : table === 'datapoints' ? listedPages : keyedPages
  for (const row of pages(database, decode, conditions, table, query)) {
    for (const { key } of extra) delete row[key]
    yield row
  }
}

export function countRows(database: DatabaseSync, catalog: Catalog, table: string, where: Row = {}): number {
  const { sql, values } = toConditions(tableColumns(catalog, table), table, { where })
  const statement = database.prepare(`SELECT COUNT(*) AS n FROM ${quoteName(table)} WHERE ${sql}`)
  return Number(statement.get(...values)?.['n'])
}

function findColumn(columns: readonly Column[], key: string, table: string): Column {
  const found = columns.find(column => column.key === key)
  if (found !== undefined) return found
  const names = columns.map(column => column.key).filter(name => !isInternal(name))
  throw new AssayError(
    'column_not_found',
    `The table \`${table}\` has no column \`${key}\`.${suggestion(key, names)}`,
    `list them: assay columns DB --table ${table}`,
  )
}

interface Conditions {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

interface Decoder {
  readonly select: string
  /** The record of one array of values; the row number comes first. */
  readonly toRow: (values: readonly SqlValue[]) => Row
  readonly needsBigInts: boolean
}

function toConditions(columns: readonly Column[], table: string, query: Query): Conditions {
  const sql = ['1']
  const values: SqlValue[] = []
  for (const [key, value] of Object.entries(query.where ?? {})) {
    const column = findColumn(columns, key, table)
    const cell = toCell(value, key)
    // Two kinds can share one SQL value (1 and true, NaN and null): the odd cells tell, so this only narrows.
    if (column.place === 'own') {
      sql.push(`${quoteName(column.name)} IS ?`)
      values.push(cell.value)
    }
  }
  return { sql: sql.join(' AND '), values }
}

function createDecoder(read: readonly Column[], table: string, isChosen: boolean): Decoder {
  const own = read.filter(column => column.place === 'own')
  const hasItems = viewSources[table] !== undefined
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
      const isOfItem = hasItems && (column.key.startsWith('item_') || column.key === 'item')
      const value = readCell(values[first + i] ?? null, column.key, column.base, column.isFixed, isOfItem ? oddOfItem : odd)
      if (value !== undefined) setKey(row, column.key, value)
    })
    readMore(row, values[2] ?? null, isWanted)
    if (hasItems) readMore(row, values[4] ?? null, isWanted)
    return row
  }
  return { select, toRow, needsBigInts: own.some(column => column.type === 'bigint' || column.type === 'mixed') }
}

function prepare(database: DatabaseSync, sql: string, decode: Decoder): StatementSync {
  const statement = database.prepare(sql)
  statement.setReturnArrays(true)
  statement.setReadBigInts(decode.needsBigInts)
  return statement
}

type PageReader = (database: DatabaseSync, decode: Decoder, conditions: Conditions, table: string, query: Query) => Generator<Row>

/** Rows by the values of one key, through its index, which a range of row numbers would keep SQLite from using. */
const foundRows: PageReader = function* (database, decode, conditions, table, query) {
  const { key, values } = query.in ?? { key: '', values: [] }
  const statement = prepare(
    database,
    `SELECT ${decode.select} FROM ${quoteName(table)} WHERE ${conditions.sql} AND ${quoteName(key)} IN (SELECT value FROM json_each(?))`,
    decode,
  )
  for (let i = 0; i < values.length; i += 100) {
    const page = JSON.stringify(values.slice(i, i + 100))
    for (const row of statement.all(...conditions.values, page) as unknown as SqlValue[][]) yield decode.toRow(row)
  }
}

/** Pages by row number. */
const keyedPages: PageReader = function* (database, decode, conditions, table, query) {
  const from = `FROM ${quoteName(table)} WHERE ${conditions.sql}`
  const last = numberOf(
    database.prepare(`SELECT MAX(assay_row) AS n FROM ${quoteName(viewSources[table] ?? table)}`).get()?.['n'],
  )
  if (last === null) return
  let before = firstRow(database, from, conditions, query) - 1
  const statement = prepare(
    database,
    `SELECT ${decode.select} ${from} AND assay_row > ? AND assay_row <= ? ORDER BY assay_row`,
    decode,
  )
  let left = query.limit ?? query.tail ?? Number.POSITIVE_INFINITY
  for (;;) {
    const { rows, next } = readPage(statement, [...conditions.values, before, last])
    for (const values of rows) {
      const row = decode.toRow(values)
      if (!matches(row, query)) continue
      if (left-- <= 0) return
      yield row
    }
    if (next === null) return
    before = next
  }
}

/** Pages by a list of row numbers: for the view that must look at all rows to know which are its own. */
const listedPages: PageReader = function* (database, decode, conditions, table, query) {
  const list = database.prepare(`SELECT assay_row AS n FROM ${quoteName(table)} WHERE ${conditions.sql} ORDER BY assay_row`)
  const numbers = list.all(...conditions.values).map(row => Number(row['n']))
  const start = query.tail === undefined ? (query.offset ?? 0) : Math.max(0, numbers.length - query.tail)
  const end = query.limit === undefined ? numbers.length : start + query.limit
  const statement = prepare(
    database,
    `SELECT ${decode.select} FROM predictions WHERE assay_row IN (SELECT value FROM json_each(?)) ORDER BY assay_row`,
    decode,
  )
  for (let i = start; i < Math.min(end, numbers.length); i += 100) {
    const page = JSON.stringify(numbers.slice(i, Math.min(i + 100, end)))
    for (const values of statement.all(page) as unknown as SqlValue[][]) {
      const row = decode.toRow(values)
      if (matches(row, query)) yield row
    }
  }
}

/** Rows up to a number and a size; `next` is where to go on. */
function readPage(statement: StatementSync, values: readonly (SqlValue | number)[]): { rows: SqlValue[][]; next: number | null } {
  const rows: SqlValue[][] = []
  let bytes = 0
  for (const row of statement.iterate(...values) as unknown as Iterable<SqlValue[]>) {
    rows.push(row)
    for (const value of row) if (typeof value === 'string' || value instanceof Uint8Array) bytes += value.length
    if (rows.length >= pageRows || bytes >= pageBytes) return { rows, next: Number(row[0]) }
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

/** What SQL could only narrow down. Internal columns hold plain numbers, which SQL compares exactly. */
function matches(row: Row, { where = {} }: Query): boolean {
  const conditions = Object.entries(where).filter(([key]) => !isInternal(key))
  return conditions.every(([key, value]) => isDeepStrictEqual(row[key] ?? null, value))
}

function numberOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value)
}
