// Reads stored datapoints with all that the ledger keeps of them.
import { fromTagged, openContent } from '../../record/untag.ts'
import type { Row, Store } from '../../store/store.ts'
import type { DatapointParts } from '../../identity/datapoint.ts'
import type { DatapointStatus } from './choice.ts'
import { inlined } from './inline.ts'
import { findInputs } from '../parts.ts'

/** One datapoint as the ledger keeps it. */
export interface StoredDatapoint extends DatapointParts {
  /** Its key, 64 digits. */
  readonly datapoint: string
  /** The number of the encoding that the key is of. */
  readonly encoding: number
  /** The canonical text of the input; `null` where it was not kept. */
  readonly inputText: string | null
  /** `deleted`: its result was taken away, and what follows is of the execution that gave it. */
  readonly status: DatapointStatus
  readonly error: string | null
  readonly errorType: string | null
  /** Starts so far, in all runs. */
  readonly attempts: number
  /** Some of what it cost may have been paid for nothing. */
  readonly maybePaid: boolean
  readonly durationMs: number | null
  readonly costUsd: number | null
  /** The run that executed it, and when it ended. */
  readonly producedBy: string
  readonly committedAt: Date
  /** The key under which its result stood before, and why it was taken over. */
  readonly adoptedFrom: string | null
  readonly adoptedReason: string | null
}

const usage = ['input_tokens', 'cached_input_tokens', 'cache_write_tokens', 'output_tokens', 'reasoning_tokens', 'cost_usd']
const parts = ['name', 'code', 'files', 'train', 'input', 'params', 'trial']
const outcome = ['status', 'error', 'error_type', 'attempts', 'maybe_paid', 'duration_ms', ...usage]
const origin = ['produced_by', 'committed_at', 'adopted_from', 'adopted_reason']
/** Columns of the ledger in the order in which they are shown, all but the result. */
export const storedColumns = ['datapoint', 'encoding', ...parts, ...outcome, ...origin]

const pageSize = 100

/** Rows with these numbers, in this order, each with the text of its input. */
export async function* readStored(
  store: Store,
  numbers: readonly number[],
  columns: readonly string[] = storedColumns,
): AsyncGenerator<{ readonly row: Row; readonly inputText: string | null }> {
  for (let first = 0; first < numbers.length; first += pageSize) {
    const page = numbers.slice(first, first + pageSize)
    const asked = { columns: ['assay_row', ...columns], in: { key: 'assay_row', values: page } }
    const rows = new Map<number, Row>()
    for await (const row of store.rows('assay_ledger', asked)) rows.set(Number(row['assay_row']), row)
    const inputs = await findInputs(store, [...new Set([...rows.values()].map(row => String(row['input'])))])
    for (const number of page) {
      const row = rows.get(number)
      if (row !== undefined) yield { row, inputText: inputs.get(String(row['input'])) ?? null }
    }
  }
}

export function toStored({ row, inputText }: { readonly row: Row; readonly inputText: string | null }): StoredDatapoint {
  const text = (key: string) => String(row[key] ?? '')
  return {
    datapoint: text('datapoint'),
    encoding: Number(row['encoding']),
    name: text('name'),
    code: text('code'),
    files: text('files'),
    train: text('train'),
    input: text('input'),
    inputText,
    params: text('params'),
    trial: Number(row['trial']),
    status: row['status'] as DatapointStatus,
    error: row['error'] as string | null,
    errorType: row['error_type'] as string | null,
    attempts: Number(row['attempts']),
    maybePaid: row['maybe_paid'] === true,
    durationMs: row['duration_ms'] as number | null,
    costUsd: row['cost_usd'] as number | null,
    producedBy: text('produced_by'),
    committedAt: row['committed_at'] as Date,
    adoptedFrom: (row['adopted_from'] ?? null) as string | null,
    adoptedReason: (row['adopted_reason'] ?? null) as string | null,
  }
}

/** What the task returned; `undefined` where there is no result. */
export function resultOf(store: Store, row: Row): unknown {
  const text = row['result']
  if (typeof text !== 'string') return undefined
  return fromTagged(inlined(store, JSON.parse(text)), reference => openContent(store.assets.content(reference)))
}
