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

/** One run by its id, or the newest for `latest`. A deleted run has rows in no table but `runs`. */
export async function findRun(store: Store, run: string, table = 'predictions'): Promise<Row> {
  const all = await Array.fromAsync(readRuns(store))
  const rows = all.filter(row => row['deleted_at'] === null)
  const found = run === 'latest' ? rows.at(-1) : (table === 'runs' ? all : rows).find(row => row['run_id'] === run)
  if (found !== undefined) return found
  const deleted = all.find(row => row['run_id'] === run)
  if (deleted !== undefined) throw runDeleted(deleted)
  const ids = rows.map(row => String(row['run_id']))
  throw new AssayError(
    'run_not_found',
    `There is no run ${JSON.stringify(run)} in ${store.location}.${suggestion(run, ids)}`,
    `list them: assay runs ${store.location}`,
  )
}

/** Says that a run is gone, and what of it is not. */
export function runDeleted({ run_id: id, deleted_at: at }: Row): AssayError {
  const when = at instanceof Date ? ` at ${at.toISOString()}` : ''
  return new AssayError(
    'run_deleted',
    `The run ${String(id)} was deleted${when}, and its rows with it.`,
    'what it executed is still in the ledger: run its benchmark again, and nothing executes',
  )
}

/** Writes down which runs are over without having said so, so that SQL sees it too. */
export async function markAborted(store: Store): Promise<void> {
  for await (const row of readRuns(store, { where: { status: 'running' } })) {
    if (row['status'] !== 'aborted') continue
    // Held meanwhile, so that nobody continues it at this moment; released, the lock that its process left behind is gone.
    const release = await holdUnlessTaken(store, String(row['run_id']))
    if (release === null) continue
    try {
      const where = { run_id: row['run_id'], status: 'running' }
      const set = { status: 'aborted' }
      await store.commit(['runs', 'attempts'].map(table => ({ type: 'update', table, set, where })))
    } finally {
      release()
    }
  }
}

async function holdUnlessTaken(store: Store, runId: string): Promise<(() => void) | null> {
  try {
    return await store.hold(runId)
  } catch (error) {
    if (error instanceof AssayError && error.code === 'run_in_use') return null
    throw error
  }
}
