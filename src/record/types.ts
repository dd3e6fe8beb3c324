// What kinds of value a column may hold, and how two kinds in one column become one; never back.

/** What SQLite, PostgreSQL and DuckDB can all hold in one cell. */
export type SqlValue = null | bigint | number | string | Uint8Array

/** The kind of one value. A number that is a safe integer is an `integer`; of a large value the cell holds a reference. */
export type CellType =
  | 'null'
  | 'nan'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'bigint'
  | 'text'
  | 'ill_formed_text'
  | 'date'
  | 'invalid_date'
  | 'bytes'
  | 'json'
  | 'large_text'
  | 'large_bytes'

/** The kind of a column: `null` until a value comes, then that value's, then wider or `mixed`. */
export type LogicalType = 'null' | 'boolean' | 'integer' | 'number' | 'bigint' | 'text' | 'date' | 'bytes' | 'json' | 'mixed'

/** The kind of column that a value alone would make. */
export function typeOfCell(type: CellType): LogicalType {
  if (type === 'nan') return 'number'
  if (type === 'ill_formed_text' || type === 'large_text') return 'text'
  if (type === 'large_bytes') return 'bytes'
  if (type === 'invalid_date') return 'date'
  return type
}

/** The least kind that holds both. `null` is below everything, `integer` below `number`, `mixed` above everything. */
export function joinTypes(a: LogicalType, b: LogicalType): LogicalType {
  if (a === b || b === 'null') return a
  if (a === 'null') return b
  const numeric = (type: LogicalType) => type === 'integer' || type === 'number'
  return numeric(a) && numeric(b) ? 'number' : 'mixed'
}
