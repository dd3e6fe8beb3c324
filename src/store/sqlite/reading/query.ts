// Runs a user's own SQL on a connection that the engine itself keeps from writing anything anywhere.
import { type DatabaseSync, type SQLInputValue, constants } from 'node:sqlite'
import { AssayError } from '../../../base/errors.ts'
import { toCell } from '../../../record/cells.ts'
import type { SqlResult } from '../../store.ts'
import { explainError, resultCode } from '../file/errors.ts'

/** Pragmas that only look, whatever follows them; every other one is refused, and so is whatever attaches or writes a file. */
const readingPragmas = new Set(['table_info', 'table_xinfo', 'table_list', 'index_list', 'index_info', 'integrity_check'])
/** Pragmas that look when they stand alone, and set what follows them. */
const settingPragmas = new Set(['user_version', 'schema_version', 'page_count', 'page_size'])

/** To be called once for a connection that serves users' queries. */
export function guardQueries(database: DatabaseSync): void {
  const { SQLITE_OK, SQLITE_DENY, SQLITE_SELECT, SQLITE_READ, SQLITE_FUNCTION, SQLITE_RECURSIVE, SQLITE_PRAGMA } = constants
  const reading = new Set([SQLITE_SELECT, SQLITE_READ, SQLITE_FUNCTION, SQLITE_RECURSIVE])
  database.setAuthorizer((action, name, value) => {
    if (reading.has(action)) return action === SQLITE_FUNCTION && value === 'load_extension' ? SQLITE_DENY : SQLITE_OK
    if (action !== SQLITE_PRAGMA || name === null) return SQLITE_DENY
    return readingPragmas.has(name) || (settingPragmas.has(name) && value === null) ? SQLITE_OK : SQLITE_DENY
  })
}

/** The result of one reading statement. Integers beyond 2^53 are `bigint`; a repeated column name gets `:2`, so that none is lost. */
export function runQuery(database: DatabaseSync, location: string, query: string, values: readonly unknown[]): SqlResult {
  const bound = values.map((value, i) => toBound(value, i + 1))
  try {
    const statement = database.prepare(query)
    const rest = query.slice(query.indexOf(statement.sourceSQL) + statement.sourceSQL.length)
    if (rest.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\/|;/g, '').trim() !== '') {
      throw new AssayError(
        'sql_invalid',
        'The query holds more than one statement, and only the first would run.',
        'run them one at a time',
      )
    }
    statement.setReturnArrays(true)
    statement.setReadBigInts(true)
    const rows = statement.all(...bound) as unknown as unknown[][]
    return { columns: distinct(statement.columns().map(column => column.name)), rows: rows.map(row => row.map(toNumber)) }
  } catch (error) {
    if (error instanceof AssayError) throw error
    throw explainQuery(error, location)
  }
}

function toBound(value: unknown, place: number): SQLInputValue {
  if (value === undefined) throw new TypeError(`expected value ${place} of the query to be data, got undefined`)
  return toCell(value, `value ${place}`).value as SQLInputValue
}

function explainQuery(error: unknown, location: string): unknown {
  const message = (error as Error).message.replace(/\.$/, '')
  if (/not authorized|authorization|prohibited|cannot modify/.test(message) || resultCode(error) === 8) {
    return new AssayError(
      'sql_refused',
      `The query would do more than read: ${message}.`,
      'use SELECT; to change data use the commands that say what they change',
      error,
    )
  }
  if (resultCode(error) === 1 || /column index|parameter|no statements/.test(message)) {
    return new AssayError(
      'sql_invalid',
      `The query is not valid SQL: ${message}.`,
      `see the tables with \`assay columns ${location}\``,
      error,
    )
  }
  return explainError(error, location)
}

function toNumber(value: unknown): unknown {
  return typeof value === 'bigint' && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}

function distinct(names: readonly string[]): string[] {
  const seen = new Set<string>()
  return names.map(name => {
    let unique = name
    for (let i = 2; seen.has(unique); i++) unique = `${name}:${i}`
    seen.add(unique)
    return unique
  })
}
