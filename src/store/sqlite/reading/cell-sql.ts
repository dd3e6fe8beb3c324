// Says in SQL what the cells of a column are, as `readCell` says it of one row: the kind of each, and what tells it from others.
import { fromCell } from '../../../record/cells.ts'
import type { Column } from '../../../record/columns.ts'
import { quoteName } from '../../../record/names.ts'
import { readMore } from '../../../record/rows.ts'
import type { CellType, LogicalType, SqlValue } from '../../../record/types.ts'
import type { OpenReference } from '../../../record/untag.ts'
import { viewSources } from '../../tables.ts'
import { itemMore, itemOdd } from '../file/views.ts'

/** Expressions over one row. Text without NUL: JSON escapes it. */
export interface CellSql {
  /** NULL for `null` and absent; integers are `number` too. */
  readonly kind: string
  /** Equal for equal values of one kind; NULL where the kind says it all. */
  readonly value: string
  /** The number of a cell that is one, infinite ones included; else NULL. */
  readonly number: string
  /** The ISO text of a cell that is a valid date; else NULL. */
  readonly date: string
}

export function cellSql(column: Column, table: string): CellSql {
  return column.place === 'own' ? ownCell(column, table) : moreCell(column, table)
}

/** The value of a cell that was read by `kind` and `value`. `open` gives what it refers to. */
export function readCellSql(column: Column, kind: SqlValue, value: SqlValue, open: OpenReference): unknown {
  if (kind === null) return null
  if (column.place === 'own' || value === null) return fromCell(value, String(kind) as CellType | LogicalType, open)
  const record: { cell?: unknown } = {}
  readMore(record, `{"cell":${String(value)}}`, open)
  return record.cell
}

/** The machinery's columns that hold the odd cells and the keys past the limit of a column: an item has its own. */
export function machineryOf(key: string, table: string): { readonly odd: string; readonly more: string } {
  const isOfItem = viewSources[table] !== undefined && (key.startsWith('item_') || key === 'item')
  return isOfItem ? { odd: itemOdd, more: itemMore } : { odd: 'assay_odd', more: 'assay_more' }
}

/** The key that `json_each` calls by this path: as it stands in the JSON, in quotes unless it is a plain word. */
export function keyOfPath(path: string): string {
  return JSON.parse(path.startsWith('$."') ? path.slice(2) : `"${path.slice(2)}"`) as string
}

/** A cell past the limit, with 0 for -0: as text that tells values apart. */
export const normalCell = (cell: string) => `CASE ${cell} WHEN '["number","-0"]' THEN '["integer",0]' ELSE ${cell} END`

function ownCell(column: Column, table: string): CellSql {
  const value = quoteName(column.name)
  const kind = ownKind(column, value, table)
  const only = (wanted: string) => `CASE WHEN ${kind} = '${wanted}' THEN ${value} END`
  if (column.type === 'mixed') return { kind, value, number: only('number'), date: only('date') }
  const isNumeric = column.type === 'integer' || column.type === 'number'
  return { kind, value, number: isNumeric ? value : 'NULL', date: column.type === 'date' ? value : 'NULL' }
}

/** Only in columns of some types can a cell be other than its column says. */
function ownKind({ key, type, base }: Column, value: string, table: string): string {
  const { odd } = machineryOf(key, table)
  const named = `CASE WHEN ${odd} IS NOT NULL THEN ${entryOf(odd, key)} END`
  const byBase = (of: LogicalType) => `CASE WHEN ${value} IS NOT NULL THEN '${of === 'integer' ? 'number' : of}' END`
  if (type === 'text')
    return `CASE typeof(${value}) WHEN 'text' THEN COALESCE(${named}, 'text') WHEN 'blob' THEN 'ill_formed_text' END`
  if (type === 'bytes') return `CASE WHEN ${value} IS NOT NULL THEN COALESCE(${named}, 'bytes') END`
  if (type === 'number' || type === 'date') return `COALESCE(${byBase(type)}, ${plainKind(named)})`
  // A value of another kind than the base is always named, and so is null where it is not fixed.
  if (type === 'mixed') return plainKind(`COALESCE(${named}, ${byBase(base)})`)
  return byBase(type)
}

function moreCell({ key }: Column, table: string): CellSql {
  const cell = entryOf(machineryOf(key, table).more, key)
  const kind = plainKind(`${cell} ->> 0`)
  const content = `${cell} ->> 1`
  return {
    kind,
    value: `CASE WHEN ${kind} NOT IN ('nan', 'invalid_date') THEN ${normalCell(cell)} END`,
    number: `CASE WHEN ${kind} = 'number' THEN CASE ${content} WHEN 'Infinity' THEN 9e999 WHEN '-Infinity' THEN -9e999
      WHEN '-0' THEN 0 ELSE ${content} END END`,
    date: `CASE WHEN ${kind} = 'date' THEN ${content} END`,
  }
}

function plainKind(kind: string): string {
  return `CASE ${kind} WHEN 'integer' THEN 'number' WHEN 'null' THEN NULL ELSE ${kind} END`
}

/**
 * What a JSON object holds under a key. `json_extract` cannot name every key, and the column `key` of `json_each` merges some
 * that are ill-formed; its path is the key as `JSON.stringify` wrote it.
 */
function entryOf(json: string, key: string): string {
  const text = JSON.stringify(key)
  const literal = (path: string) => `'${path.replaceAll("'", "''")}'`
  return `(SELECT value FROM json_each(${json}) WHERE fullkey IN (${literal(`$.${text}`)}, ${literal(`$.${text.slice(1, -1)}`)}))`
}
