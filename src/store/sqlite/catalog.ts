// Knows the columns of every table of a file, and adds or widens them under the write lock.
import type { DatabaseSync } from 'node:sqlite'
import { AssayError } from '../../base/errors.ts'
import { suggestion } from '../../base/nearest.ts'
import { fromCell, toCell } from '../../record/cells.ts'
import { type Cells, type Column, type Columns, columnsToChange } from '../../record/columns.ts'
import { foldName, quoteName } from '../../record/names.ts'
import type { LogicalType, SqlValue } from '../../record/types.ts'
import { trackerTable } from '../tables.ts'
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

  /** The columns of a table, from memory where they are known. Old knowledge is safe: columns are only added and widened. */
  columns(table: string): Columns {
    return this.#pending.get(table) ?? this.#tables.get(table) ?? this.reload(table)
  }

  /** The columns of a table as they are in the file now. */
  reload(table: string): Columns {
    const columns = this.#read(table)
    if (columns.size === 0) throw unknownTable(table, this.tables())
    this.#tables.set(table, columns)
    return columns
  }

  #read(table: string): Columns {
    const statement = this.#database.prepare(
      'SELECT key, name, type, base, place, is_fixed FROM assay_columns WHERE table_name = ? ORDER BY rowid',
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

  /** Makes room for these records. Inside a write transaction: what others added meanwhile is read first. */
  widen(table: string, records: readonly Cells[]): void {
    if (columnsToChange(this.columns(table), records).length === 0) return
    const columns = new Map(this.#pending.get(table) ?? this.reload(table))
    const limit = table === 'assay_items' ? maxItemColumns : undefined
    const changed = columnsToChange(columns, records, limit)
    const added = changed.filter(column => !columns.has(column.key) && column.place === 'own')
    if (added.length > 0) this.#addColumns(table, added)
    const save = this.#database.prepare(
      'INSERT INTO assay_columns VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET type = excluded.type, base = excluded.base',
    )
    for (const column of changed) {
      save.run(table, keyCell(column.key), column.name, column.type, column.base, column.place, column.isFixed ? 1 : 0)
      columns.set(column.key, column)
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

function toColumn(row: Record<string, unknown>): Column {
  return {
    key: fromKeyCell(row['key'] as SqlValue),
    name: String(row['name']),
    type: row['type'] as LogicalType,
    base: row['base'] as LogicalType,
    place: row['place'] === 'more' ? 'more' : 'own',
    isFixed: row['is_fixed'] === 1,
  }
}
