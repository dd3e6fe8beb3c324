// Audits a whole database: the file, the map of columns against the tables, and every reference between rows.
import type { DatabaseSync } from 'node:sqlite'
import { decodeTagged } from '../../record/tagged.ts'
import type { Flaw } from '../store.ts'
import { countReferences } from './asset-contents/asset-references.ts'
import { assetTableOf } from './asset-contents/asset-table.ts'
import { Catalog } from './file/catalog.ts'

/** Every flaw found, at most a few of each kind. */
export function checkDatabase(database: DatabaseSync): Flaw[] {
  const flaws: Flaw[] = []
  const add = (table: string, message: string) => flaws.push({ table, message })
  for (const row of database.prepare('PRAGMA integrity_check(5)').all()) {
    if (row['integrity_check'] !== 'ok') add('', String(row['integrity_check']))
  }
  for (const { table, column } of select(missingColumns)) add(table, `the column ${column} is in the map but not in the table`)
  for (const { table, column } of select(unknownColumns)) add(table, `the column ${column} is in the table but not in the map`)
  for (const [table, message, sql] of references) {
    const n = database.prepare(sql).get()?.['n']
    if (n !== 0) add(table, `rows ${message}: ${n}`)
  }
  for (const row of database
    .prepare("SELECT datapoint, result FROM assay_ledger WHERE status = 'ok' ORDER BY random() LIMIT 1000")
    .all()) {
    if (!isReadable(row['result'])) add('assay_ledger', `the result of ${row['datapoint']} cannot be read`)
  }
  // What refers to assets can be told where the columns are as the map says.
  const missing = flaws.length === 0 ? missingAssets(database) : []
  for (const hash of missing) add('assay_assets', `the asset ${hash} is referred to and not there`)
  return flaws

  function select(sql: string): { table: string; column: string }[] {
    return database.prepare(sql).all() as { table: string; column: string }[]
  }
}

/** At most a few. */
function missingAssets(database: DatabaseSync): string[] {
  const known = new Set(
    assetTableOf(database)
      .list()
      .map(({ hash }) => hash),
  )
  return [...countReferences(database, new Catalog(database)).keys()].filter(hash => !known.has(hash)).slice(0, 5)
}

const missingColumns = `SELECT c.table_name AS "table", c.name AS "column" FROM assay_columns c
  WHERE c.place = 'own' AND NOT EXISTS (SELECT 1 FROM pragma_table_info(c.table_name) t WHERE t.name = c.name) LIMIT 5`

const unknownColumns = `SELECT m.table_name AS "table", t.name AS "column" FROM (SELECT DISTINCT table_name FROM assay_columns) m
  JOIN pragma_table_info(m.table_name) t WHERE t.name NOT IN ('assay_row', 'assay_odd', 'assay_more')
  AND NOT EXISTS (SELECT 1 FROM assay_columns c WHERE c.table_name = m.table_name AND c.name = t.name) LIMIT 5`

const references: readonly (readonly [table: string, message: string, sql: string])[] = [
  [
    'predictions',
    'name a run that is not there',
    'SELECT COUNT(*) AS n FROM assay_predictions WHERE run_id NOT IN (SELECT run_id FROM runs)',
  ],
  [
    'predictions',
    'name an item that is not there',
    'SELECT COUNT(*) AS n FROM assay_predictions WHERE assay_item NOT IN (SELECT assay_row FROM assay_items)',
  ],
  [
    'predictions',
    'stand twice in one run',
    'SELECT COUNT(*) AS n FROM (SELECT 1 FROM assay_predictions GROUP BY run_id, input_id, assay_params, trial HAVING COUNT(*) > 1)',
  ],
  [
    'predictions',
    'name a datapoint that is not in the ledger',
    `SELECT COUNT(*) AS n FROM assay_predictions p WHERE NOT EXISTS (SELECT 1 FROM assay_ledger l WHERE l.datapoint = p.datapoint)
      AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.run_id = p.run_id AND r.ledger IS NOT NULL)`,
  ],
  [
    'assay_ledger',
    'name an input that is not there',
    'SELECT COUNT(*) AS n FROM assay_ledger WHERE input NOT IN (SELECT digest FROM assay_inputs)',
  ],
  [
    'assay_assets',
    'have more or fewer bytes than they say',
    `SELECT COUNT(*) AS n FROM assay_assets a WHERE hash IS NOT NULL
      AND bytes <> (SELECT COALESCE(SUM(length(content)), 0) FROM assay_asset_parts WHERE asset = a.assay_row)`,
  ],
  [
    'assay_asset_parts',
    'are of an asset that is not there',
    'SELECT COUNT(*) AS n FROM assay_asset_parts WHERE asset NOT IN (SELECT assay_row FROM assay_assets)',
  ],
]

function isReadable(result: unknown): boolean {
  try {
    decodeTagged(String(result))
    return true
  } catch {
    return false
  }
}
