// Which columns a table has, what each holds, and how a batch of records widens them; the store only carries it out.
import type { Content } from './asset.ts'
import { toCell } from './cells.ts'
import { keepApart } from './large.ts'
import { columnName, foldName } from './names.ts'
import { type CellType, type LogicalType, type SqlValue, joinTypes, typeOfCell } from './types.ts'

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

/** A record as cells: keys, values and kinds side by side. */
export interface Cells {
  /** Records with the same keys in the same order mostly share this list, so that what follows from it is worked out once. */
  readonly keys: readonly string[]
  readonly values: readonly SqlValue[]
  readonly types: readonly CellType[]
  /** What the values refer to; left out where they refer to nothing. */
  readonly contents?: readonly Content[]
}

/** Dynamic columns of one table past which keys go to JSON. SQLite holds 2,000, and adding one costs more the more there are. */
export const maxColumns = 1000

/** The cells of a plain record; `undefined` is absent. With `isApart` they refer to large values instead of holding them. */
export function toCells(record: Readonly<Record<string, unknown>>, isApart = false): Cells {
  const keys: string[] = []
  const values: SqlValue[] = []
  const types: CellType[] = []
  let contents: Content[] | null = null
  for (const key of Object.keys(record)) {
    const value = record[key]
    if (value === undefined) continue
    const cell = isApart ? keepApart(toCell(value, key)) : toCell(value, key)
    keys.push(key)
    values.push(cell.value)
    types.push(cell.type)
    if (cell.contents !== undefined) (contents ??= []).push(...cell.contents)
  }
  const cells = { keys: shareKeys(keys), values, types }
  return contents === null ? cells : { ...cells, contents }
}

/** The last list of keys of each kind of record, told apart roughly; a miss costs time, never correctness. */
const recentKeys = new Map<string, readonly string[]>()

function shareKeys(keys: readonly string[]): readonly string[] {
  const kind = `${keys.length} ${keys[0]} ${keys.at(-1)}`
  const recent = recentKeys.get(kind)
  if (recent?.length === keys.length && recent.every((key, i) => key === keys[i])) return recent
  if (recentKeys.size >= 1_000) recentKeys.clear()
  recentKeys.set(kind, keys)
  return keys
}

/** The columns that must be added or widened before these records fit; empty when they do. */
export function columnsToChange(columns: Columns, records: Iterable<Cells>, limit = maxColumns): Column[] {
  const changed = new Map<string, Column>()
  let names: Set<string> | null = null
  let count = columns.size
  for (const cells of records) {
    for (const [i, key] of cells.keys.entries()) {
      const before = changed.get(key) ?? columns.get(key)
      const kind = typeOfCell(cells.types[i] ?? 'null')
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
