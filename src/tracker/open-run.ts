// Opens a run of one's own: its database, its ledger, the locks that say that it lives, and its line in `runs`.
import { resolve } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { createRunId } from '../base/ids.ts'
import { environment } from '../measure/environment.ts'
import { openStore } from '../store/open.ts'
import type { Store } from '../store/store.ts'
import { gitState } from '../versioning/git.ts'
import { markAborted, runDeleted } from './runs.ts'

export interface OpenRun {
  readonly store: Store
  /** Where results of `once` are kept: the same store, unless another was named. */
  readonly ledgerStore: Store
  readonly runId: string
  /** The number of the next row. */
  readonly next: number
  /** Lets the run go and closes what was opened. */
  readonly release: () => Promise<void>
}

export interface RunToOpen {
  readonly runId?: string
  readonly name?: string
  readonly params: object
  readonly table: string
  readonly ledger?: string
}

/** Starts the run, or continues the one that is named, unless another process is at it. */
export async function openRun(
  location: string,
  { runId = createRunId(), name, params, table, ledger }: RunToOpen,
): Promise<OpenRun> {
  await using opened = new AsyncDisposableStack()
  const store = opened.use(await openStore(location, { mode: 'write' }))
  const isApart = ledger !== undefined && resolve(ledger) !== resolve(location)
  const ledgerStore = isApart ? opened.use(await openStore(ledger, { mode: 'write' })) : store
  await markAborted(store)
  // Held before one looks whether it is there: of two that open it at the same moment, one has it.
  for (const held of new Set([store, ledgerStore])) opened.defer(await held.hold(runId))
  await startRun(store, runId, name, params)
  const next = await nextRow(store, table, runId)
  const kept = opened.move()
  return { store, ledgerStore, runId, next, release: () => kept.disposeAsync() }
}

async function startRun(store: Store, runId: string, name: string | undefined, params: object): Promise<void> {
  const [run] = await Array.fromAsync(store.rows('runs', { where: { run_id: runId } }))
  if (run !== undefined && run['deleted_at'] !== null) throw runDeleted(run)
  if (run !== undefined) {
    const set = { status: 'running', ended_at: null, params }
    await store.commit([{ type: 'update', table: 'runs', set, where: { run_id: runId } }])
    return
  }
  const about = {
    benchmark: name ?? null,
    started_at: systemClock.now(),
    dev: false,
    git: await gitState(),
    environment: environment(),
  }
  await store.commit([{ type: 'insert', table: 'runs', rows: [{ run_id: runId, ...about, status: 'running', params }] }])
}

/** One past the highest number of this run's rows, which a continued run goes on from. */
async function nextRow(store: Store, table: string, runId: string): Promise<number> {
  if (!(await store.tables()).includes(table)) return 0
  let highest = -1
  for await (const { row_id: id } of store.rows(table, { where: { run_id: runId }, columns: ['row_id'] })) {
    highest = Math.max(highest, Number(String(id).slice(runId.length + 1)))
  }
  return highest + 1
}
