// What all parts of one run share while it lasts.
import type { Clock } from '../../base/clock.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Once } from '../../ledger/once/once.ts'
import type { Store } from '../../store/store.ts'
import type { Brakes } from '../attempt/brakes.ts'
import type { KeptFolders } from '../attempt/kept-folders.ts'
import type { Pricing } from '../attempt/pricing.ts'
import type { Rates } from '../attempt/rates.ts'
import type { DeclaredCode } from '../declare/code.ts'
import type { Configuration } from '../declare/configurations.ts'
import type { EarlierCode } from '../plan/earlier.ts'
import type { Findings } from '../../base/findings.ts'
import type { Item } from '../declare/items.ts'
import type { Refresh } from '../plan/refresh.ts'
import type { ExecutorChoice } from '../executors/choice.ts'
import type { Execute, RunEvent } from '../run-options.ts'
import type { Limits } from '../declare/context.ts'
import type { Declaration } from '../declare/spec.ts'
import type { Train } from '../declare/train.ts'

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
  /** Datapoints that have no result in a run that executes nothing. */
  missed: number
}

export interface Session {
  readonly declaration: Declaration
  readonly train: Train
  readonly runId: string
  readonly startedAt: Date
  readonly store: Store
  /** Where executed datapoints are kept, seen from this run. */
  readonly ledger: Ledger
  /** What tasks execute once, in the same ledger. */
  readonly once: Once
  readonly execute: Execute
  /** What executes its datapoints. */
  readonly executor: ExecutorChoice
  /** Which stored results it does not take. */
  readonly refresh: Refresh
  readonly code: DeclaredCode
  /** Of each scorer's task, by the scorer's name. */
  readonly judgeCodes: ReadonlyMap<string, DeclaredCode>
  /** Identities of code whose results count besides the current one. */
  readonly earlierCodes: readonly EarlierCode[]
  readonly items: readonly StoredItem[]
  readonly configurations: readonly StoredConfiguration[]
  readonly trials: number
  readonly planned: number
  readonly limits: Limits<never>
  readonly brakes: Brakes
  readonly rates: Rates
  readonly pricing: Pricing
  /** `null` in a run that removes folders. */
  readonly keptFolders: KeptFolders | null
  /** Keys of judgements that this run executed and has not told of yet. */
  readonly judged: Set<string>
  /** Rows that tasks have logged. */
  readonly events: { count: number }
  readonly stop: AbortSignal
  readonly clock: Clock
  readonly findings: Findings
  /** Digests of the inputs whose texts this run has stored. */
  readonly inputs: Set<string>
  readonly counts: Counts
  /** `null` as long as nobody told a cost. */
  readonly money: { spentUsd: number | null; savedUsd: number | null }
  /** Columns that `set` added to predictions: a key of a result that equals one moves aside. */
  added: ReadonlySet<string>
  readonly onEvent: (event: RunEvent) => void
}

export function emit(session: Session, type: RunEvent['type'], message: string): void {
  const { executed, replayed, missed } = session.counts
  session.onEvent({ type, done: executed + replayed + missed, planned: session.planned, message })
}
