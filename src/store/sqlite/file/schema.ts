// Makes the tables of a new file, and knows whose file an existing one is.
import type { DatabaseSync } from 'node:sqlite'
import { AssayError } from '../../../base/errors.ts'
import { quoteName } from '../../../record/names.ts'
import type { LogicalType } from '../../../record/types.ts'
import { type TableSpec, schemaVersion, tableSpecs } from '../../tables.ts'
import { inSnapshot } from './connection.ts'
import { createViews } from './views.ts'

/** `ASSY` in ASCII: SQLite keeps it in the file's header, so that a file says whose it is. */
const applicationId = 0x41535359

/** What a file is to us. */
export type FileKind = 'empty' | 'current' | 'older'

/** Refuses a file that is not ours or that a newer Assay made; touches nothing. */
export function inspectFile(database: DatabaseSync, location: string): FileKind {
  const { id, version, tables } = inSnapshot(database, () => ({
    id: pragma(database, 'application_id'),
    version: pragma(database, 'user_version'),
    tables: database.prepare('SELECT COUNT(*) AS n FROM sqlite_schema').get()?.['n'],
  }))
  if (id === applicationId) {
    if (version > schemaVersion) {
      throw new AssayError(
        'schema_newer',
        `${location} was written by a newer version of assay (schema ${version}, this one knows ${schemaVersion}).`,
        'update assay: npm install assay@latest',
      )
    }
    return version === schemaVersion ? 'current' : 'older'
  }
  if (id === 0 && tables === 0) return 'empty'
  throw new AssayError(
    'not_assay',
    `${location} is a SQLite database, but not one of assay's.`,
    'give another path; this file was not touched',
  )
}

/** The version of the schema that a file of ours has. */
export function versionOf(database: DatabaseSync): number {
  return pragma(database, 'user_version')
}

/** Says that the file has the current schema. */
export function markCurrent(database: DatabaseSync): void {
  database.exec(`PRAGMA user_version = ${schemaVersion}`)
}

export function createSchema(database: DatabaseSync): void {
  database.exec(`PRAGMA application_id = ${applicationId}`)
  database.exec(
    'CREATE TABLE assay_columns (table_name, key, name, type, base, place, is_fixed, is_added, UNIQUE (table_name, key))',
  )
  for (const [table, spec] of Object.entries(tableSpecs)) createTable(database, table, spec)
  createViews(database)
}

/** To be called inside a write transaction. Columns have no type, because a typed one changes values (a REAL column turns −0 into 0). */
export function createTable(database: DatabaseSync, table: string, spec: TableSpec): void {
  const names = Object.keys(spec.columns)
  const columns = ['assay_row INTEGER PRIMARY KEY', ...names.map(quoteName), 'assay_odd', 'assay_more']
  const unique = spec.key === undefined ? [] : [`UNIQUE (${spec.key.map(quoteName).join(', ')})`]
  database.exec(`CREATE TABLE ${quoteName(table)} (${[...columns, ...unique].join(', ')})`)
  for (const index of spec.indexes ?? []) createIndex(database, table, index)
  for (const [name, type] of Object.entries(spec.columns)) describeColumn(database, table, name, type)
}

/** Says in the map of columns what a table's own column holds. */
export function describeColumn(database: DatabaseSync, table: string, name: string, type: LogicalType): void {
  database.prepare("INSERT INTO assay_columns VALUES (?, ?, ?, ?, ?, 'own', 1, 0)").run(table, name, name, type, type)
}

/** Makes an index that may be there already. Its name can be no table's, whatever users call theirs. */
export function createIndex(database: DatabaseSync, table: string, names: readonly string[]): void {
  const index = `assay_index ${JSON.stringify([table, ...names])}`
  database.exec(`CREATE INDEX IF NOT EXISTS ${quoteName(index)} ON ${quoteName(table)} (${names.map(quoteName).join(', ')})`)
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0])
}
