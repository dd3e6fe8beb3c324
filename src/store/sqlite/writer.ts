// Carries out changes inside a write transaction, with one prepared statement per kind of row.
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Cell } from '../../record/cells.ts'
import { type Cells, toCells } from '../../record/columns.ts'
import { quoteName } from '../../record/names.ts'
import { setKey } from '../../base/keys.ts'
import { type StoredRow, parseOdd, toStoredRow } from '../../record/rows.ts'
import type { Change, Row } from '../store.ts'
import { type TableSpec, tableSpecs } from '../tables.ts'
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
    const isPlain = row.odd === null && row.more === null
    const names = isPlain ? row.names : [...row.names, 'assay_odd', 'assay_more']
    const values = isPlain ? row.values : [...row.values, row.odd, row.more]
    const spec = isPut ? tableSpecs[table] : undefined
    const key = spec?.key ?? []
    // Rows of one shape share a statement: finding it by its shape is cheaper than writing its SQL again.
    const statement = this.#prepare(`${isPut ? 'put' : 'insert'}\0${table}\0${names.join('\0')}`, () =>
      spec === undefined || key.length === 0 ? insertSql(table, names) : putSql(table, names, spec),
    )
    if (spec === undefined || key.length === 0) return Number(statement.run(...values).lastInsertRowid)
    const place = key.map(name => row.values[row.names.indexOf(name)] ?? null)
    const final = spec.final === undefined ? [] : [...place, spec.final.value]
    return Number(statement.run(...place, ...values, ...final).lastInsertRowid)
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

  /** Sets some keys of the rows that match and leaves their others: for the few rows that change, such as those of `runs`. */
  #update(table: string, set: Cells, where: Cells): void {
    this.#catalog.widen(table, [set])
    const columns = this.#catalog.columns(table)
    const { names, values, odd, more } = toStoredRow(set, columns)
    const match = toStoredRow(where, columns)
    if (match.odd !== null || match.more !== null) {
      const keys = [...where.keys()].join(', ')
      throw new TypeError(`expected an update to find its rows by values that SQL can tell apart, got others among ${keys}`)
    }
    const kinds = {}
    for (const key of set.keys()) if (columns.get(key)?.place === 'own') setKey(kinds, key, null)
    for (const [key, kind] of Object.entries(parseOdd(odd) ?? {})) setKey(kinds, key, kind)
    const assign = [...names.map(name => `${quoteName(name)} = ?`), mergeSql('assay_odd'), mergeSql('assay_more')]
    const found = ['1', ...match.names.map(name => `${quoteName(name)} IS ?`)]
    const sql = `UPDATE ${quoteName(table)} SET ${assign.join(', ')} WHERE ${found.join(' AND ')}`
    this.#prepare(sql).run(...values, JSON.stringify(kinds), more ?? '{}', ...match.values)
  }

  #prepare(name: string, writeSql: () => string = () => name): StatementSync {
    let statement = this.#statements.get(name)
    if (statement === undefined) {
      if (this.#statements.size >= 200) this.#statements.clear()
      statement = this.#database.prepare(writeSql())
      this.#statements.set(name, statement)
    }
    return statement
  }
}

function insertSql(table: string, names: readonly string[]): string {
  if (names.length === 0) return `INSERT INTO ${quoteName(table)} DEFAULT VALUES`
  return `INSERT INTO ${quoteName(table)} (${names.map(quoteName).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
}

/** A new row in the place of the one with this key: what the new one lacks is gone, and who refers to its number still finds it. */
function putSql(table: string, names: readonly string[], { key = [], final }: TableSpec): string {
  const same = `FROM ${quoteName(table)} WHERE ${key.map(name => `${quoteName(name)} = ?`).join(' AND ')}`
  const columns = ['assay_row', ...names.map(quoteName)].join(', ')
  const values = [`(SELECT assay_row ${same})`, ...names.map(() => '?')].join(', ')
  const unless = final === undefined ? '' : ` WHERE NOT EXISTS (SELECT 1 ${same} AND ${quoteName(final.column)} = ?)`
  return `INSERT OR REPLACE INTO ${quoteName(table)} (${columns}) SELECT ${values}${unless}`
}

/** Adds keys to a JSON column, or takes those away that come as null; NULL when none is left. */
function mergeSql(name: string): string {
  return `${name} = NULLIF(json_patch(COALESCE(${name}, '{}'), ?), '{}')`
}
