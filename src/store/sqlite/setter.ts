// Sets columns of rows that are stored already, without touching what their other cells are.
import type { DatabaseSync } from 'node:sqlite'
import { type Columns, toCells } from '../../record/columns.ts'
import { quoteName } from '../../record/names.ts'
import { parseOdd, readCell, readMore, toStoredRow } from '../../record/rows.ts'
import type { SqlValue } from '../../record/types.ts'
import type { Row } from '../store.ts'
import type { Catalog } from './catalog.ts'
import { toConditions } from './conditions.ts'

/** To be called inside a write transaction. Returns how many rows match. */
export function setColumns(database: DatabaseSync, catalog: Catalog, table: string, columns: Row, where: Row): number {
  const cells = toCells(columns)
  catalog.widen(table, [cells])
  const known = catalog.columns(table)
  const { names, values, odd, more } = toStoredRow(cells, known)
  const assign = [...names.map(quoteName), 'assay_odd', 'assay_more'].map(name => `${name} = ?`).join(', ')
  const update = database.prepare(`UPDATE ${quoteName(table)} SET ${assign} WHERE assay_row = ?`)
  const matching = findRows(database, known, table, where)
  for (const row of matching) update.run(...values, merge(row.odd, odd, cells), merge(row.more, more, cells), row.number)
  return matching.length
}

interface Found {
  readonly number: SqlValue
  readonly odd: SqlValue
  readonly more: SqlValue
}

function findRows(database: DatabaseSync, columns: Columns, table: string, where: Row): Found[] {
  const { sql, values, unsure, passes } = toConditions([...columns.values()], table, { where })
  const own = unsure.filter(column => column.place === 'own')
  const select = ['assay_row', 'assay_odd', 'assay_more', ...own.map(({ name }) => quoteName(name))].join(', ')
  const statement = database.prepare(`SELECT ${select} FROM ${quoteName(table)} WHERE ${sql}`)
  statement.setReturnArrays(true)
  statement.setReadBigInts(true)
  const candidates = statement.all(...values) as unknown as SqlValue[][]
  return candidates.flatMap(([number = null, odd = null, more = null, ...cells]) => {
    const row: Row = {}
    readMore(row, more)
    own.forEach(({ key, base, isFixed }, i) => {
      row[key] = readCell(cells[i] ?? null, key, base, isFixed, parseOdd(odd)) ?? null
    })
    return passes(row) ? [{ number, odd, more }] : []
  })
}

/** One of a row's two JSON texts, with what was said of the set columns replaced. */
function merge(before: SqlValue, after: string | null, set: ReadonlyMap<string, unknown>): string | null {
  const entries = Object.entries(typeof before === 'string' ? (JSON.parse(before) as object) : {}).filter(
    ([key]) => !set.has(key),
  )
  const merged = { ...Object.fromEntries(entries), ...(after === null ? {} : (JSON.parse(after) as object)) }
  return Object.keys(merged).length === 0 ? null : JSON.stringify(merged)
}
