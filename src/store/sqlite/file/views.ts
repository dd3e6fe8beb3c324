// The views `predictions` and `datapoints`, made anew whenever a column is added.
import type { DatabaseSync } from 'node:sqlite'
import { quoteName } from '../../../record/names.ts'

/** Columns of the machinery, which every wide table has; the view shows those of the prediction and, renamed, of its item. */
export const itemOdd = 'assay_item_odd'
export const itemMore = 'assay_item_more'

/** To be called inside the transaction that changes the columns, after `dropViews`. */
export function createViews(database: DatabaseSync): void {
  const own = columnsOf(database, 'assay_predictions').filter(name => name !== 'assay_item')
  const items = columnsOf(database, 'assay_items').filter(name => name !== 'digest')
  const columns = [
    'p.assay_row',
    ...own.filter(name => !name.startsWith('params_')).map(name => `p.${quoteName(name)}`),
    ...items.map(name => `i.${quoteName(name)}`),
    ...own.filter(name => name.startsWith('params_')).map(name => `p.${quoteName(name)}`),
    'p.assay_odd',
    'p.assay_more',
    `i.assay_odd AS ${itemOdd}`,
    `i.assay_more AS ${itemMore}`,
  ]
  database.exec(
    `CREATE VIEW predictions AS SELECT ${columns.join(', ')} FROM assay_predictions p LEFT JOIN assay_items i ON i.assay_row = p.assay_item`,
  )
  database.exec(`CREATE VIEW datapoints AS SELECT * FROM predictions WHERE assay_row IN (${newestRows})`)
}

/** One row per benchmark, input_id, params and trial: that of the newest run that was neither development nor deleted. */
const newestRows = `SELECT assay_row FROM (
  SELECT p.assay_row, ROW_NUMBER() OVER (
    PARTITION BY p.benchmark, p.input_id, p.assay_params, p.trial ORDER BY r.started_at DESC, r.assay_row DESC, p.assay_row DESC
  ) AS age FROM assay_predictions p JOIN runs r ON r.run_id = p.run_id WHERE r.dev = 0 AND r.deleted_at IS NULL
) WHERE age = 1`

export function dropViews(database: DatabaseSync): void {
  database.exec('DROP VIEW IF EXISTS datapoints; DROP VIEW IF EXISTS predictions')
}

function columnsOf(database: DatabaseSync, table: string): string[] {
  const rows = database.prepare("SELECT name FROM assay_columns WHERE table_name = ? AND place = 'own'").all(table)
  const known = new Set(rows.map(row => String(row['name'])))
  // In the table's own order: the map is sorted by key.
  const physical = database.prepare('SELECT name FROM pragma_table_info(?)').all(table)
  return physical.map(row => String(row['name'])).filter(name => known.has(name))
}
