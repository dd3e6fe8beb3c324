// Statistics of columns by group, worked out by the engine: one scan for the counts, one sort for what needs an order.
import type { DatabaseSync } from 'node:sqlite'
import type { Column } from '../../../record/columns.ts'
import { type ColumnStats, type Spread, type TableStats, summaryPercents } from '../../description.ts'
import type { SummaryOptions } from '../../store.ts'
import { assetTableOf } from '../asset-contents/asset-table.ts'
import type { Catalog } from '../file/catalog.ts'
import { cellSql, readCellSql } from './cell-sql.ts'
import { findColumn } from './conditions.ts'
import { inSnapshot } from '../file/connection.ts'
import { orderOf, orderSql } from './order-sql.ts'
import { countRuns, createGrouping, createScope, type Grouping, groupKey, readScope, type Scope } from './scope.ts'

/** More groups than these are for SQL; the largest are shown. */
const mostGroups = 50
const mostValues = 5
/** A result of SQLite has at most 2,000 columns. */
const columnsPerScan = 100

interface Group {
  readonly value: unknown
  readonly rows: number
  readonly stats: Map<string, ColumnStats>
}
type Groups = ReadonlyMap<string, Group>

export function summarizeTable(
  database: DatabaseSync,
  catalog: Catalog,
  table: string,
  { columns: keys, where, by }: SummaryOptions,
): TableStats {
  return inSnapshot(database, () => {
    const scope = createScope(database, catalog, table, where)
    const grouping = createGrouping(database, by === undefined ? null : findColumn(scope.columns, by, table), table)
    const columns = keys?.map(key => findColumn(scope.columns, key, table)) ?? scope.columns
    const { groups, count, rows } = readGroups(database, scope, grouping)
    for (let i = 0; i < columns.length; i += columnsPerScan)
      addCounts(database, scope, grouping, groups, columns.slice(i, i + columnsPerScan))
    for (const column of columns) {
      if (orderOf(column) !== null) addSpread(database, scope, grouping, groups, column)
      else if (column.type !== 'null') addValues(database, scope, grouping, groups, column)
    }
    return {
      rows,
      runs: countRuns(database, scope),
      groupCount: count,
      groups: [...groups.values()].map(({ value, rows, stats }) => ({ value, rows, columns: [...stats.values()] })),
    }
  })
}

/** The largest groups, in the order of their values; one group of no rows where there is none. */
function readGroups(database: DatabaseSync, scope: Scope, grouping: Grouping): { groups: Groups; count: number; rows: number } {
  const sql = `SELECT ${grouping.kind} AS kind, ${grouping.value} AS value, COUNT(*) AS n ${scope.from} GROUP BY 1, 2`
  const total = `SELECT COUNT(*), COALESCE(SUM(n), 0) FROM (${sql})`
  const [[count, rows] = []] = [...readScope(database, scope, total)]
  const largest = `SELECT kind, value, n FROM (SELECT * FROM (${sql}) ORDER BY n DESC, kind, value LIMIT ${mostGroups}) ORDER BY kind, value`
  const groups = new Map<string, Group>()
  for (const [kind = null, value = null, n] of readScope(database, scope, largest))
    groups.set(groupKey(kind, value), { value: grouping.read(kind, value), rows: Number(n), stats: new Map() })
  if (groups.size === 0) groups.set('', { value: null, rows: 0, stats: new Map() })
  return { groups, count: Number(count), rows: Number(rows) }
}

const noSpread: Spread = { min: null, p5: null, p25: null, p50: null, p75: null, p95: null, max: null }
const noCounts = { distinct: 0, nan: 0, invalidDates: 0, positiveInfinity: 0, negativeInfinity: 0, mean: null, values: [] }

function addCounts(database: DatabaseSync, scope: Scope, by: Grouping, groups: Groups, columns: readonly Column[]): void {
  for (const { rows, stats } of groups.values())
    for (const { key, name, type } of columns)
      stats.set(key, { name: key, column: name, type, nulls: rows, ...noCounts, ...noSpread })
  const cells = columns.map((column, i) => {
    const { kind, value, number } = cellSql(column, scope.table)
    return `${kind} AS k${i}, ${value} AS v${i}, ${number} AS n${i}`
  })
  const counts = columns.map((column, i) => {
    const distinct = orderOf(column) === null ? '0' : `COUNT(DISTINCT v${i})`
    return `COUNT(k${i}), SUM(k${i} = 'nan'), SUM(k${i} = 'invalid_date'), SUM(n${i} = 9e999), SUM(n${i} = -9e999),
      AVG(CASE WHEN ABS(n${i}) < 9e999 THEN n${i} END), ${distinct}`
  })
  const inner = `SELECT ${[`${by.kind} AS gk`, `${by.value} AS gv`, ...cells].join(', ')} ${scope.from}`
  const sql = `SELECT ${['gk', 'gv', ...counts].join(', ')} FROM (${inner}) GROUP BY 1, 2`
  for (const [kind = null, value = null, ...all] of readScope(database, scope, sql)) {
    const group = groups.get(groupKey(kind, value))
    columns.forEach((column, i) => {
      const [present, nan, invalid, positive, negative, mean, distinct] = all.slice(7 * i, 7 * i + 7)
      const hidden = Number(nan) > 0 || Number(invalid) > 0 ? 1 : 0
      change(group, column, {
        nulls: (group?.rows ?? 0) - Number(present),
        nan: Number(nan),
        invalidDates: Number(invalid),
        positiveInfinity: Number(positive),
        negativeInfinity: Number(negative),
        mean: orderOf(column) === 'number' && mean !== null ? finite(Number(mean)) : null,
        distinct: orderOf(column) === null ? 0 : Number(distinct) + hidden,
      })
    })
  }
}

/** A sum beyond all numbers has no mean that is one. */
function finite(mean: number): number | null {
  return Number.isFinite(mean) ? mean : null
}

function addSpread(database: DatabaseSync, scope: Scope, by: Grouping, groups: Groups, column: Column): void {
  const { cell, sortedBy, isOrdered, read } = orderSql(column, scope.table)
  const inner = `SELECT ${by.kind} AS gk, ${by.value} AS gv, ${cell} AS v ${scope.from}`
  const placed = `SELECT gk, gv, v, ROW_NUMBER() OVER (PARTITION BY gk, gv ORDER BY ${sortedBy('v', 'ASC')}) AS place,
    COUNT(*) OVER (PARTITION BY gk, gv) AS n FROM (${inner}) WHERE ${isOrdered('v')}`
  const ranks = summaryPercents.map(percent => `(n * ${percent} + 99) / 100`)
  const sql = `SELECT gk, gv, v, place, n FROM (${placed}) WHERE place IN (1, n, ${ranks.join(', ')})`
  for (const [kind = null, group = null, v = null, place, n] of readScope(database, scope, sql)) {
    const value = read(v)
    const found: Record<string, unknown> = {}
    if (place === 1n) found['min'] = value
    if (place === n) found['max'] = value
    for (const percent of summaryPercents)
      if (place === ((n as bigint) * BigInt(percent) + 99n) / 100n) found[`p${percent}`] = value
    change(groups.get(groupKey(kind, group)), column, found)
  }
}

function addValues(database: DatabaseSync, scope: Scope, by: Grouping, groups: Groups, column: Column): void {
  const { kind, value } = cellSql(column, scope.table)
  const inner = `SELECT ${by.kind} AS gk, ${by.value} AS gv, ${kind} AS k, ${value} AS v ${scope.from}`
  const counted = `SELECT gk, gv, k, v, COUNT(*) AS n FROM (${inner}) WHERE k IS NOT NULL GROUP BY 1, 2, 3, 4`
  const placed = `SELECT *, COUNT(*) OVER (PARTITION BY gk, gv) AS different,
    ROW_NUMBER() OVER (PARTITION BY gk, gv ORDER BY n DESC, k, v) AS place FROM (${counted})`
  const sql = `SELECT gk, gv, k, v, n, different FROM (${placed}) WHERE place <= ${mostValues} ORDER BY gk, gv, place`
  for (const [groupKind = null, group = null, k = null, v = null, n, different] of readScope(database, scope, sql)) {
    const found = groups.get(groupKey(groupKind, group))
    const values = found?.stats.get(column.key)?.values ?? []
    const next =
      column.type === 'bytes' ? [] : [{ value: readCellSql(column, k, v, assetTableOf(database).open), count: Number(n) }]
    change(found, column, { distinct: Number(different), values: [...values, ...next] })
  }
}

function change(group: Group | undefined, { key }: Column, found: Partial<ColumnStats>): void {
  const before = group?.stats.get(key)
  if (before !== undefined) group?.stats.set(key, { ...before, ...found })
}
