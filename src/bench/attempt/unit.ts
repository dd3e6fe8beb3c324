// A datapoint on its way through its attempts.
import type { Start } from '../../ledger/ledger.ts'
import type { Tagged } from '../../record/tagged.ts'
import type { Usage } from '../../record/usage.ts'
import type { Ended } from '../executors/executor.ts'
import type { Planned } from '../plan/pages.ts'

/** A datapoint that is ours to execute. */
export interface Unit {
  readonly planned: Planned
  readonly start: Start
  /** What earlier attempts of this start have spent. */
  readonly spent: Usage | null
}

/** How a datapoint ended, with what it left besides. */
export interface Attempted extends Unit {
  readonly ended: Ended
  readonly recorded: Tagged | null
  /** What this attempt has spent; `spent` has it too. */
  readonly ownSpent: Usage | null
  readonly batchSize: number
}
