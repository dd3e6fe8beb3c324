// Makes the tables of a new file, knows whose file an existing one is, and brings an older one forward.
import type { DatabaseSync } from 'node:sqlite'
import { AssayError } from '../../base/errors.ts'
import { quoteName } from '../../record/names.ts'
import { type TableSpec, schemaVersion, tableSpecs } from '../tables.ts'
import { inSnapshot } from './connection.ts'
import { createViews } from './views.ts'

/** `ASSY` in ASCII: SQLite keeps it in the file's header, so that a file says whose it is. */
const applicationId = 0x41535359

/** Steps from each schema version to the next, each in the transaction that raises the number; the first release has none. */
const migrations: readonly ((database: DatabaseSync) => void)[] = []

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

/** Brings the file to the current schema. To be called inside a write transaction. */
export function prepareSchema(database: DatabaseSync, location: string): void {
  const kind = inspectFile(database, location)
  if (kind === 'current') return
  if (kind === 'empty') createSchema(database)
  else for (const migrate of migrations.slice(pragma(database, 'user_version') - 1)) migrate(database)
  database.exec(`PRAGMA user_version = ${schemaVersion}`)
}

function createSchema(database: DatabaseSync): void {
  database.exec(`PRAGMA application_id = ${applicationId}`)
  database.exec('CREATE TABLE assay_columns (table_name, key, name, type, base, place, is_fixed, UNIQUE (table_name, key))')
  for (const [table, spec] of Object.entries(tableSpecs)) createTable(database, table, spec)
  createViews(database)
}

/** To be called inside a write transaction. Columns have no type, because a typed one changes values (a REAL column turns −0 into 0). */
export function createTable(database: DatabaseSync, table: string, spec: TableSpec): void {
  const names = Object.keys(spec.columns)
  const columns = ['assay_row INTEGER PRIMARY KEY', ...names.map(quoteName), 'assay_odd', 'assay_more']
  const unique = spec.key === undefined ? [] : [`UNIQUE (${spec.key.map(quoteName).join(', ')})`]
  database.exec(`CREATE TABLE ${quoteName(table)} (${[...columns, ...unique].join(', ')})`)
  for (const index of spec.indexes ?? []) {
    database.exec(
      `CREATE INDEX ${quoteName(`${table}_${index.join('_')}`)} ON ${quoteName(table)} (${index.map(quoteName).join(', ')})`,
    )
  }
  const insert = database.prepare("INSERT INTO assay_columns VALUES (?, ?, ?, ?, ?, 'own', 1)")
  for (const [name, type] of Object.entries(spec.columns)) insert.run(table, name, name, type, type)
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0])
}
