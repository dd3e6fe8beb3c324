// Deletes the rows of runs from every table that has any, and leaves the lines that other rows refer to.
import type { DatabaseSync } from 'node:sqlite'
import { toCell } from '../../../record/cells.ts'
import { quoteName } from '../../../record/names.ts'
import type { SqlValue } from '../../../record/types.ts'
import { viewSources } from '../../tables.ts'

/** To be called inside a write transaction. Rows deleted, by the name under which users know the table. */
export function deleteRuns(database: DatabaseSync, runIds: readonly string[], at: Date): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const table of tablesOfRuns(database)) {
    const statement = database.prepare(`DELETE FROM ${quoteName(table)} WHERE run_id = ?`)
    const deleted = runIds.map(runId => Number(statement.run(idCell(runId)).changes))
    const name = Object.keys(viewSources).find(view => viewSources[view] === table) ?? table
    counts[name] = deleted.reduce((sum, count) => sum + count, 0)
  }
  const mark = database.prepare('UPDATE runs SET deleted_at = ? WHERE run_id = ? AND deleted_at IS NULL')
  for (const runId of runIds) mark.run(at.toISOString(), idCell(runId))
  return counts
}

/** Every table whose rows say of which run they are; `runs` itself is the list that `produced_by` refers to. */
function tablesOfRuns(database: DatabaseSync): string[] {
  const rows = database.prepare("SELECT table_name AS name FROM assay_columns WHERE key = 'run_id' ORDER BY 1").all()
  return rows.map(row => String(row['name'])).filter(name => name !== 'runs')
}

/** As ids are stored: ill-formed text is bytes. */
function idCell(runId: string): SqlValue {
  return toCell(runId, 'run_id').value
}
