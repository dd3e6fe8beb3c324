// Where executed datapoints are kept: finds stored results by key, and says how an outcome is stored.
import { encodingNumber } from '../identity/canonical.ts'
import type { DatapointParts } from '../identity/datapoint.ts'
import { encodeApart } from '../record/large.ts'
import { type Tagged, decodeTagged } from '../record/tagged.ts'
import { type OpenReference, openContent } from '../record/untag.ts'
import { usageColumns } from '../record/reserved.ts'
import type { Usage } from '../record/usage.ts'
import type { Change, Row, Store } from '../store/store.ts'

/** How one execution of a datapoint ended. */
export interface Outcome {
  readonly status: 'ok' | 'error' | 'timeout' | 'aborted' | 'skipped'
  /** What the task returned; `undefined` unless `ok`. What is large in it is a `LargeValue`, which `loadAssets` turns into the value. */
  readonly result: unknown
  /** Columns that the task recorded, in every outcome; `undefined` for none. */
  readonly recorded?: unknown
  /** Tokens and cost of all attempts; `null` where none was told. */
  readonly usage?: Usage | null
  /** Datapoints that shared the call. Default 1. */
  readonly batchSize?: number
  /** The message of an error, or why it was skipped. */
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
  'recorded',
  'batch_size',
  ...usageColumns,
]

/** The stored outcomes of these datapoints, failed ones too; one that was never executed, or whose result was deleted, is absent. */
export async function findOutcomes(store: Store, keys: readonly string[]): Promise<Map<string, Outcome>> {
  const found = new Map<string, Outcome>()
  const open: OpenReference = (reference, isLarge) => openContent(store.assets.content(reference), isLarge)
  for await (const row of store.rows('assay_ledger', { columns, in: { key: 'datapoint', values: keys } })) {
    if (row['status'] === 'deleted') continue
    found.set(String(row['datapoint']), {
      status: row['status'] as Outcome['status'],
      result: typeof row['result'] === 'string' ? decodeTagged(row['result'], open) : undefined,
      recorded: typeof row['recorded'] === 'string' ? decodeTagged(row['recorded'], open) : undefined,
      usage: usageOf(row),
      batchSize: Number(row['batch_size'] ?? 1),
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

/** How these datapoints ended, and when, without reading their results; absent are those that `findOutcomes` leaves out. */
export async function findEndings(store: Store, keys: readonly string[]): Promise<Map<string, Pick<Outcome, 'status' | 'at'>>> {
  const query = { columns: ['datapoint', 'status', 'committed_at'], in: { key: 'datapoint', values: keys } }
  const rows = await Array.fromAsync(store.rows('assay_ledger', query))
  const stored = rows.filter(row => row['status'] !== 'deleted')
  return new Map(
    stored.map(row => [
      String(row['datapoint']),
      { status: row['status'] as Outcome['status'], at: row['committed_at'] as Date },
    ]),
  )
}

/** Executions this slow are worth the milliseconds that surviving a power cut costs. */
const slowMs = 100

/** Whether an outcome is to survive a power cut too. */
export function isSlow({ durationMs }: Outcome): boolean {
  return (durationMs ?? 0) >= slowMs
}

/** The encoded result, before anything depends on it, what is large apart: a `TypeError` names the path of what cannot be stored. */
export function encodeResult(result: unknown): Tagged {
  return encodeApart(result, 'the result')
}

/** The step of a commit that keeps an outcome, with the parts of its key beside it. */
export function keepOutcome(
  key: string,
  parts: DatapointParts,
  outcome: Outcome,
  encoded: Tagged | null,
  recorded: Tagged | null = null,
): Change {
  const { status, error, errorType, attempts, maybePaid, durationMs, producedBy, at, batchSize = 1, usage } = outcome
  const row = {
    datapoint: key,
    encoding: encodingNumber,
    ...parts,
    status,
    result: encoded?.text ?? null,
    recorded: recorded?.text ?? null,
    error,
    error_type: errorType,
    attempts,
    maybe_paid: maybePaid,
    duration_ms: durationMs,
    batch_size: batchSize,
    ...usage,
    produced_by: producedBy,
    committed_at: at,
  }
  return {
    type: 'put',
    table: 'assay_ledger',
    rows: [row],
    contents: [...(encoded?.contents ?? []), ...(recorded?.contents ?? [])],
  }
}

/** `null` where nothing is known of it, as before a task told what it spent. */
function usageOf(row: Row): Usage | null {
  if (usageColumns.every(column => row[column] === null || row[column] === undefined)) return null
  return Object.fromEntries(usageColumns.map(column => [column, row[column] ?? null])) as unknown as Usage
}
