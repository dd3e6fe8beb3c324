// Turns a record into the stored values of a row and back: the columns, the map of odd cells, and the keys past the limit.
import { setKey } from '../base/keys.ts'
import { type Cell, fromCell } from './cells.ts'
import type { Cells, Column, Columns } from './columns.ts'
import { type CellType, type LogicalType, type SqlValue, joinTypes, typeOfCell } from './types.ts'
import type { OpenReference } from './untag.ts'

/** A row as it is stored: values by column name, and two JSON texts that are NULL in most rows. */
export interface StoredRow {
  readonly names: readonly string[]
  readonly values: readonly SqlValue[]
  /** `{ key: kind }` of the cells that are not what their column says. */
  readonly odd: string | null
  /** `{ key: cell }` of the keys past the limit. */
  readonly more: string | null
}

/** The stored row of a record whose columns exist. */
export function toStoredRow(cells: Cells, columns: Columns): StoredRow {
  const names: string[] = []
  const values: SqlValue[] = []
  let odd: Record<string, CellType> | null = null
  let more: Record<string, unknown> | null = null
  for (const [i, key] of cells.keys.entries()) {
    const cell = { value: cells.values[i] ?? null, type: cells.types[i] ?? 'null' }
    const column = columns.get(key)
    if (column === undefined) throw new RangeError(`expected a column for the key ${JSON.stringify(key)}, but there is none`)
    if (column.place === 'more') {
      more ??= {}
      setKey(more, key, jsonCell(cell))
    } else {
      names.push(column.name)
      values.push(cell.value)
      if (!isAsDeclared(cell.type, column.base, column.isFixed)) {
        odd ??= {}
        setKey(odd, key, cell.type)
      }
    }
  }
  return { names, values, odd: odd && JSON.stringify(odd), more: more && JSON.stringify(more) }
}

/** Whether cells go into the columns of their keys as they are: nothing to widen, nothing to say in the row's map. */
export function fitsColumns(columns: readonly Column[], types: readonly CellType[]): boolean {
  for (let i = 0; i < columns.length; i++) {
    const kind = types[i] as CellType
    const { type, base, place, isFixed } = columns[i] as Column
    if (place === 'more') return false
    if (kind === base && kind !== 'null') continue
    if (!isAsDeclared(kind, base, isFixed) || joinTypes(type, typeOfCell(kind)) !== type) return false
  }
  return true
}

/** Whether a reader that knows only the column's base gets this cell back as it was. */
function isAsDeclared(type: CellType, base: LogicalType, isFixed: boolean): boolean {
  if (type === 'null') return isFixed
  return type === base || (type === 'integer' && base === 'number') || (type === 'number' && base === 'integer')
}

/** A cell inside JSON keeps its kind beside its value; bytes and integers beyond JSON's become text. */
function jsonCell({ value, type }: Cell): unknown {
  if (value instanceof Uint8Array) return [type, Buffer.from(value).toString('base64')]
  if (typeof value === 'bigint') return [type, type === 'bigint' ? String(value) : Number(value)]
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return [type, String(Object.is(value, -0) ? '-0' : value)]
  return [type, value]
}

function fromJsonCell([type, value]: [CellType, SqlValue], open: OpenReference | undefined): unknown {
  const isBinary = type === 'bytes' || type === 'ill_formed_text'
  return fromCell(isBinary && typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value, type, open)
}

/** The odd cells of a row, from their JSON. */
export function parseOdd(text: SqlValue): Readonly<Record<string, CellType>> | null {
  return typeof text === 'string' ? (JSON.parse(text) as Record<string, CellType>) : null
}

/** Adds the keys past the limit to a record that is being read. */
export function readMore(record: object, text: SqlValue, open?: OpenReference, wanted?: (key: string) => boolean): void {
  if (typeof text !== 'string') return
  for (const [key, cell] of Object.entries(JSON.parse(text) as Record<string, [CellType, SqlValue]>)) {
    if (wanted === undefined || wanted(key)) setKey(record, key, fromJsonCell(cell, open))
  }
}

/** The value of one stored cell, or `undefined` where the row has none. `open` gives what it refers to. */
export function readCell(
  value: SqlValue,
  key: string,
  base: LogicalType,
  isFixed: boolean,
  odd: ReturnType<typeof parseOdd>,
  open?: OpenReference,
): unknown {
  const type = odd !== null && Object.hasOwn(odd, key) ? odd[key] : undefined
  if (type !== undefined) return fromCell(value, type, open)
  if (value === null && !isFixed) return undefined
  return fromCell(value, base, open)
}
