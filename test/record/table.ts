// A table in memory that does with records what a store does, and reads them back: the round trip without an engine.
import { type Columns, columnsToChange, toCells } from '../../src/record/columns.ts'
import { parseOdd, readCell, readMore, toStoredRow } from '../../src/record/rows.ts'
import { setKey } from '../../src/base/keys.ts'
import type { SqlValue } from '../../src/record/types.ts'

export interface Table {
  readonly columns: Columns
  readonly rows: readonly Record<string, unknown>[]
}

/** The columns and the rows of records that were written one by one. */
export function writeAndRead(records: readonly Readonly<Record<string, unknown>>[], limit?: number): Table {
  const columns = new Map<string, Columns extends ReadonlyMap<string, infer C> ? C : never>()
  const stored = records.map(record => {
    const cells = toCells(record)
    for (const column of columnsToChange(columns, [cells], limit)) columns.set(column.key, column)
    return toStoredRow(cells, columns)
  })
  const rows = stored.map(({ names, values, odd, more }) => {
    const row: Record<string, unknown> = {}
    const oddCells = parseOdd(odd)
    for (const column of columns.values()) {
      if (column.place !== 'own') continue
      const i = names.indexOf(column.name)
      const value = readCell(i < 0 ? null : asRead(values[i] ?? null), column.key, column.base, column.isFixed, oddCells)
      if (value !== undefined) setKey(row, column.key, value)
    }
    readMore(row, more)
    return row
  })
  return { columns, rows }
}

/** A driver that was not asked for `bigint` gives safe integers as numbers. */
function asRead(value: SqlValue): SqlValue {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}
