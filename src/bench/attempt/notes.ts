// What is written of a datapoint while it executes: attempts that are tried again, and rows that the task logs.
import type { Start } from '../../ledger/ledger.ts'
import { checkRow } from '../../tracker/row.ts'
import type { Planned } from '../plan/pages.ts'
import type { Session } from '../execute/session.ts'
import type { Attempted } from './unit.ts'

/** Each attempt that another one follows is a row of `attempts`. */
export async function noteAttempts(session: Session, attempted: readonly Attempted[], waitMs: number): Promise<void> {
  const rows = attempted.map(({ planned, start, ended, spent }) => ({
    run_id: session.runId,
    datapoint: planned.key,
    attempt: start.claim.attempts,
    status: ended.status,
    error: ended.error,
    error_type: ended.errorType,
    ended_at: session.clock.now(),
    duration_ms: ended.durationMs,
    wait_ms: waitMs,
    ...spent,
  }))
  await session.store.commit([{ type: 'insert', table: 'attempts', rows }])
}

/** A row of `events` that says which datapoint and attempt it is of. */
export async function logEvent(session: Session, { key, item, trial }: Planned, { claim }: Start, row: object): Promise<void> {
  const own = checkRow(row, 'the row')
  const about = { datapoint: key, input_id: item.id, trial, attempt: claim.attempts }
  const id = `${session.runId}:event:${session.events++}`
  const whole = { ...own, ...about, run_id: session.runId, row_id: id, timestamp: session.clock.now() }
  await session.store.commit([{ type: 'insert', table: 'events', rows: [whole] }])
}
