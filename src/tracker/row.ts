// What a logged row may hold: any key but the few that are Assay's own.
import { foldName } from '../record/names.ts'
import type { Row } from '../store/store.ts'

const reserved = new Set(['run_id', 'row_id', 'timestamp'])
const ownTables = new Set(['predictions', 'datapoints', 'runs', 'metrics', 'estimates'])

/** Keys that were looked at already; a loop logs the same few again and again. */
const known = new Set<string>()

/** A `TypeError` names the key that clashes. */
export function checkRow(row: unknown, what: string): Row {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    throw new TypeError(`expected ${what} to be an object, got ${String(row)}`)
  for (const key of Object.keys(row)) if (!known.has(key)) checkKey(key, what)
  return row as Row
}

function checkKey(key: string, what: string): void {
  const folded = foldName(key)
  if (reserved.has(folded) || folded.startsWith('params_') || folded.startsWith('assay_')) {
    throw new TypeError(`expected a key of ${what} that is not Assay's own, got \`${key}\`; call it otherwise`)
  }
  if (known.size < 10_000) known.add(key)
}

/** A `TypeError` names a table that is Assay's own, or a name that no engine takes. */
export function checkTable(table: unknown): string {
  if (typeof table !== 'string' || table.trim() === '' || table.includes('\0'))
    throw new TypeError(`expected \`table\` to be a name, got ${JSON.stringify(table)}`)
  const folded = foldName(table)
  if (ownTables.has(folded) || folded.startsWith('assay_') || folded.startsWith('sqlite_')) {
    throw new TypeError(`expected \`table\` to be a table of your own, got \`${table}\`, which is Assay's`)
  }
  return table
}

/** `{ a: 1 }` as the columns `params_a`. */
export function paramsColumns(params: object): Row {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [`params_${key}`, value]))
}
