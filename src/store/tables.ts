// The tables that every store has, with their own columns; everything else is added as keys appear.
import type { LogicalType } from '../record/types.ts'

export interface TableSpec {
  readonly columns: Readonly<Record<string, LogicalType>>
  /** Columns in which no two rows are equal. */
  readonly key?: readonly string[]
  readonly indexes?: readonly (readonly string[])[]
  /** A row with this value stays as it is, whatever is put in its place: what was paid for is never overwritten. */
  readonly final?: { readonly column: string; readonly value: string }
}

/** Raised by one whenever a table below changes; a migration then brings older files forward. */
export const schemaVersion = 1

const usage = {
  input_tokens: 'integer',
  cached_input_tokens: 'integer',
  cache_write_tokens: 'integer',
  output_tokens: 'integer',
  reasoning_tokens: 'integer',
  cost_usd: 'number',
} as const satisfies Record<string, LogicalType>

export const tableSpecs: Readonly<Record<string, TableSpec>> = {
  runs: {
    columns: {
      run_id: 'text',
      benchmark: 'text',
      status: 'text',
      started_at: 'date',
      ended_at: 'date',
      dev: 'boolean',
      planned: 'integer',
      declared: 'integer',
      executed: 'integer',
      replayed: 'integer',
      failed: 'integer',
      skipped: 'integer',
      duration_ms: 'number',
      params: 'json',
      selection: 'json',
      declaration: 'json',
      code: 'text',
      git: 'json',
      environment: 'json',
      findings: 'json',
      deleted_at: 'date',
    },
    key: ['run_id'],
  },
  /** Physical side of the view `predictions`, which adds the columns of the item. */
  assay_predictions: {
    columns: {
      benchmark: 'text',
      run_id: 'text',
      row_id: 'text',
      input_id: 'text',
      trial: 'integer',
      status: 'text',
      expected: 'null',
      error: 'text',
      error_type: 'text',
      timestamp: 'date',
      datapoint: 'text',
      attempts: 'integer',
      maybe_paid: 'boolean',
      duration_ms: 'number',
      latency_ms: 'number',
      batch_size: 'integer',
      cache: 'text',
      cache_reason: 'text',
      produced_by: 'text',
      ...usage,
      assay_item: 'integer',
      assay_params: 'integer',
    },
    indexes: [['run_id', 'assay_params']],
  },
  assay_params: { columns: { digest: 'text', value: 'text' }, key: ['digest'] },
  assay_items: { columns: { digest: 'text' }, key: ['digest'] },
  assay_inputs: { columns: { digest: 'text', value: 'text' }, key: ['digest'] },
  assay_ledger: {
    columns: {
      datapoint: 'text',
      encoding: 'integer',
      name: 'text',
      code: 'text',
      files: 'text',
      train: 'text',
      input: 'text',
      params: 'text',
      trial: 'integer',
      status: 'text',
      result: 'text',
      error: 'text',
      error_type: 'text',
      attempts: 'integer',
      maybe_paid: 'boolean',
      duration_ms: 'number',
      ...usage,
      produced_by: 'text',
      committed_at: 'date',
    },
    key: ['datapoint'],
    final: { column: 'status', value: 'ok' },
  },
  metrics: { columns: { run_id: 'text', benchmark: 'text' }, indexes: [['run_id']] },
  estimates: {
    columns: {
      run_id: 'text',
      benchmark: 'text',
      params: 'json',
      metric: 'text',
      slice: 'text',
      value: 'number',
      low: 'number',
      high: 'number',
      level: 'number',
      method: 'text',
      reason: 'text',
      n: 'integer',
      planned: 'integer',
      failed: 'integer',
      skipped: 'integer',
      unanswered: 'integer',
      unlabelled: 'integer',
      worst: 'number',
      best: 'number',
      better: 'text',
    },
    indexes: [['run_id']],
  },
}

/** What a table of a tracker's own begins with; it is made with its first row. */
export const trackerTable: TableSpec = {
  columns: { run_id: 'text', row_id: 'text', timestamp: 'date' },
  indexes: [['run_id']],
}

/** Where the rows of a table that users name really lie, for the tables that are views. */
export const viewSources: Readonly<Record<string, string>> = { predictions: 'assay_predictions', datapoints: 'assay_predictions' }
