// What all parts of one run share while it lasts.
import type { Clock } from '../base/clock.ts'
import type { Store } from '../store/store.ts'
import type { Configuration } from './configurations.ts'
import type { Findings } from './findings.ts'
import type { Item } from './items.ts'
import type { Declaration, Limits } from './spec.ts'

/** An item whose columns are stored, with their row number. */
export interface StoredItem extends Item {
  readonly row: number
}

/** A configuration whose text is stored, with its row number. */
export interface StoredConfiguration extends Configuration {
  readonly row: number
}

/** What happened so far. */
export interface Counts {
  executed: number
  replayed: number
  failed: number
  skipped: number
}

export interface Session {
  readonly declaration: Declaration
  readonly runId: string
  readonly store: Store
  readonly code: string
  readonly items: readonly StoredItem[]
  readonly configurations: readonly StoredConfiguration[]
  readonly trials: number
  readonly planned: number
  readonly limits: Limits
  readonly stop: AbortSignal
  readonly clock: Clock
  readonly findings: Findings
  readonly counts: Counts
  /** Columns of this benchmark that were written: a row that lacks one reads as `null` there. */
  readonly columns: Set<string>
  readonly onEvent: (event: RunEvent) => void
}

/** Progress of a run, for whoever shows it. */
export interface RunEvent {
  readonly type: 'planned' | 'started' | 'datapoint' | 'finding' | 'ended'
  readonly done: number
  readonly planned: number
  readonly message: string
}

export function emit(session: Session, type: RunEvent['type'], message: string): void {
  const { executed, replayed } = session.counts
  session.onEvent({ type, done: executed + replayed, planned: session.planned, message })
}
