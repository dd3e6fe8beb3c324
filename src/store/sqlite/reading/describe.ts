// Counts rows without a value and distinct values of every column, in as few scans as the kinds of cells allow.
import type { DatabaseSync } from 'node:sqlite'
import type { Column } from '../../../record/columns.ts'
import { quoteName } from '../../../record/names.ts'
import { parseOdd } from '../../../record/rows.ts'
import type { SqlValue } from '../../../record/types.ts'
import type { ColumnCounts } from '../../description.ts'
import type { Catalog } from '../file/catalog.ts'
import { cellSql, keyOfPath, machineryOf, normalCell } from './cell-sql.ts'
import { inSnapshot } from '../file/connection.ts'
import { readableColumns } from './reader.ts'

/** Each counts its distinct values in a B-tree of its own, which spills to disk. */
const columnsPerScan = 100

interface Counts {
  readonly present: number
  readonly distinct: number
}

export function describeTable(database: DatabaseSync, catalog: Catalog, table: string): ColumnCounts[] {
  return inSnapshot(database, () => {
    const columns = readableColumns(catalog, table)
    const rows = Number(database.prepare(`SELECT COUNT(*) AS n FROM ${quoteName(table)}`).get()?.['n'])
    const own = columns.filter(({ place }) => place === 'own')
    const counts = new Map([...countOwn(database, table, own), ...countMore(database, table, columns)])
    const unseen = countUnseen(database, table, own)
    for (const column of own.filter(({ type }) => type === 'mixed')) {
      const { present } = counts.get(column.key) ?? none
      counts.set(column.key, { present, distinct: countMixed(database, table, column) })
    }
    return columns.map(({ key, name, type }) => {
      const { present, distinct } = counts.get(key) ?? none
      const { rows: hidden, kinds } = unseen.get(key) ?? { rows: 0, kinds: new Set() }
      return {
        name: key,
        column: name,
        type,
        nulls: rows - present - hidden,
        distinct: type === 'mixed' ? distinct : distinct + kinds.size,
      }
    })
  })
}

const none: Counts = { present: 0, distinct: 0 }

/** What SQL sees: all values but those that are stored as NULL. */
function countOwn(database: DatabaseSync, table: string, columns: readonly Column[]): Map<string, Counts> {
  const counts = new Map<string, Counts>()
  const held = columns.filter(({ type }) => type !== 'null')
  for (let i = 0; i < held.length; i += columnsPerScan) {
    const part = held.slice(i, i + columnsPerScan)
    const select = part.flatMap(({ name, type }) => {
      const value = quoteName(name)
      return [`COUNT(${value})`, type === 'mixed' ? '0' : `COUNT(DISTINCT ${value})`]
    })
    const [values = []] = all(database, `SELECT ${select.join(', ')} FROM ${quoteName(table)}`)
    part.forEach(({ key }, j) => counts.set(key, { present: Number(values[2 * j]), distinct: Number(values[2 * j + 1]) }))
  }
  return counts
}

/** Values that are stored as NULL and named in the rows' maps, of which there are few different ones. */
function countUnseen(database: DatabaseSync, table: string, columns: readonly Column[]) {
  const unseen = new Map<string, { rows: number; readonly kinds: Set<string> }>()
  for (const odd of new Set(columns.map(({ key }) => machineryOf(key, table).odd))) {
    const sql = `SELECT ${odd}, COUNT(*) FROM ${quoteName(table)} WHERE ${odd} IS NOT NULL GROUP BY 1`
    for (const [map = null, n] of all(database, sql)) {
      for (const [key, kind] of Object.entries(parseOdd(map) ?? {})) {
        if (kind !== 'nan' && kind !== 'invalid_date') continue
        const found = unseen.get(key) ?? { rows: 0, kinds: new Set() }
        found.rows += Number(n)
        found.kinds.add(kind)
        unseen.set(key, found)
      }
    }
  }
  return unseen
}

/** In a column of several kinds SQL would take some values for others. */
function countMixed(database: DatabaseSync, table: string, column: Column): number {
  const { kind, value } = cellSql(column, table)
  const cells = `SELECT DISTINCT ${kind} AS kind, ${value} AS value FROM ${quoteName(table)}`
  const [[n] = []] = all(database, `SELECT COUNT(*) FROM (${cells}) WHERE kind IS NOT NULL`)
  return Number(n)
}

/** The keys past the limit, all in one scan. */
function countMore(database: DatabaseSync, table: string, columns: readonly Column[]): Map<string, Counts> {
  const counts = new Map<string, Counts>()
  const past = columns.filter(({ place }) => place === 'more')
  for (const more of new Set(past.map(({ key }) => machineryOf(key, table).more))) {
    const sql = `SELECT j.fullkey, COUNT(*), COUNT(DISTINCT ${normalCell('j.value')})
      FROM ${quoteName(table)} t, json_each(t.${more}) j WHERE j.value ->> 0 <> 'null' GROUP BY 1`
    for (const [path, present, distinct] of all(database, sql))
      counts.set(keyOfPath(String(path)), { present: Number(present), distinct: Number(distinct) })
  }
  return counts
}

function all(database: DatabaseSync, sql: string): Iterable<SqlValue[]> & SqlValue[][] {
  const statement = database.prepare(sql)
  statement.setReturnArrays(true)
  return statement.all() as unknown as SqlValue[][]
}
