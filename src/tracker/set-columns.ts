// Sets columns of rows that are stored: notes and judgements beside what was measured, never in its place.
import { openExisting, openStore } from '../store/open.ts'
import type { Row } from '../store/store.ts'
import { checkNames } from '../base/options.ts'
import { checkColumns, checkTable } from './row.ts'
import { findRun } from './runs.ts'

export interface SetOptions {
  /** Default `predictions`; else a tracker's table. */
  readonly table?: string
  /** One run's rows; `latest` is a run. Default: those of all runs. */
  readonly run?: string
  /** Rows whose values equal these. Default: all. */
  readonly where?: object
  /** Changes nothing, and returns how many rows it would be. Default `false`. */
  readonly dryRun?: boolean
}

/**
 * Sets columns of stored rows, in one transaction, and returns how many rows they are. In `predictions` only columns of one's own: new ones, or ones
 * that were set before; one that holds what was measured is a `TypeError` (a name of Assay's) or the `AssayError` `column_taken`.
 * A missing file, table, column or run is an `AssayError` too.
 */
export async function setColumns(location: string, columns: object, options: SetOptions = {}): Promise<number> {
  checkNames(options, ['table', 'run', 'where', 'dryRun'], 'setColumns()')
  const { table = 'predictions', run, where = {}, dryRun = false } = options
  if (table !== 'predictions') checkTable(table)
  const set = checkColumns(table, columns)
  if (Object.keys(set).length === 0) throw new TypeError('expected the columns to be at least one, got none')
  await using store = await (dryRun ? openStore(location, { mode: 'read' }) : openExisting(location))
  const found: Row = run === undefined ? {} : { run_id: (await findRun(store, run))['run_id'] }
  // A table that is not there has no columns: the error names the nearest.
  await store.columns(table)
  return dryRun ? store.countSettable(table, set, { ...where, ...found }) : store.set(table, set, { ...where, ...found })
}
