// Which rows a question about a whole table is asked of, and by which column they are grouped, as SQL.
import type { DatabaseSync } from 'node:sqlite'
import type { Column } from '../../../record/columns.ts'
import { quoteName } from '../../../record/names.ts'
import type { SqlValue } from '../../../record/types.ts'
import type { Row } from '../../store.ts'
import { assetTableOf } from '../asset-contents/asset-table.ts'
import type { Catalog } from '../file/catalog.ts'
import { cellSql, readCellSql } from './cell-sql.ts'
import { toConditions } from './conditions.ts'
import { findRows, readableColumns } from './reader.ts'

export interface Scope {
  readonly table: string
  readonly columns: readonly Column[]
  /** `FROM … WHERE …` */
  readonly from: string
  readonly values: readonly SqlValue[]
}

export function createScope(database: DatabaseSync, catalog: Catalog, table: string, where: Row = {}): Scope {
  const columns = readableColumns(catalog, table)
  const conditions = toConditions(columns, table, { where })
  const from = `FROM ${quoteName(table)} WHERE`
  if (conditions.unsure.length === 0) return { table, columns, from: `${from} ${conditions.sql}`, values: conditions.values }
  // What SQL cannot tell apart is told apart by row.
  const numbers = JSON.stringify(findRows(database, catalog, table, where))
  return { table, columns, from: `${from} assay_row IN (SELECT value FROM json_each(?))`, values: [numbers] }
}

/** The rows of one statement over a scope, as arrays, with integers as `bigint`. */
export function readScope(database: DatabaseSync, { values }: Scope, sql: string): Iterable<SqlValue[]> {
  const statement = database.prepare(sql)
  statement.setReturnArrays(true)
  statement.setReadBigInts(true)
  return statement.iterate(...values) as unknown as Iterable<SqlValue[]>
}

/** How many runs the rows come from; `null` where they are of no run. */
export function countRuns(database: DatabaseSync, scope: Scope): number | null {
  if (!scope.columns.some(({ key }) => key === 'run_id')) return null
  const [[n] = []] = [...readScope(database, scope, `SELECT COUNT(DISTINCT run_id) ${scope.from}`)]
  return Number(n)
}

/** How rows are grouped: two expressions that are equal within a group. */
export interface Grouping {
  readonly kind: string
  readonly value: string
  readonly read: (kind: SqlValue, value: SqlValue) => unknown
}

export function createGrouping(database: DatabaseSync, column: Column | null, table: string): Grouping {
  if (column === null) return { kind: "''", value: "''", read: () => null }
  return { ...cellSql(column, table), read: (kind, value) => readCellSql(column, kind, value, assetTableOf(database).open) }
}

/** Equal for the two expressions of one group. */
export function groupKey(kind: SqlValue, value: SqlValue): string {
  return `${String(kind)} ${value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)}`
}
