// The list of runs, each with the status that is true now: a run whose process is gone is `aborted`, whatever its row says.
import { AssayError } from '../base/errors.ts'
import { suggestion } from '../base/nearest.ts'
import type { Query, Row, Store } from '../store/store.ts'

export type RunStatus = 'running' | 'completed' | 'partial' | 'stopped' | 'aborted'

/** Rows of `runs`, oldest first, with their status as it is now. */
export async function* readRuns(store: Store, query: Query = {}): AsyncGenerator<Row> {
  for await (const row of store.rows('runs', query)) {
    const isLost = row['status'] === 'running' && !(await store.isHeld(String(row['run_id'])))
    yield isLost ? { ...row, status: 'aborted' } : row
  }
}

/** One run by its id, or the newest for `latest`. */
export async function findRun(store: Store, run: string): Promise<Row> {
  const rows = await Array.fromAsync(readRuns(store))
  const found = run === 'latest' ? rows.at(-1) : rows.find(row => row['run_id'] === run)
  if (found !== undefined) return found
  const ids = rows.map(row => String(row['run_id']))
  throw new AssayError(
    'run_not_found',
    `There is no run ${JSON.stringify(run)} in ${store.location}.${suggestion(run, ids)}`,
    `list them: assay runs ${store.location}`,
  )
}

/** Writes down which runs are over without having said so, so that SQL sees it too. */
export async function markAborted(store: Store): Promise<void> {
  for await (const row of readRuns(store, { where: { status: 'running' } })) {
    if (row['status'] !== 'aborted') continue
    await store.commit([
      { type: 'update', table: 'runs', set: { status: 'aborted' }, where: { run_id: row['run_id'], status: 'running' } },
    ])
    // The lock that its process left behind: taken and released, it is gone.
    const release = await store.hold(String(row['run_id']))
    release()
  }
}
