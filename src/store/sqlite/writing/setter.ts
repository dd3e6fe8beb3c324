// Sets columns of rows that are stored already, without touching what their other cells are.
import type { DatabaseSync } from 'node:sqlite'
import { type Cells, toCells } from '../../../record/columns.ts'
import { quoteName } from '../../../record/names.ts'
import { toStoredRow } from '../../../record/rows.ts'
import type { SqlValue } from '../../../record/types.ts'
import type { Row } from '../../store.ts'
import { viewSources } from '../../tables.ts'
import { assetTableOf } from '../asset-contents/asset-table.ts'
import type { Catalog } from '../file/catalog.ts'
import { inSnapshot } from '../file/connection.ts'
import { findRows } from '../reading/reader.ts'
import { keepsApart } from './writer.ts'

/** To be called inside a write transaction. Returns how many rows match. */
export function setColumns(database: DatabaseSync, catalog: Catalog, table: string, columns: Row, where: Row): number {
  const source = viewSources[table] ?? table
  const cells = toCells(columns, keepsApart(source))
  catalog.checkAdded(source, cells.keys)
  const numbers = findRows(database, catalog, table, where)
  if (numbers.length === 0) return 0
  for (const content of cells.contents ?? []) assetTableOf(database).keep(content)
  catalog.widenAdded(source, cells)
  const { names, values, odd, more } = toStoredRow(cells, catalog.allColumns(source))
  const assign = [...names.map(quoteName), 'assay_odd', 'assay_more'].map(name => `${name} = ?`).join(', ')
  const read = database.prepare(`SELECT assay_odd, assay_more FROM ${quoteName(source)} WHERE assay_row = ?`)
  const update = database.prepare(`UPDATE ${quoteName(source)} SET ${assign} WHERE assay_row = ?`)
  for (const number of numbers) {
    const before = read.get(number) ?? {}
    update.run(...values, merge(before['assay_odd'], odd, cells), merge(before['assay_more'], more, cells), number)
  }
  return numbers.length
}

/** How many rows `setColumns` would set; refuses what it refuses, and changes nothing. */
export function countSettable(database: DatabaseSync, catalog: Catalog, table: string, columns: Row, where: Row): number {
  return inSnapshot(database, () => {
    catalog.checkAdded(viewSources[table] ?? table, toCells(columns).keys)
    return findRows(database, catalog, table, where).length
  })
}

/** One of a row's two JSON texts, with what was said of the set columns replaced. */
function merge(before: unknown, after: string | null, { keys }: Cells): SqlValue {
  const entries = Object.entries(typeof before === 'string' ? (JSON.parse(before) as object) : {}).filter(
    ([key]) => !keys.includes(key),
  )
  const merged = { ...Object.fromEntries(entries), ...(after === null ? {} : (JSON.parse(after) as object)) }
  return Object.keys(merged).length === 0 ? null : JSON.stringify(merged)
}
