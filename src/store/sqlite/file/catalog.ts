// Knows the columns of every table of a file, and adds or widens them under the write lock.
import type { DatabaseSync } from 'node:sqlite'
import { AssayError } from '../../../base/errors.ts'
import { suggestion } from '../../../base/nearest.ts'
import { fromCell, toCell } from '../../../record/cells.ts'
import { type Cells, type Column, type Columns, columnsToChange } from '../../../record/columns.ts'
import { foldName, quoteName } from '../../../record/names.ts'
import type { LogicalType, SqlValue } from '../../../record/types.ts'
import { trackerTable } from '../../tables.ts'
import { type Known, addedKeys, columnTaken, measuredColumns, measuredTables } from './added.ts'
import { createTable } from './schema.ts'
import { createViews, dropViews } from './views.ts'

/** The items' share of the columns that the view `predictions` may have (SQLite shows 2,000 at most). */
const maxItemColumns = 500

const viewed = new Set(['assay_predictions', 'assay_items'])

export class Catalog {
  readonly #database: DatabaseSync
  #tables = new Map<string, Columns>()
  /** What the open transaction has changed; kept only if it commits. */
  #pending = new Map<string, Columns>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /**
   * The columns that rows may be written into, from memory where they are known. Old knowledge is safe: columns are only added and
   * widened. Those that `set` added to a measured table are none of them, so that whoever writes one is stopped by `widen`.
   */
  columns(table: string): Columns {
    return measuredColumns(this.allColumns(table))
  }

  /** With those that `set` added to a measured table. */
  allColumns(table: string): Columns {
    return this.#pending.get(table) ?? this.#tables.get(table) ?? this.reload(table)
  }

  /** The columns of a table as they are in the file now. */
  reload(table: string): Columns {
    const columns = this.#read(table)
    if (columns.size === 0) throw unknownTable(table, this.tables())
    // What the open transaction added is known only if it commits.
    if (!this.#pending.has(table)) this.#tables.set(table, columns)
    return columns
  }

  #read(table: string): Columns {
    const statement = this.#database.prepare(
      'SELECT key, name, type, base, place, is_fixed, is_added FROM assay_columns WHERE table_name = ? ORDER BY rowid',
    )
    return new Map(
      statement
        .all(table)
        .map(row => toColumn(row))
        .map(column => [column.key, column]),
    )
  }

  tables(): string[] {
    const rows = this.#database.prepare('SELECT DISTINCT table_name AS name FROM assay_columns ORDER BY 1').all()
    return ['predictions', 'datapoints', ...rows.map(row => String(row['name'])).filter(name => !name.startsWith('assay_'))]
  }

  /** Makes a tracker's table that is not there yet. Inside a write transaction. */
  ensureTable(table: string): void {
    if (this.#pending.has(table) || this.#tables.has(table) || this.#isThere(table)) return
    const folded = foldName(table)
    const twin = this.#database.prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").all()
    const same = twin.map(row => String(row['name'])).find(name => foldName(name) === folded)
    if (same !== undefined) {
      throw new AssayError(
        'table_invalid',
        `The table \`${table}\` cannot be told from \`${same}\`, which is there.`,
        'choose another name',
      )
    }
    createTable(this.#database, table, trackerTable)
    this.#pending.set(table, this.#read(table))
  }

  #isThere(table: string): boolean {
    const columns = this.#read(table)
    if (columns.size > 0) this.#tables.set(table, columns)
    return columns.size > 0
  }

  /**
   * Makes room for these records. Inside a write transaction: what others added meanwhile is read first. A `column_taken` error
   * keeps results out of columns that `set` added.
   */
  widen(table: string, records: readonly Cells[]): void {
    if (columnsToChange(this.columns(table), records).length === 0) return
    const columns = this.#pending.get(table) ?? this.reload(table)
    const added = addedKeys(columns)
    const taken = records.flatMap(({ keys }) => keys).find(key => added.has(key))
    if (taken !== undefined) throw columnTaken(table, taken, 'was added by `set`, and takes no result')
    this.#change(table, columns, records, false)
  }

  /** As `widen`, for columns of rows that are stored already, after `checkAdded`. */
  widenAdded(table: string, cells: Cells): void {
    this.#change(table, this.#pending.get(table) ?? this.reload(table), [cells], measuredTables.has(table))
  }

  /** A `column_taken` error keeps `set` out of what was measured. */
  checkAdded(table: string, keys: readonly string[]): void {
    if (!measuredTables.has(table)) return
    const columns = this.reload(table)
    const added = addedKeys(columns)
    const taken = keys.find(key => columns.has(key) && !added.has(key))
    if (taken !== undefined) throw columnTaken(table, taken, 'holds what was measured, and cannot be set')
  }

  #change(table: string, before: Columns, records: readonly Cells[], isAdded: boolean): void {
    const columns = new Map(before)
    const limit = table === 'assay_items' ? maxItemColumns : undefined
    const changed = columnsToChange(columns, records, limit)
    const added = changed.filter(column => !columns.has(column.key) && column.place === 'own')
    if (added.length > 0) this.#addColumns(table, added)
    const save = this.#database.prepare(
      'INSERT INTO assay_columns VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET type = excluded.type, base = excluded.base',
    )
    for (const column of changed) {
      const { key, name, type, base, place, isFixed } = column
      save.run(table, keyCell(key), name, type, base, place, isFixed ? 1 : 0, isAdded ? 1 : 0)
      columns.set(key, { ...column, ...(isAdded && { isAdded }) })
    }
    this.#pending.set(table, columns)
    if (added.length > 0 && viewed.has(table)) createViews(this.#database)
  }

  #addColumns(table: string, columns: readonly Column[]): void {
    if (viewed.has(table)) dropViews(this.#database)
    for (const { name } of columns) this.#database.exec(`ALTER TABLE ${quoteName(table)} ADD COLUMN ${quoteName(name)}`)
  }

  committed(): void {
    for (const [table, columns] of this.#pending) this.#tables.set(table, columns)
    this.#pending.clear()
  }

  rolledBack(): void {
    this.#pending.clear()
  }
}

export function unknownTable(table: string, tables: readonly string[]): AssayError {
  return new AssayError(
    'table_not_found',
    `There is no table \`${table}\`.${suggestion(table, tables)}`,
    `the tables are ${tables.join(', ')}`,
  )
}

/** As any text is stored: SQLite would take two ill-formed keys for one. */
function keyCell(key: string): string | Uint8Array {
  return toCell(key, 'key').value as string | Uint8Array
}

function fromKeyCell(key: SqlValue): string {
  return fromCell(key, typeof key === 'string' ? 'text' : 'ill_formed_text') as string
}

function toColumn(row: Record<string, unknown>): Known {
  return {
    key: fromKeyCell(row['key'] as SqlValue),
    name: String(row['name']),
    type: row['type'] as LogicalType,
    base: row['base'] as LogicalType,
    place: row['place'] === 'more' ? 'more' : 'own',
    isFixed: row['is_fixed'] === 1,
    ...(row['is_added'] === 1 && { isAdded: true }),
  }
}
