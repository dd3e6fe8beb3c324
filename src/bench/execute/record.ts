// Writes what happened to a datapoint: the outcome to the ledger and the row of this run, each as soon as it is known.
import { AssayError } from '../../base/errors.ts'
import type { Start } from '../../ledger/ledger.ts'
import { type Outcome, isSlow } from '../../ledger/outcomes.ts'
import { resultKey } from '../../record/reserved.ts'
import { type Tagged, decodeTagged } from '../../record/tagged.ts'
import { openAmong } from '../../record/untag.ts'
import type { Change, Row } from '../../store/store.ts'
import { paramsColumns } from '../../tracker/row.ts'
import { noteEnd } from '../attempt/notes.ts'
import type { Attempted } from '../attempt/unit.ts'
import { expectedOf } from '../declare/items.ts'
import type { Planned } from '../plan/pages.ts'
import { resultColumns } from './result.ts'
import { type Session, emit } from './session.ts'

/** The outcome of a datapoint's last attempt. Its result is what was stored, so that a replay cannot differ from it. */
function toOutcome(session: Session, { start, ended, recorded, spent, batchSize }: Attempted): Outcome {
  const { status, encoded, error, errorType, durationMs } = ended
  const read = (tagged: Tagged | null) => (tagged === null ? undefined : decodeTagged(tagged.text, openAmong(tagged.contents)))
  return {
    status,
    result: read(encoded),
    recorded: read(recorded),
    usage: spent,
    batchSize,
    error,
    errorType,
    durationMs,
    attempts: start.claim.attempts,
    maybePaid: start.wasCutOff || status === 'timeout' || status === 'aborted',
    producedBy: session.runId,
    at: session.clock.now(),
  }
}

/** Keeps what was executed in the ledger alone; `null` when another process has taken it over meanwhile. */
export async function keepOutcomeOf(session: Session, attempted: Attempted): Promise<Outcome | null> {
  const { planned, start, ended, recorded } = attempted
  const outcome = toOutcome(session, attempted)
  const told = { encoded: ended.encoded, recorded }
  const options = { isDurable: isSlow(outcome) }
  const isOurs = await session.ledger.settle(start, planned.parts, outcome, told, newInput(session, planned), options)
  await noteLast(session, attempted)
  if (!isOurs) return null
  session.inputs.add(planned.item.inputDigest)
  return outcome
}

/** Keeps an executed datapoint and its row, together or neither: `false` when another process has taken it over meanwhile. */
export async function recordExecuted(session: Session, attempted: Attempted): Promise<boolean> {
  const { planned, start, ended, recorded } = attempted
  const outcome = toOutcome(session, attempted)
  const options = { isDurable: isSlow(outcome) }
  const told = { encoded: ended.encoded, recorded }
  const settle = (rows: readonly Change[]) =>
    session.ledger.settle(start, planned.parts, outcome, told, [...newInput(session, planned), ...rows], options)
  const cache = planned.bypass === null ? 'computed' : 'bypassed'
  const why = planned.bypass ?? reasonOf(planned, start)
  const write = () => [predictionRow(session, planned, outcome, cache, why)]
  // Two files do not commit together: the result goes first, because it was paid for.
  const isShared = session.ledger.store === session.store
  const last = noteEnd(session, attempted)
  const isOurs = isShared
    ? await withRows(session, write, rows => settle([...rows, ...last])).catch(error => keepAlone(settle, error))
    : await settle([])
  if (!isOurs) {
    await noteLast(session, attempted)
    return false
  }
  if (!isShared) await withRows(session, write, rows => session.store.commit([...rows, ...last], options))
  session.inputs.add(planned.item.inputDigest)
  session.counts.executed++
  session.brakes.note(outcome)
  session.money.spentUsd = plus(session.money.spentUsd, outcome)
  countStatus(session, outcome)
  return true
}

/** What the attempt has spent counts for this run, whosever the datapoint is. */
async function noteLast(session: Session, attempted: Attempted): Promise<void> {
  const changes = noteEnd(session, attempted)
  if (changes.length > 0) await session.store.commit(changes)
}

/** Why there was nothing to replay. */
function reasonOf({ hasFailed }: Planned, { claim, wasCutOff }: Start): string {
  if (wasCutOff) return 'cut off before'
  if (hasFailed) return 'failed before'
  return claim.attempts > 1 ? 'no result left' : 'new'
}

/** The row cannot be written: the result is kept all the same, and the run ends with what was wrong. */
async function keepAlone(settle: (rows: readonly Change[]) => Promise<boolean>, error: unknown): Promise<never> {
  await settle([])
  throw error
}

/** The text of an input, kept once, so that a later encoding can be computed from it. */
function newInput({ inputs }: Session, { item }: Planned): Change[] {
  if (inputs.has(item.inputDigest)) return []
  return [{ type: 'put', table: 'assay_inputs', rows: [{ digest: item.inputDigest, value: item.inputText }] }]
}

/** Says what a run that executes nothing has no result for; such a datapoint has no row. */
export function recordMissed(session: Session, missed: readonly Planned[]): void {
  for (const { item, configuration, trial } of missed) {
    const message = 'datapoints have no stored result, and this run executes nothing'
    session.findings.add(
      { id: 'missed', severity: 'error', message, hint: 'run without `--execute none` first' },
      { input_id: item.id, params: configuration.params, trial },
    )
  }
  session.counts.missed += missed.length
}

/** Rows of stored outcomes, in one commit. */
export async function recordReplayed(session: Session, replayed: readonly (readonly [Planned, Outcome])[]): Promise<void> {
  const write = () => replayed.map(([planned, outcome]) => predictionRow(session, planned, outcome, 'hit', null))
  await withRows(session, write, rows => session.store.commit(rows))
  session.counts.replayed += replayed.length
  for (const [, outcome] of replayed) {
    session.money.savedUsd = plus(session.money.savedUsd, outcome)
    countStatus(session, outcome)
  }
}

/** Somebody may `set` a new column while this run goes on: a result's key that equals it then moves aside. */
async function withRows<T>(
  session: Session,
  write: () => readonly Row[],
  commit: (changes: readonly Change[]) => Promise<T>,
): Promise<T> {
  const insert = (): readonly Change[] => [{ type: 'insert', table: 'assay_predictions', rows: write() }]
  try {
    return await commit(insert())
  } catch (error) {
    if (!(error instanceof AssayError && error.code === 'column_taken')) throw error
    session.added = await session.store.addedKeys('predictions')
    return commit(insert())
  }
}

/** A cost that nobody told is not 0, and adds nothing. */
export function plus(sum: number | null, { usage }: Outcome): number | null {
  const cost = usage?.cost_usd ?? null
  return cost === null ? sum : (sum ?? 0) + cost
}

function countStatus(session: Session, outcome: Outcome): void {
  if (outcome.status === 'skipped') session.counts.skipped++
  else if (outcome.status !== 'ok') session.counts.failed++
  emit(session, 'datapoint', outcome.error ?? '')
}

function predictionRow(
  session: Session,
  { item, configuration, trial, position, key }: Planned,
  outcome: Outcome,
  cache: 'computed' | 'hit' | 'bypassed',
  reason: string | null,
): Record<string, unknown> {
  const row: Record<string, unknown> = {
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
    batch_size: outcome.batchSize ?? 1,
    ...outcome.usage,
    cache,
    cache_reason: reason,
    produced_by: outcome.producedBy,
    assay_item: item.row,
    assay_params: configuration.row,
    ...paramsColumns(configuration.params),
  }
  const told = [
    ...(outcome.recorded === undefined ? [] : [outcome.recorded]),
    ...(outcome.status === 'ok' ? [outcome.result] : []),
  ]
  for (const some of told) {
    const { columns, renamed } = resultColumns(some, session.added)
    for (const name of renamed) warnRenamed(session, name, item.id)
    Object.assign(row, columns)
  }
  return row
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
  const whose = resultKey(name) === name ? 'that `set` added' : "of Assay's own"
  session.findings.add(
    {
      id: `result-key-renamed:${name}`,
      severity: 'warning',
      message: `the result's key \`${name}\` is a column ${whose}, so it is kept as \`result_${name}\``,
      hint: 'return it under another name',
    },
    { input_id: inputId },
  )
}
