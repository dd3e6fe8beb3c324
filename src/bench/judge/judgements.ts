// Reads the stored judgements of results: what each says, or why it says nothing, and the row that this run keeps of it.
import { isPlainObject } from '../../base/keys.ts'
import { canonical } from '../../identity/canonical.ts'
import { type Outcome, findOutcomes } from '../../ledger/outcomes.ts'
import type { Row } from '../../store/store.ts'
import type { DeclaredCode } from '../declare/code.ts'
import type { Scored } from '../declare/scorer.ts'
import { resultColumns } from '../execute/result.ts'
import type { Session } from '../execute/session.ts'
import { type Judgement, columnsOf } from './score.ts'
import { judgedOf, judgementKeys } from './judgement-key.ts'

/** One result that a scorer's task has judged, or not yet. */
export interface Judged extends Judgement {
  /** Of the table `judgements`: one for each trial that has ended. */
  readonly rows: readonly Row[]
  /** No judgement is there: the run executes nothing, or was stopped. */
  readonly isMissing: boolean
}

/** What one scorer says of these results, by their datapoints. */
export async function readJudgements(
  session: Session,
  name: string,
  trials: number,
  page: readonly { readonly row: Row; readonly scored: Scored<unknown, unknown, unknown> }[],
): Promise<Map<string, Judged>> {
  const keysOf = judgementKeys(name, session.judgeCodes.get(name) as DeclaredCode, trials)
  const asked = page.map(({ row, scored }) => ({ row, scored, keys: keysIn(() => keysOf(judgedOf(scored))) }))
  const keys = [...new Set(asked.flatMap(one => one.keys.found))]
  const outcomes = await findOutcomes(session.ledger.store, keys)
  return new Map(
    asked.map(({ row, scored, keys: { found, reason } }) => {
      const ended = found.flatMap((key, trial) => {
        const outcome = outcomes.get(key)
        return outcome === undefined ? [] : [{ key, trial, outcome }]
      })
      const rows = ended.map(one => judgementRow(session, name, row, one))
      const isMissing = reason === null && ended.length < found.length
      const said: Judgement = reason !== null || isMissing ? { columns: null, reason } : together(name, ended)
      return [scored.datapoint, { ...said, rows, isMissing }]
    }),
  )
}

function keysIn(find: () => string[]): { readonly found: string[]; readonly reason: string | null } {
  try {
    return { found: find(), reason: null }
  } catch (error) {
    return { found: [], reason: (error as Error).message }
  }
}

/** One trial of a judgement that has ended. */
export interface Ended {
  readonly key: string
  readonly trial: number
  readonly outcome: Outcome
}

/** A score needs every trial: one of those that happened to work is not the same. */
export function together(name: string, ended: readonly Pick<Ended, 'outcome'>[]): Judgement {
  const failed = ended.find(({ outcome: { status } }) => status !== 'ok' && status !== 'skipped')
  if (failed !== undefined) return { columns: null, reason: `${failed.outcome.errorType}: ${failed.outcome.error}` }
  const value = combine(ended.flatMap(({ outcome }) => (outcome.status === 'ok' ? [outcome.result] : [])))
  return { columns: value === null ? null : columnsOf(name, value), reason: null }
}

/** Of several trials: numbers are averaged, of anything else the most frequent counts, key by key. `null` says nothing. */
function combine(all: readonly unknown[]): unknown {
  const values = all.filter(value => value !== null)
  if (values.length <= 1) return values[0] ?? null
  if (!values.every(isPlainObject)) return combineCells(values)
  const keys = [...new Set(values.flatMap(value => Object.keys(value)))]
  return Object.fromEntries(keys.map(key => [key, combineCells(values.map(value => value[key] ?? null))]))
}

function combineCells(all: readonly unknown[]): unknown {
  const values = all.filter(value => value !== null)
  if (values.length === 0) return null
  if (values.every(value => typeof value === 'number')) return values.reduce((sum, value) => sum + value, 0) / values.length
  const counts = [...Map.groupBy(values, value => canonical(value)).values()]
  return counts.reduce((best, one) => (one.length > best.length ? one : best))[0]
}

function judgementRow(session: Session, scorer: string, row: Row, { key, trial, outcome }: Ended): Row {
  const isFirst = session.judged.delete(key)
  const { columns = {} } = outcome.recorded === undefined ? {} : resultColumns(outcome.recorded, new Set())
  return {
    ...columns,
    run_id: session.runId,
    datapoint: row['datapoint'],
    input_id: row['input_id'],
    trial: row['trial'],
    scorer,
    judgement: key,
    scorer_trial: trial,
    status: outcome.status,
    error: outcome.error,
    error_type: outcome.errorType,
    attempts: outcome.attempts,
    duration_ms: outcome.durationMs,
    ...outcome.usage,
    cache: isFirst ? 'computed' : 'hit',
    produced_by: outcome.producedBy,
    timestamp: outcome.at,
  }
}
