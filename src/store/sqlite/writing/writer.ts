// Carries out changes inside a write transaction, with one prepared statement per kind of row.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Content } from '../../../record/asset.ts'
import { fromCell } from '../../../record/cells.ts'
import { type Cells, type Column, type Columns, toCells } from '../../../record/columns.ts'
import { quoteName } from '../../../record/names.ts'
import { setKey } from '../../../base/keys.ts'
import { fitsColumns, parseOdd, toStoredRow } from '../../../record/rows.ts'
import type { SqlValue } from '../../../record/types.ts'
import type { Change, Row } from '../../store.ts'
import { tableSpecs } from '../../tables.ts'
import { type AssetTable, assetTableOf } from '../asset-contents/asset-table.ts'
import type { Catalog } from '../file/catalog.ts'
import { isExact } from '../reading/conditions.ts'
import { findRows } from '../reading/reader.ts'
import { createIndex } from '../file/schema.ts'

/** A change whose values are encoded already: what cannot be stored is refused before the transaction. */
export type EncodedChange = { readonly table: string /** What the values refer to. */; readonly contents: readonly Content[] } & (
  | { readonly type: Way; readonly rows: readonly Cells[] }
  | { readonly type: 'replace'; readonly rows: readonly Cells[]; readonly by: readonly string[] }
  | { readonly type: 'amend'; readonly rows: readonly { readonly row: number; readonly set: Cells }[] }
  | { readonly type: 'update'; readonly set: Cells; readonly where: Cells }
)

/** How a row goes in, if there is one with the table's own key. */
type Way = 'insert' | 'put' | 'keep'

export function encodeChange(change: Change): EncodedChange {
  const isApart = keepsApart(change.table)
  if (change.type === 'update') {
    const set = toCells(change.set)
    return { ...change, set, where: toCells(change.where), contents: set.contents ?? nothing }
  }
  if (change.type === 'amend') {
    const rows = change.rows.map(({ row, set }) => ({ row, set: toCells(set, isApart) }))
    return { ...change, rows, contents: contentsOf(rows.map(({ set }) => set)) }
  }
  const rows = change.rows.map(row => toCells(row, isApart))
  if (change.type === 'replace') return { ...change, rows, contents: contentsOf(rows) }
  const { contents: given } = change
  return { ...change, rows, contents: given === undefined ? contentsOf(rows) : [...given, ...contentsOf(rows)] }
}

/** Whether large values of a table are kept beside its rows: where results and what is logged go. Other texts are for SQL. */
export function keepsApart(table: string): boolean {
  return table === 'assay_predictions' || tableSpecs[table] === undefined
}

const nothing: readonly Content[] = []

function contentsOf(rows: readonly Cells[]): readonly Content[] {
  return rows.some(({ contents }) => contents !== undefined) ? rows.flatMap(({ contents }) => contents ?? []) : nothing
}

/** How rows with the same keys go into a table: worked out once, and anew when the table's columns change. */
interface Plan {
  readonly known: Columns
  /** The columns of the keys, in their order. */
  readonly columns: readonly Column[]
  readonly statement: StatementSync
  /** For `put`: where the values of the table's own key are. */
  readonly place: readonly number[]
}

export class Writer {
  readonly #database: DatabaseSync
  readonly #catalog: Catalog
  readonly #assets: AssetTable
  readonly #statements = new Map<string, StatementSync>()
  readonly #indexes = new Set<string>()
  readonly #plans = new Map<string, WeakMap<readonly string[], Plan>>()

  constructor(database: DatabaseSync, catalog: Catalog) {
    this.#database = database
    this.#catalog = catalog
    this.#assets = assetTableOf(database)
  }

  apply(change: EncodedChange): void {
    const { table } = change
    for (const content of change.contents) this.#assets.keep(content)
    if (change.type === 'update') {
      this.#update(table, change.set, change.where)
      return
    }
    if (change.type === 'amend') {
      this.#amend(table, change.rows)
      return
    }
    this.#catalog.ensureTable(table)
    const way = change.type === 'replace' ? 'insert' : change.type
    const unfit = change.rows.filter(cells => !this.#fits(table, cells, way))
    if (unfit.length > 0) this.#catalog.widen(table, unfit)
    if (change.type === 'replace') this.#indexTwins(table, change.by)
    for (const cells of change.rows) {
      if (change.type === 'replace') this.#deleteTwins(table, cells, change.by)
      this.#insert(table, cells, way)
    }
  }

  /** The row numbers of these rows; a row whose digest is stored already is not stored again. */
  intern(table: string, rows: readonly Row[]): number[] {
    const find = this.#prepare(`SELECT assay_row FROM ${quoteName(table)} WHERE digest = ?`)
    return rows.map(row => {
      const known = find.get(String(row['digest']))
      if (known !== undefined) return Number(known['assay_row'])
      const cells = toCells(row)
      for (const content of cells.contents ?? []) this.#assets.keep(content)
      this.#catalog.widen(table, [cells])
      return this.#insert(table, cells, 'insert')
    })
  }

  #fits(table: string, { keys, types }: Cells, way: Way): boolean {
    const columns = this.#catalog.columns(table)
    if (!keys.every(key => columns.has(key))) return false
    return fitsColumns(this.#plan(table, keys, way).columns, types)
  }

  #insert(table: string, cells: Cells, way: Way): number {
    const { known, columns, statement, place } = this.#plan(table, cells.keys, way)
    const fits = fitsColumns(columns, cells.types)
    const { values, odd, more } = fits ? { values: cells.values, odd: null, more: null } : toStoredRow(cells, known)
    if (place.length === 0) return Number(statement.run(...values, odd, more).lastInsertRowid)
    const key = place.map(i => values[i] ?? null)
    return Number(statement.run(...key, ...values, odd, more).lastInsertRowid)
  }

  #plan(table: string, keys: readonly string[], way: Way): Plan {
    const name = `${way} ${table}`
    let plans = this.#plans.get(name)
    if (plans === undefined) this.#plans.set(name, (plans = new WeakMap()))
    const known = this.#catalog.columns(table)
    let plan = plans.get(keys)
    if (plan?.known !== known) plans.set(keys, (plan = this.#makePlan(table, keys, way, known)))
    return plan
  }

  #makePlan(table: string, keys: readonly string[], way: Way, known: Columns): Plan {
    const columns = keys.map(key => {
      const column = known.get(key)
      if (column === undefined) throw new RangeError(`expected a column for the key ${JSON.stringify(key)}, but there is none`)
      return column
    })
    const own = columns.filter(column => column.place === 'own').map(column => column.name)
    const names = [...own, 'assay_odd', 'assay_more']
    const { key = [] } = (way === 'put' ? tableSpecs[table] : undefined) ?? {}
    const sql = key.length === 0 ? insertSql(table, names, way) : putSql(table, names, key)
    const place = key.map(column => own.indexOf(column))
    return { known, columns, statement: this.#database.prepare(sql), place }
  }

  /** Without an index on just these columns, each row would look at all of its run's rows. */
  #indexTwins(table: string, by: readonly string[]): void {
    const columns = by.map(key => this.#catalog.columns(table).get(key))
    const names = columns.flatMap(column => (column?.place === 'own' ? [column.name] : []))
    const index = JSON.stringify([table, ...names])
    if (names.length < by.length || this.#indexes.has(index)) return
    createIndex(this.#database, table, names)
    this.#indexes.add(index)
  }

  /** Rows that equal this one in some columns; a row that lacks one of them equals none. */
  #deleteTwins(table: string, { keys, values, types }: Cells, by: readonly string[]): void {
    const known = this.#catalog.columns(table)
    const twin = by.map(key => {
      const place = keys.indexOf(key)
      return { key, column: known.get(key), value: values[place] ?? null, type: types[place] }
    })
    if (twin.some(({ type }) => type === undefined)) return
    const exact = twin.flatMap(({ column, value, type = 'null' }) =>
      column !== undefined && isExact(column, { value, type }) ? [column.name] : [],
    )
    if (exact.length === by.length) {
      const same = exact.map(name => `${quoteName(name)} IS ?`).join(' AND ')
      this.#prepare(`DELETE FROM ${quoteName(table)} WHERE ${same}`).run(...twin.map(({ value }) => value))
      return
    }
    // SQL takes 1 for true, and NULL for NaN: what the values are tells.
    const where = Object.fromEntries(twin.map(({ key, value, type = 'null' }) => [key, fromCell(value, type, this.#assets.open)]))
    const numbers = findRows(this.#database, this.#catalog, table, where)
    this.#prepare(`DELETE FROM ${quoteName(table)} WHERE assay_row IN (SELECT value FROM json_each(?))`).run(
      JSON.stringify(numbers),
    )
  }

  /** Sets some keys of the rows that match: for the few rows that change, such as those of `runs`. */
  #update(table: string, set: Cells, where: Cells): void {
    this.#catalog.widen(table, [set])
    const match = toStoredRow(where, this.#catalog.columns(table))
    if (match.odd !== null || match.more !== null) {
      const keys = where.keys.join(', ')
      throw new TypeError(`expected an update to find its rows by values that SQL can tell apart, got others among ${keys}`)
    }
    const found = ['1', ...match.names.map(name => `${quoteName(name)} IS ?`)]
    this.#set(table, set, found.join(' AND '), match.values)
  }

  /** Sets some keys of rows by their numbers. */
  #amend(table: string, rows: readonly { readonly row: number; readonly set: Cells }[]): void {
    this.#catalog.widen(
      table,
      rows.map(({ set }) => set),
    )
    for (const { row, set } of rows) this.#set(table, set, 'assay_row = ?', [row])
  }

  /** Leaves all other keys of the rows as they are. */
  #set(table: string, set: Cells, found: string, wanted: readonly (SqlValue | number)[]): void {
    const columns = this.#catalog.columns(table)
    const { names, values, odd, more } = toStoredRow(set, columns)
    const kinds = {}
    for (const key of set.keys) if (columns.get(key)?.place === 'own') setKey(kinds, key, null)
    for (const [key, kind] of Object.entries(parseOdd(odd) ?? {})) setKey(kinds, key, kind)
    const assign = [...names.map(name => `${quoteName(name)} = ?`), mergeSql('assay_odd'), mergeSql('assay_more')]
    const sql = `UPDATE ${quoteName(table)} SET ${assign.join(', ')} WHERE ${found}`
    this.#prepare(sql).run(...values, JSON.stringify(kinds), more ?? '{}', ...wanted)
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      if (this.#statements.size >= 200) this.#statements.clear()
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

function insertSql(table: string, names: readonly string[], way: Way): string {
  return `INSERT ${way === 'keep' ? 'OR IGNORE ' : ''}INTO ${quoteName(table)} (${names.map(quoteName).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
}

/** A new row in the place of the one with this key: what the new one lacks is gone, and who refers to its number still finds it. */
function putSql(table: string, names: readonly string[], key: readonly string[]): string {
  const same = `FROM ${quoteName(table)} WHERE ${key.map(name => `${quoteName(name)} = ?`).join(' AND ')}`
  const columns = ['assay_row', ...names.map(quoteName)].join(', ')
  const values = [`(SELECT assay_row ${same})`, ...names.map(() => '?')].join(', ')
  return `INSERT OR REPLACE INTO ${quoteName(table)} (${columns}) VALUES (${values})`
}

/** Adds keys to a JSON column, or takes those away that come as null; NULL when none is left. */
function mergeSql(name: string): string {
  return `${name} = NULLIF(json_patch(COALESCE(${name}, '{}'), ?), '{}')`
}
