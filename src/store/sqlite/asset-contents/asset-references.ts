// Finds out which assets are referred to, by looking at every cell that may refer to one: what the rows say is the truth.
import type { DatabaseSync } from 'node:sqlite'
import type { Column } from '../../../record/columns.ts'
import { quoteName } from '../../../record/names.ts'
import { parseOdd } from '../../../record/rows.ts'
import { referenceMark } from '../../../record/tagged.ts'
import type { CellType, SqlValue } from '../../../record/types.ts'
import type { Catalog } from '../file/catalog.ts'
import { inSnapshot } from '../file/connection.ts'

/** In JSON every quote inside a text has a backslash: only a reference looks like this. */
const references = /\{"\$asset":\{"hash":"([0-9a-f]{64})"/g

/** Texts that are JSON and may refer to assets, although their columns are texts. */
const jsonTexts: Readonly<Record<string, readonly string[]>> = { assay_ledger: ['result'] }

/** A result of SQLite has at most 2,000 columns: a wide table is looked at piece by piece. */
const columnsPerScan = 500

/** By hash, the number of rows, in all tables and the ledger, that refer to an asset; one that nothing refers to is absent. */
export function countReferences(database: DatabaseSync, catalog: Catalog): Map<string, number> {
  return inSnapshot(database, () => {
    const counts = new Map<string, number>()
    const tables = database.prepare('SELECT DISTINCT table_name AS name FROM assay_columns ORDER BY 1').all()
    for (const { name } of tables)
      for (const hashes of rowReferences(database, catalog, String(name)))
        for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1)
    return counts
  })
}

/** For each row that refers to assets, which. */
function rowReferences(database: DatabaseSync, catalog: Catalog, table: string): Iterable<Set<string>> {
  const columns = [...catalog.reload(table).values()]
  const found = new Map<number, Set<string>>()
  const add = (row: number, text: string) => {
    for (const [, hash = ''] of text.matchAll(references)) {
      const hashes = found.get(row)
      if (hashes === undefined) found.set(row, new Set([hash]))
      else hashes.add(hash)
    }
  }
  const own = columns.filter(({ place, type }) => place === 'own' && mayRefer.has(type))
  for (let i = 0; i < own.length; i += columnsPerScan) scanOwn(database, table, own.slice(i, i + columnsPerScan), add)
  if (columns.some(({ place }) => place === 'more')) scanMore(database, table, add)
  return found.values()
}

const mayRefer: ReadonlySet<string> = new Set(['json', 'mixed', 'text', 'bytes'])

type Add = (row: number, text: string) => void

function scanOwn(database: DatabaseSync, table: string, columns: readonly Column[], add: Add): void {
  const isJson = ({ key, base }: Column) => base === 'json' || jsonTexts[table]?.includes(key) === true
  const tests = columns.map(column => {
    const name = quoteName(column.name)
    // What is no JSON by its column refers to something only where the row's map says so.
    return `(typeof(${name}) = 'text' AND ${isJson(column) ? '' : 'assay_odd IS NOT NULL AND '}instr(${name}, ?) > 0)`
  })
  const select = ['assay_row', 'assay_odd', ...columns.map(({ name }) => quoteName(name))].join(', ')
  const statement = database.prepare(`SELECT ${select} FROM ${quoteName(table)} WHERE ${tests.join(' OR ')}`)
  statement.setReturnArrays(true)
  const marks = columns.map(() => referenceMark)
  for (const [row, map = null, ...values] of statement.iterate(...marks) as unknown as Iterable<SqlValue[]>) {
    const odd = parseOdd(map)
    columns.forEach((column, i) => {
      const kind = odd !== null && Object.hasOwn(odd, column.key) ? odd[column.key] : isJson(column) ? 'json' : undefined
      const value = values[i]
      if (typeof value === 'string' && refers(kind)) add(Number(row), value)
    })
  }
}

/** Keys past the limit: each is a kind and a value, and inside that text each quote of the value has a backslash. */
function scanMore(database: DatabaseSync, table: string, add: Add): void {
  const sql = `SELECT assay_row, assay_more FROM ${quoteName(table)} WHERE instr(assay_more, ?) > 0`
  for (const row of database.prepare(sql).iterate(JSON.stringify(referenceMark).slice(1, -1))) {
    for (const [kind, value] of Object.values(JSON.parse(String(row['assay_more'])) as Record<string, [CellType, SqlValue]>))
      if (typeof value === 'string' && refers(kind)) add(Number(row['assay_row']), value)
  }
}

function refers(kind: CellType | undefined): boolean {
  return kind === 'json' || kind === 'large_text' || kind === 'large_bytes'
}
