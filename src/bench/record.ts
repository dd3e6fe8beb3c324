// Writes what happened to a datapoint: the outcome to the ledger and the row of this run, each as soon as it is known.
import { keepOutcome, type Outcome } from '../ledger/ledger.ts'
import { decodeTagged } from '../record/tagged.ts'
import type { Change } from '../store/store.ts'
import { paramsColumns } from '../tracker/row.ts'
import type { Ended } from './executors/inline.ts'
import { expectedOf } from './items.ts'
import type { Planned } from './plan.ts'
import { resultColumns } from './result.ts'
import { type Session, emit } from './session.ts'

/** Results of tasks this slow are worth the milliseconds that surviving a power cut costs. */
const slowMs = 100

/** The outcome of an attempt. Its result is what was stored, so that a replay cannot differ from it. */
export function toOutcome(session: Session, planned: Planned, ended: Ended): Outcome {
  const { status, encoded, error, errorType, durationMs } = ended
  return {
    status,
    result: encoded === null ? undefined : decodeTagged(encoded),
    error,
    errorType,
    durationMs,
    attempts: (planned.stored?.attempts ?? 0) + 1,
    maybePaid: status === 'timeout' || status === 'aborted',
    producedBy: session.runId,
    at: session.clock.now(),
  }
}

/** Keeps an executed datapoint. `expected` is asked for only after the result is safe: whatever it does, the result stays. */
export async function recordExecuted(
  session: Session,
  planned: Planned,
  outcome: Outcome,
  encoded: string | null,
  inputs: Set<string>,
): Promise<void> {
  const { item, key, parts } = planned
  const keep: Change[] = [keepOutcome(key, parts, outcome, encoded)]
  if (!inputs.has(item.inputDigest)) {
    inputs.add(item.inputDigest)
    keep.unshift({ type: 'put', table: 'assay_inputs', rows: [{ digest: item.inputDigest, value: item.inputText }] })
  }
  const options = { isDurable: (outcome.durationMs ?? 0) >= slowMs }
  const reason = planned.stored === undefined ? 'new' : 'failed before'
  if (item.expected === undefined) await session.store.commit(keep.splice(0), options)
  const row = predictionRow(session, planned, outcome, 'computed', reason)
  await session.store.commit([...keep, { type: 'insert', table: 'assay_predictions', rows: [row] }], options)
  session.counts.executed++
  countStatus(session, outcome)
}

/** Rows of stored outcomes, in one commit. */
export async function recordReplayed(
  session: Session,
  replayed: readonly { planned: Planned; outcome: Outcome }[],
): Promise<void> {
  if (replayed.length === 0) return
  const rows = replayed.map(({ planned, outcome }) => predictionRow(session, planned, outcome, 'hit', null))
  await session.store.commit([{ type: 'insert', table: 'assay_predictions', rows }])
  session.counts.replayed += rows.length
  for (const { outcome } of replayed) countStatus(session, outcome)
}

function countStatus(session: Session, outcome: Outcome): void {
  if (outcome.status !== 'ok') session.counts.failed++
  emit(session, 'datapoint', outcome.error ?? '')
}

function predictionRow(
  session: Session,
  { item, configuration, trial, position, key }: Planned,
  outcome: Outcome,
  cache: 'computed' | 'hit',
  reason: string | null,
): Record<string, unknown> {
  const row = {
    benchmark: session.declaration.name,
    run_id: session.runId,
    row_id: `${session.runId}:${position}`,
    input_id: item.id,
    trial,
    status: outcome.status,
    expected: answer(session, item),
    error: outcome.error,
    error_type: outcome.errorType,
    timestamp: outcome.at,
    datapoint: key,
    attempts: outcome.attempts,
    maybe_paid: outcome.maybePaid,
    duration_ms: outcome.durationMs,
    batch_size: 1,
    cache,
    cache_reason: reason,
    produced_by: outcome.producedBy,
    assay_item: item.row,
    assay_params: configuration.row,
    ...paramsColumns(configuration.params),
  }
  if (outcome.status !== 'ok') return row
  const { columns, renamed } = resultColumns(outcome.result)
  for (const name of Object.keys(columns)) session.columns.add(name)
  for (const name of renamed) warnRenamed(session, name, item.id)
  return { ...row, ...columns }
}

function answer(session: Session, item: Planned['item']): unknown {
  const isFirst = item.expected === undefined
  const { value, reason } = expectedOf(session.declaration, item)
  if (isFirst && reason !== null) {
    const message = '`expected` gave no answer that can be kept, so these items are unlabelled'
    session.findings.add(
      { id: 'expected-failed', severity: 'warning', message, hint: 'mend the function and run again: nothing executes' },
      { input_id: item.id, reason },
    )
  }
  return value
}

function warnRenamed(session: Session, name: string, inputId: string): void {
  session.findings.add(
    {
      id: `result-key-renamed:${name}`,
      severity: 'warning',
      message: `the result's key \`${name}\` is a column of Assay's own, so it is kept as \`result_${name}\``,
      hint: 'return it under another name',
    },
    { input_id: inputId },
  )
}
