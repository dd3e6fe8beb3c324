// Changes one cell of a database file, as somebody would with an editor of databases.
import { DatabaseSync } from 'node:sqlite'

export interface ChangedCell {
  readonly table: string
  readonly column: string
  readonly row: number
  readonly value: string | number
}

/** A change of one digit or letter for the first and the last cell of every column that has any. */
export function changesOf(db: string): ChangedCell[] {
  using database = opened(db)
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").all()
  return tables.flatMap(({ name }) => changesOfTable(database, String(name)))
}

function changesOfTable(database: DatabaseSync, table: string): ChangedCell[] {
  const columns = database.prepare(`SELECT name FROM pragma_table_info(?)`).all(table)
  return columns.flatMap(({ name }) => {
    const column = String(name)
    const from = `FROM "${table}" WHERE "${column}" IS NOT NULL`
    const cells = database.prepare(`SELECT rowid AS row, "${column}" AS value ${from} ORDER BY rowid`).all()
    const ends = cells.length > 1 ? [cells[0], cells.at(-1)] : cells
    return ends.flatMap(cell => {
      const value = changed(cell?.['value'])
      return value === null ? [] : [{ table, column, row: Number(cell?.['row']), value }]
    })
  })
}

/** The last digit or letter is another one; `null` where there is none. */
function changed(value: unknown): string | number | null {
  if (typeof value === 'number') return value === 0 || value === 1 ? 1 - value : value + 1
  const [, before, last = '', after] = /^(.*)([0-9a-z])([^0-9a-z]*)$/s.exec(String(value)) ?? []
  if (before === undefined) return null
  const other = /\d/.test(last) ? String((Number(last) + 1) % 10) : last === 'a' ? 'b' : 'a'
  return `${before}${other}${after}`
}

/** `false` where the database does not take it: keys that would be twice. */
export function changeCell(db: string, { table, column, row, value }: ChangedCell): boolean {
  using database = opened(db)
  try {
    return database.prepare(`UPDATE "${table}" SET "${column}" = ? WHERE rowid = ?`).run(value, row).changes === 1
  } catch (error) {
    if (/UNIQUE|NOT NULL/.test((error as Error).message)) return false
    throw error
  }
}

function opened(db: string): DatabaseSync & Disposable {
  return new DatabaseSync(db) as DatabaseSync & Disposable
}
