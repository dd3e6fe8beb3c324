// Deletes the rows of runs, and keeps what others refer to: the run's line in `runs`, and what it executed in the ledger.
import { systemClock } from '../base/clock.ts'
import { AssayError } from '../base/errors.ts'
import { openExisting, openStore } from '../store/open.ts'
import type { Row, Store } from '../store/store.ts'
import { checkNames } from '../base/options.ts'
import { findRun, readRuns } from './runs.ts'

/** What a deletion took, or would take. */
export interface Deletion {
  /** Ids, oldest first. */
  readonly runs: readonly string[]
  /** Rows by table, for tables that had any. */
  readonly rows: Readonly<Record<string, number>>
  /** Results that these runs executed: they stay in the ledger, and later runs replay them. */
  readonly kept: number
}

/**
 * Deletes the rows of one run, or of all development runs, in every table, in one transaction. A run that goes on is the
 * `AssayError` `run_in_use`, one that was deleted already `run_deleted`; then nothing is deleted.
 */
export async function deleteRuns(
  location: string,
  which: { readonly run: string } | { readonly dev: true },
  options: { readonly dryRun?: boolean } = {},
): Promise<Deletion> {
  checkNames(which, ['run', 'dev'], 'deleteRuns()')
  checkNames(options, ['dryRun'], 'deleteRuns()')
  await using store = await (options.dryRun === true ? openStore(location, { mode: 'read' }) : openExisting(location))
  const runs = await idsOf(store, which)
  for (const run of runs) if (await store.isHeld(run)) throw inUse(run)
  const kept = await countKept(store, runs)
  const rows = options.dryRun === true ? await countRows(store, runs) : await deleteHeld(store, runs)
  return { runs, rows: Object.fromEntries(Object.entries(rows).filter(([, count]) => count > 0)), kept }
}

async function idsOf(store: Store, which: { readonly run?: string; readonly dev?: true }): Promise<string[]> {
  const { run, dev } = which
  if (typeof run === 'string' && dev === undefined) return [idOf(await findRun(store, run))]
  if (dev !== true || run !== undefined) throw new TypeError(`expected \`run\` or \`dev: true\`, got ${JSON.stringify(which)}`)
  return Array.fromAsync(readRuns(store, { where: { dev: true, deleted_at: null } }), idOf)
}

function idOf(row: Row): string {
  return String(row['run_id'])
}

/** Held while they go, so that no tracker continues one of them. */
async function deleteHeld(store: Store, runs: readonly string[]): Promise<Record<string, number>> {
  const releases: (() => void)[] = []
  try {
    for (const run of runs) releases.push(await store.hold(run))
    return await store.deleteRuns(runs, systemClock.now())
  } finally {
    for (const release of releases) release()
  }
}

async function countRows(store: Store, runs: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of (await store.tables()).filter(name => name !== 'runs' && name !== 'datapoints')) {
    let count = 0
    for (const run of runs) count += await store.count(table, { where: { run_id: run } })
    counts[table] = count
  }
  return counts
}

async function countKept(store: Store, runs: readonly string[]): Promise<number> {
  let count = 0
  for (const run of runs) count += await store.count('assay_ledger', { where: { produced_by: run, status: 'ok' } })
  return count
}

function inUse(run: string): AssayError {
  return new AssayError('run_in_use', `The run ${run} goes on.`, 'wait until it is done, or end it; nothing was deleted')
}
