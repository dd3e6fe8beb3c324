// Where executed datapoints are kept: finds stored results by key, and says how an outcome is stored.
import { encodingNumber } from '../identity/canonical.ts'
import type { DatapointParts } from '../identity/datapoint.ts'
import { decodeTagged, encodeTagged } from '../record/tagged.ts'
import type { Change, Store } from '../store/store.ts'

/** How one execution of a datapoint ended. */
export interface Outcome {
  readonly status: 'ok' | 'error' | 'timeout' | 'aborted'
  /** What the task returned; `undefined` unless `ok`. */
  readonly result: unknown
  readonly error: string | null
  readonly errorType: string | null
  readonly durationMs: number | null
  /** Starts of this datapoint so far, in all runs. */
  readonly attempts: number
  /** Cut off while it executed: whatever it costs may have been paid. */
  readonly maybePaid: boolean
  /** The run that executed it, and when it ended. */
  readonly producedBy: string
  readonly at: Date
}

const columns = [
  'datapoint',
  'status',
  'result',
  'error',
  'error_type',
  'attempts',
  'maybe_paid',
  'duration_ms',
  'produced_by',
  'committed_at',
]

/** The stored outcomes of these datapoints, failed ones too; a datapoint that was never executed is absent. */
export async function findOutcomes(store: Store, keys: readonly string[]): Promise<Map<string, Outcome>> {
  const found = new Map<string, Outcome>()
  for await (const row of store.rows('assay_ledger', { columns, in: { key: 'datapoint', values: keys } })) {
    found.set(String(row['datapoint']), {
      status: row['status'] as Outcome['status'],
      result: typeof row['result'] === 'string' ? decodeTagged(row['result']) : undefined,
      error: row['error'] as string | null,
      errorType: row['error_type'] as string | null,
      durationMs: row['duration_ms'] as number | null,
      attempts: Number(row['attempts']),
      maybePaid: row['maybe_paid'] === true,
      producedBy: String(row['produced_by']),
      at: row['committed_at'] as Date,
    })
  }
  return found
}

/** The encoded result, before anything depends on it: a `TypeError` names the path of what cannot be stored. */
export function encodeResult(result: unknown): string {
  return encodeTagged(result, 'the result')
}

/** The step of a commit that keeps an outcome, with the parts of its key beside it. */
export function keepOutcome(key: string, parts: DatapointParts, outcome: Outcome, result: string | null): Change {
  const { status, error, errorType, attempts, maybePaid, durationMs, producedBy, at } = outcome
  const row = { datapoint: key, encoding: encodingNumber, ...parts, status, result, error, error_type: errorType, attempts }
  return {
    type: 'put',
    table: 'assay_ledger',
    rows: [{ ...row, maybe_paid: maybePaid, duration_ms: durationMs, produced_by: producedBy, committed_at: at }],
  }
}
