// Which columns a table has, what each holds, and how a batch of records widens them; the store only carries it out.
import { type Cell, toCell } from './cells.ts'
import { columnName, foldName } from './names.ts'
import { type LogicalType, joinTypes, typeOfCell } from './types.ts'

/** One column. `type` is all it holds, `base` what a cell is that no row's map names: it is set once, by the first value. */
export interface Column {
  readonly key: string
  readonly name: string
  readonly type: LogicalType
  readonly base: LogicalType
  /** `own`: a column of the table. `more`: a key of its one JSON column, for keys past the limit. */
  readonly place: 'own' | 'more'
  /** A column that every row has; where it is NULL the value is `null`, never absent. */
  readonly isFixed: boolean
}

/** The columns of one table, by key. */
export type Columns = ReadonlyMap<string, Column>

/** A record as cells, by key. */
export type Cells = ReadonlyMap<string, Cell>

/** Dynamic columns of one table past which keys go to JSON. SQLite holds 2,000, and adding one costs more the more there are. */
export const maxColumns = 1000

/** The cells of a plain record; `undefined` is absent. */
export function toCells(record: Readonly<Record<string, unknown>>): Cells {
  const cells = new Map<string, Cell>()
  for (const [key, value] of Object.entries(record)) if (value !== undefined) cells.set(key, toCell(value, key))
  return cells
}

/** The columns that must be added or widened before these records fit; empty when they do. */
export function columnsToChange(columns: Columns, records: Iterable<Cells>, limit = maxColumns): Column[] {
  const changed = new Map<string, Column>()
  let names: Set<string> | null = null
  let count = columns.size
  for (const cells of records) {
    for (const [key, { type }] of cells) {
      const before = changed.get(key) ?? columns.get(key)
      const kind = typeOfCell(type)
      if (before === undefined) {
        names ??= new Set([...columns.values()].map(column => foldName(column.name)))
        const name = columnName(key, folded => names?.has(folded) === true)
        names.add(foldName(name))
        changed.set(key, { key, name, type: kind, base: kind, place: count++ < limit ? 'own' : 'more', isFixed: false })
      } else if (joinTypes(before.type, kind) !== before.type) {
        changed.set(key, { ...before, type: joinTypes(before.type, kind), base: before.base === 'null' ? kind : before.base })
      }
    }
  }
  return [...changed.values()]
}
