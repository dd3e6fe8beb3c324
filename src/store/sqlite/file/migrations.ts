// Brings the file of an older release forward, one schema version at a time; what is stored stays as it is.
import type { DatabaseSync } from 'node:sqlite'
import { quoteName } from '../../../record/names.ts'
import { tableSpecs } from '../../tables.ts'
import { createTable, describeColumn } from './schema.ts'
import { createViews, dropViews } from './views.ts'

/** From each schema version to the next, each to be called in the transaction that raises the number. */
export const migrations: readonly ((database: DatabaseSync) => void)[] = [toVersion2, addMissing]

/** Columns that `set` adds to predictions are told from measured ones; claims, identities of code, ledgers of their own. */
function toVersion2(database: DatabaseSync): void {
  database.exec('ALTER TABLE assay_columns ADD COLUMN is_added; UPDATE assay_columns SET is_added = 0')
  dropViews(database)
  addMissing(database)
  createViews(database)
  database.exec(
    `INSERT INTO assay_codes (name, code, files, first_seen_at)
      SELECT name, code, files, MIN(committed_at) FROM assay_ledger GROUP BY name, code, files`,
  )
}

/** Tables and own columns that the file does not have yet. */
function addMissing(database: DatabaseSync): void {
  const known = database.prepare('SELECT key FROM assay_columns WHERE table_name = ?')
  for (const [table, spec] of Object.entries(tableSpecs)) {
    const there = new Set(known.all(table).map(row => String(row['key'])))
    if (there.size === 0) createTable(database, table, spec)
    else {
      for (const [name, type] of Object.entries(spec.columns)) {
        if (there.has(name)) continue
        database.exec(`ALTER TABLE ${quoteName(table)} ADD COLUMN ${quoteName(name)}`)
        describeColumn(database, table, name, type)
      }
    }
  }
}
