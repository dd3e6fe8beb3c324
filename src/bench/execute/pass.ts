// One way of a run through datapoints: which they are, and what becomes of each. A run makes one for its task, and one for each judge.
import type { Outcome } from '../../ledger/outcomes.ts'
import type { Attempted } from '../attempt/unit.ts'
import { createExecutor } from '../executors/create-executor.ts'
import type { Executor } from '../executors/executor.ts'
import { type Planned, planPages } from '../plan/pages.ts'
import { recordExecuted, recordMissed, recordReplayed } from './record.ts'
import { Recovered } from './recovered.ts'
import type { Session } from './session.ts'

export interface Pass {
  /** How they execute. */
  readonly session: Session
  readonly executor: Executor
  /** Each of one configuration and trial, with what the ledger knows. */
  readonly pages: AsyncIterable<Planned[]>
  /** Keeps an executed one: `false` when another process has taken it over meanwhile. */
  readonly executed: (attempted: Attempted) => Promise<boolean>
  readonly replayed: (replayed: readonly (readonly [Planned, Outcome])[]) => Promise<void>
  /** What a run that executes nothing has no result for. */
  readonly missed: (missed: readonly Planned[]) => void
}

/** The datapoints of a benchmark: each is a row of `predictions`. */
export function taskPass(session: Session): Pass {
  const recovered = new Recovered(session)
  return {
    session,
    executor: createExecutor(session),
    pages: planPages(session),
    executed: attempted => recordExecuted(session, attempted),
    replayed: async replayed => {
      await recovered.note(replayed)
      await recordReplayed(session, replayed)
    },
    missed: missed => recordMissed(session, missed),
  }
}
