// Carries out changes inside a write transaction, with one prepared statement per kind of row.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Cell } from '../../record/cells.ts'
import { type Cells, toCells } from '../../record/columns.ts'
import { quoteName } from '../../record/names.ts'
import { type StoredRow, toStoredRow } from '../../record/rows.ts'
import type { SqlValue } from '../../record/types.ts'
import type { Change, Row } from '../store.ts'
import { tableSpecs } from '../tables.ts'
import type { Catalog } from './catalog.ts'

/** A change whose values are encoded already: what cannot be stored is refused before the transaction. */
export type EncodedChange =
  | { readonly type: 'insert' | 'put'; readonly table: string; readonly rows: readonly Cells[] }
  | { readonly type: 'replace'; readonly table: string; readonly rows: readonly Cells[]; readonly by: readonly string[] }
  | { readonly type: 'update'; readonly table: string; readonly set: Cells; readonly where: Cells }

export function encodeChange(change: Change): EncodedChange {
  if (change.type === 'update') return { ...change, set: toCells(change.set), where: toCells(change.where) }
  return { ...change, rows: change.rows.map(toCells) }
}

export class Writer {
  readonly #database: DatabaseSync
  readonly #catalog: Catalog
  readonly #statements = new Map<string, StatementSync>()

  constructor(database: DatabaseSync, catalog: Catalog) {
    this.#database = database
    this.#catalog = catalog
  }

  apply(change: EncodedChange): void {
    const { table } = change
    if (change.type === 'update') {
      this.#update(table, change.set, change.where)
      return
    }
    this.#catalog.ensureTable(table)
    this.#catalog.widen(table, change.rows)
    const columns = this.#catalog.columns(table)
    for (const cells of change.rows) {
      if (change.type === 'replace') this.#deleteTwins(table, cells, change.by)
      this.#insert(table, toStoredRow(cells, columns), change.type === 'put')
    }
  }

  /** The row numbers of these rows; a row whose digest is stored already is not stored again. */
  intern(table: string, rows: readonly Row[]): number[] {
    const encoded = rows.map(toCells)
    const find = this.#prepare(`SELECT assay_row FROM ${quoteName(table)} WHERE digest = ?`)
    return encoded.map(cells => {
      const digest = String(cells.get('digest')?.value)
      const known = find.get(digest)
      if (known !== undefined) return Number(known['assay_row'])
      this.#catalog.widen(table, [cells])
      return this.#insert(table, toStoredRow(cells, this.#catalog.columns(table)), false)
    })
  }

  #insert(table: string, row: StoredRow, isPut: boolean): number {
    const names = [...row.names]
    const values: SqlValue[] = [...row.values]
    if (row.odd !== null || isPut) add('assay_odd', row.odd)
    if (row.more !== null || isPut) add('assay_more', row.more)
    const statement = this.#prepare(insertSql(table, names, isPut))
    return Number(statement.run(...values).lastInsertRowid)

    function add(name: string, value: SqlValue) {
      names.push(name)
      values.push(value)
    }
  }

  /** Rows that equal this one in some columns; a row that lacks one of them equals none. */
  #deleteTwins(table: string, cells: Cells, by: readonly string[]): void {
    const key = new Map(by.flatMap(name => (cells.has(name) ? [[name, cells.get(name) as Cell] as const] : [])))
    if (key.size < by.length) return
    const { names, values } = toStoredRow(key, this.#catalog.columns(table))
    this.#prepare(`DELETE FROM ${quoteName(table)} WHERE ${names.map(name => `${quoteName(name)} IS ?`).join(' AND ')}`).run(
      ...values,
    )
  }

  /** Sets columns of a table's own rows; meant for the few rows of `runs`, whose columns hold no odd cells. */
  #update(table: string, set: Cells, where: Cells): void {
    this.#catalog.widen(table, [set])
    const columns = this.#catalog.columns(table)
    const setRow = toStoredRow(set, columns)
    const whereRow = toStoredRow(where, columns)
    const assign = setRow.names.map(name => `${quoteName(name)} = ?`).join(', ')
    const match = whereRow.names.map(name => `${quoteName(name)} IS ?`).join(' AND ')
    this.#prepare(`UPDATE ${quoteName(table)} SET ${assign} WHERE ${match}`).run(...setRow.values, ...whereRow.values)
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

function insertSql(table: string, names: readonly string[], isPut: boolean): string {
  const quoted = names.map(quoteName)
  const insert = `INSERT INTO ${quoteName(table)} (${quoted.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
  const key = tableSpecs[table]?.key
  if (!isPut || key === undefined) return insert
  const assign = quoted.map(name => `${name} = excluded.${name}`).join(', ')
  return `${insert} ON CONFLICT (${key.map(quoteName).join(', ')}) DO UPDATE SET ${assign}`
}
