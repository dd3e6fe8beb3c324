// What is written of a datapoint while it executes: its attempts, with what they spend, and rows that the task logs.
import type { Start } from '../../ledger/ledger.ts'
import { withoutSecrets } from '../../record/secrets.ts'
import type { Usage } from '../../record/usage.ts'
import type { Change, Row } from '../../store/store.ts'
import { checkRow } from '../../tracker/row.ts'
import type { Planned } from '../plan/pages.ts'
import type { Session } from '../execute/session.ts'
import type { Attempted, Unit } from './unit.ts'

/** What attempts have spent so far, each. Not awaited: writes come in order, so where this one fails, the outcome's does, and is heard. */
export function noteSpending(session: Session, units: readonly (Unit | Attempted)[], spent: Usage): void {
  const rows = units.map(unit => ({
    ...('ended' in unit ? endedRow(session, unit) : { ...rowOf(session, unit), status: 'running' }),
    ...spent,
  }))
  session.store.commit([keepAttempts(rows)]).catch(() => {})
}

/** Each attempt that another one follows is a row of `attempts`. */
export async function noteAttempts(session: Session, attempted: readonly Attempted[], waitMs: number): Promise<void> {
  await session.store.commit([keepAttempts(attempted.map(one => ({ ...endedRow(session, one), wait_ms: waitMs })))])
}

/** How the last attempt ended, where it is a row because it has spent something. */
export function noteEnd(session: Session, attempted: Attempted): Change[] {
  return attempted.ownSpent === null ? [] : [keepAttempts([endedRow(session, attempted)])]
}

function keepAttempts(rows: readonly Row[]): Change {
  return { type: 'replace', table: 'attempts', rows, by: ['run_id', 'datapoint', 'attempt'] }
}

function rowOf({ runId }: Session, { planned, start }: Unit): Row {
  return { run_id: runId, datapoint: planned.key, attempt: start.claim.attempts }
}

function endedRow(session: Session, attempted: Attempted): Row {
  const { status, error, errorType, durationMs } = attempted.ended
  const about = { status, error, error_type: errorType, ended_at: session.clock.now(), duration_ms: durationMs }
  return { ...rowOf(session, attempted), ...about, ...attempted.ownSpent }
}

/** A row of `events` that says which datapoint and attempt it is of. */
export async function logEvent(session: Session, { key, item, trial }: Planned, { claim }: Start, row: object): Promise<void> {
  const own = withoutSecrets(checkRow(row, 'the row')) as Row
  const about = { datapoint: key, input_id: item.id, trial, attempt: claim.attempts }
  const id = `${session.runId}:event:${session.events.count++}`
  const whole = { ...own, ...about, run_id: session.runId, row_id: id, timestamp: session.clock.now() }
  await session.store.commit([{ type: 'insert', table: 'events', rows: [whole] }])
}
