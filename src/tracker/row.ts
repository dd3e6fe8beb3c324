// What a logged row may hold: any key but the few that are Assay's own.
import { inspect } from 'node:util'
import { isPlainObject } from '../base/keys.ts'
import { foldName } from '../record/names.ts'
import { type FoundSecret, redactParams } from '../record/secret-params.ts'
import { copyTagged } from '../record/tagged.ts'
import { isReservedForSet } from '../record/reserved.ts'
import type { Row } from '../store/store.ts'

const reserved = new Set(['run_id', 'row_id', 'timestamp'])
const ownTables = new Set(['attempts', 'judgements', 'predictions', 'datapoints', 'runs', 'metrics', 'estimates'])

/** Keys that were looked at already; a loop logs the same few again and again. */
const known = new Set<string>()

/** A `TypeError` names the key that clashes. */
export function checkRow(row: unknown, what: string): Row {
  requirePlain(row, what)
  for (const key of Object.keys(row)) if (!known.has(key)) checkKey(key, what)
  return row
}

/** A copy of params without secrets, which nobody can change afterwards. A `TypeError` for what is no plain object, or cannot be stored. */
export function copyParams(params: unknown): { readonly params: Row; readonly found: readonly FoundSecret[] } {
  requirePlain(params, '`params`')
  const entries = Object.entries(params).filter(([, value]) => value !== undefined)
  return redactParams(copyTagged(Object.fromEntries(entries), 'params') as Row)
}

/** A `Map`, an error or an instance of a class would lose what is not its own enumerable property, and so would a symbol key. */
function requirePlain(value: unknown, what: string): asserts value is Row {
  if (!isPlainObject(value)) throw new TypeError(`expected ${what} to be a plain object, got ${inspect(value, { depth: 0 })}`)
  if (Object.getOwnPropertySymbols(value).length > 0)
    throw new TypeError(`expected ${what} to have text keys, got a symbol key, which cannot be stored; leave it out`)
}

function checkKey(key: string, what: string): void {
  const folded = foldName(key)
  if (reserved.has(folded) || folded.startsWith('params_') || folded.startsWith('assay_')) {
    throw new TypeError(`expected a key of ${what} that is not Assay's own, got \`${key}\`; call it otherwise`)
  }
  if (known.size < 10_000) known.add(key)
}

/** What may be set in rows that are stored. A `TypeError` names a column that is Assay's own, or kept for what was measured. */
export function checkColumns(table: string, columns: unknown): Row {
  if (table !== 'predictions') return checkRow(columns, 'the columns')
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns))
    throw new TypeError(`expected the columns to be an object, got ${String(columns)}`)
  const taken = Object.keys(columns).find(isReservedForSet)
  if (taken !== undefined)
    throw new TypeError(
      `expected columns of your own, got \`${taken}\`, a name that predictions keep for what was measured; call it otherwise`,
    )
  return columns as Row
}

/** A `TypeError` names a table that is Assay's own, or a name that no engine takes. */
export function checkTable(table: unknown): string {
  if (typeof table !== 'string' || table.trim() === '' || table.includes('\0') || !table.isWellFormed())
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
