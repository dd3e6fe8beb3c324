// Finds the rows with the best and the worst values of a column, and the ranks that equal values share.
import type { DatabaseSync } from 'node:sqlite'
import type { Column } from '../../../record/columns.ts'
import type { SqlValue } from '../../../record/types.ts'
import type { RankedRow, Ranking } from '../../description.ts'
import type { RankOptions } from '../../store.ts'
import type { Catalog } from '../file/catalog.ts'
import { cellSql } from './cell-sql.ts'
import { findColumn } from './conditions.ts'
import { inSnapshot } from '../file/connection.ts'
import { orderOf, orderSql } from './order-sql.ts'
import { readNumbered } from './reader.ts'
import { countRuns, createScope, readScope, type Scope } from './scope.ts'

export function rankRows(
  database: DatabaseSync,
  catalog: Catalog,
  table: string,
  key: string,
  { better, limit, where, columns }: RankOptions,
): Ranking {
  if (better !== 'higher' && better !== 'lower')
    throw new TypeError(`expected \`better\` to be 'higher' or 'lower', got ${String(better)}`)
  return inSnapshot(database, () => {
    const scope = createScope(database, catalog, table, where)
    const column = findColumn(scope.columns, key, table)
    if (orderOf(column) === null)
      throw new TypeError(`expected \`${key}\` to be a column of numbers or dates, got one of type ${column.type}`)
    const { kind } = cellSql(column, table)
    const { cell } = orderSql(column, table)
    const counts = `SELECT COUNT(*), COUNT(${kind}), COUNT(${cell}) ${scope.from}`
    const [[rows, present, ranked] = []] = [...readScope(database, scope, counts)]
    const find = (direction: 'ASC' | 'DESC') => findEnd(database, catalog, scope, column, { direction, limit, columns })
    const best = find(better === 'higher' ? 'DESC' : 'ASC')
    const worst = find(better === 'higher' ? 'ASC' : 'DESC')
    return {
      runs: countRuns(database, scope),
      ranked: Number(ranked),
      nulls: Number(rows) - Number(present),
      unordered: Number(present) - Number(ranked),
      best: best.map(({ row, value, first, last }) => ({ row, value, rank: [first, last] })),
      worst: worst.map(
        ({ row, value, first, last }): RankedRow => ({
          row,
          value,
          rank: [Number(ranked) + 1 - last, Number(ranked) + 1 - first],
        }),
      ),
    }
  })
}

interface End {
  readonly direction: 'ASC' | 'DESC'
  readonly limit: number
  readonly columns: readonly string[] | undefined
}

/** Rows from one end of the order, with the places that equal values share, counted from that end. */
function findEnd(database: DatabaseSync, catalog: Catalog, scope: Scope, column: Column, { direction, limit, columns }: End) {
  const { cell, sortedBy, read } = orderSql(column, scope.table)
  const cells = `SELECT assay_row, ${cell} AS v ${scope.from}`
  const first = `SELECT assay_row, v FROM (${cells}) WHERE v IS NOT NULL
    ORDER BY ${sortedBy('v', direction)}, assay_row LIMIT ${limit}`
  const found = [...readScope(database, scope, first)].map(([number = null, v = null]) => ({ number: Number(number), v }))
  const ties = (v: SqlValue) => found.filter(other => isSame(other.v, v)).length
  // Only of the last value shown can more rows have it.
  const last = found.at(-1)
  const same = `SELECT COUNT(*) FROM (${cells}) WHERE v = ?`
  const [[lastTies] = []] = [...readScope(database, { ...scope, values: [...scope.values, last?.v ?? null] }, same)]
  const rows = readNumbered(
    database,
    catalog,
    scope.table,
    found.map(({ number }) => number),
    columns,
  )
  return found.map(({ number, v }) => {
    const start = found.findIndex(other => isSame(other.v, v)) + 1
    const size = isSame(v, last?.v ?? null) ? Number(lastTies) : ties(v)
    return { row: rows.get(number) ?? {}, value: read(v), first: start, last: start + size - 1 }
  })
}

/** 0 and -0 are one value, and an integer is the number that it is. */
function isSame(a: SqlValue, b: SqlValue): boolean {
  return a === b || (typeof a !== 'string' && typeof b !== 'string' && Number(a) === Number(b))
}
