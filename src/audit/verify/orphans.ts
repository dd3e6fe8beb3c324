// Looks for rows of runs that are in no line of `runs`.
import type { Store } from '../../store/store.ts'
import type { Verifying } from './verifying.ts'

const tables = ['assay_predictions', 'metrics', 'estimates', 'judgements', 'attempts']

/** Of the whole database. */
export async function verifyOrphans(store: Store, verifying: Verifying): Promise<void> {
  for (const table of tables) {
    const query = `SELECT run_id, COUNT(*) FROM ${table} WHERE run_id IS NULL OR run_id NOT IN (SELECT run_id FROM runs) GROUP BY run_id`
    const { rows } = await store.sql(query)
    for (const [run, count] of rows)
      verifying.wrong(`${table}-orphans`, 'all', `rows of \`${table}\` are of runs that are not there`, {
        run_id: run,
        rows: count,
      })
  }
}
