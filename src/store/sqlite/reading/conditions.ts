// Says which rows a query means: as SQL where SQL can say it exactly, else narrowed by SQL and told apart by their decoded values.
import { isEqual } from '../../../base/equal.ts'
import { AssayError } from '../../../base/errors.ts'
import { suggestion } from '../../../base/nearest.ts'
import { type Cell, fromCell, toCell } from '../../../record/cells.ts'
import type { Column } from '../../../record/columns.ts'
import { keepApart } from '../../../record/large.ts'
import { quoteName } from '../../../record/names.ts'
import { referenceMark } from '../../../record/tagged.ts'
import type { SqlValue } from '../../../record/types.ts'
import type { Query, Row } from '../../store.ts'

export interface Conditions {
  readonly sql: string
  readonly values: readonly SqlValue[]
  /** The columns whose decoded values tell the rows that SQL could only narrow down; empty when SQL said it exactly. */
  readonly unsure: readonly Column[]
  /** Whether a row passes, by the values of the unsure columns. */
  readonly passes: (row: Row) => boolean
}

export function toConditions(columns: readonly Column[], table: string, { where = {}, in: among }: Query): Conditions {
  const sql = ['1']
  const values: SqlValue[] = []
  const unsure = new Map<Column, (value: unknown) => boolean>()
  for (const [key, value] of Object.entries(where)) {
    const column = findColumn(columns, key, table)
    if (value === undefined)
      throw new TypeError(`expected \`${key}\` to equal a value, got undefined; null finds rows without one`)
    const cell = toCell(value, key)
    const apart = keepApart(cell)
    if (apart !== cell && canNarrow(column, cell)) {
      // A large value is in the row only where it was written by an older version, or in an item.
      sql.push(`${quoteName(column.name)} IN (?, ?)`)
      values.push(cell.value, apart.value)
    } else if (canNarrow(column, cell)) {
      sql.push(`${quoteName(column.name)} IS ?`)
      values.push(cell.value)
    }
    // Decoded from its cell, so that a Buffer equals the bytes it was stored as.
    const wanted = fromCell(cell.value, cell.type)
    if (!isExact(column, cell)) unsure.set(column, found => isEqual(found, wanted))
  }
  if (among !== undefined) {
    const column = findColumn(columns, among.key, table)
    const cells = among.values.map(value => toCell(value, among.key))
    if (cells.every(cell => isExact(column, cell) && keepApart(cell) === cell)) {
      sql.push(`${quoteName(column.name)} IN (SELECT value FROM json_each(?))`)
      values.push(JSON.stringify(among.values))
    } else {
      const wanted = new Set<unknown>(among.values)
      const other = unsure.get(column)
      unsure.set(column, found => wanted.has(found) && other?.(found) !== false)
    }
  }
  const tests = [...unsure]
  const passes = (row: Row) => tests.every(([{ key }, test]) => test(Object.hasOwn(row, key) ? row[key] : null))
  return { sql: sql.join(' AND '), values, unsure: [...unsure.keys()], passes }
}

export function findColumn(columns: readonly Column[], key: string, table: string): Column {
  const found = columns.find(column => column.key === key)
  if (found !== undefined) return found
  const names = columns.map(column => column.key).filter(name => !name.startsWith('assay_'))
  throw new AssayError(
    'column_not_found',
    `The table \`${table}\` has no column \`${key}\`.${suggestion(key, names)}`,
    `list them: assay columns DB --table ${table}`,
  )
}

/** Equal values have equal cells, but for JSON, whose keys may come in any order. */
function canNarrow(column: Column, cell: Cell): boolean {
  return column.place === 'own' && cell.type !== 'json'
}

/** Whether all cells of the column with this SQL value hold this value: none of 1 and true, 0 and −0, NULL and NaN can be confused. */
export function isExact(column: Column, { value, type }: Cell): boolean {
  if (column.place === 'more') return false
  if (type === 'null') return column.type !== 'number' && column.type !== 'date' && column.type !== 'mixed'
  if (type === 'integer') return column.type === 'integer' || (column.type === 'number' && value !== 0n)
  if (type === 'number') return column.type === 'number' && value !== 0
  // The text of a reference may stand for a large value.
  if (type === 'text' && String(value).startsWith(referenceMark)) return false
  const kind = type === 'large_text' ? 'text' : type === 'large_bytes' ? 'bytes' : type
  return kind === column.type && kind !== 'json'
}
