// The tables that every store has, with their own columns; everything else is added as keys appear.
import type { LogicalType } from '../record/types.ts'

export interface TableSpec {
  readonly columns: Readonly<Record<string, LogicalType>>
  /** Columns in which no two rows are equal. */
  readonly key?: readonly string[]
  readonly indexes?: readonly (readonly string[])[]
}

/** Raised by one whenever a table below changes; a migration then brings older files forward. */
export const schemaVersion = 3

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
      ledger: 'text',
      price_version: 'text',
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
      recorded: 'text',
      batch_size: 'integer',
      adopted_from: 'text',
      adopted_reason: 'text',
    },
    key: ['datapoint'],
  },
  /** Contents that rows refer to; one that is still being stored has no `hash`, and `upload` says whose it is. */
  assay_assets: {
    columns: { hash: 'text', bytes: 'integer', media_type: 'text', kind: 'text', stored_at: 'date', upload: 'text' },
    key: ['hash'],
  },
  assay_asset_parts: { columns: { asset: 'integer', part: 'integer', content: 'bytes' }, key: ['asset', 'part'] },
  /** Datapoints that somebody executes at this moment, or was at when it went away. */
  assay_claims: {
    columns: { datapoint: 'text', holder: 'text', attempts: 'integer', claimed_at: 'date' },
    key: ['datapoint'],
  },
  /** When the next request may start that counts for a rate. */
  assay_rates: { columns: { rate: 'text', next_at_ms: 'number' }, key: ['rate'] },
  /** Every identity of code that a benchmark had, with the parts that it was made of. */
  assay_codes: {
    columns: { name: 'text', code: 'text', files: 'text', parts: 'json', first_seen_at: 'date' },
    key: ['name', 'code', 'files'],
  },
  /** Starts of a datapoint that were followed by another or have spent something: how each ended, and how long the next one waited. */
  attempts: {
    columns: {
      run_id: 'text',
      datapoint: 'text',
      attempt: 'integer',
      status: 'text',
      error: 'text',
      error_type: 'text',
      ended_at: 'date',
      duration_ms: 'number',
      wait_ms: 'number',
      ...usage,
    },
    indexes: [['datapoint'], ['run_id']],
  },
  /** What the tasks of scorers said of results, trial by trial, beside the scores in `predictions`. */
  judgements: {
    columns: {
      run_id: 'text',
      datapoint: 'text',
      input_id: 'text',
      trial: 'integer',
      scorer: 'text',
      judgement: 'text',
      scorer_trial: 'integer',
      status: 'text',
      error: 'text',
      error_type: 'text',
      attempts: 'integer',
      duration_ms: 'number',
      ...usage,
      cache: 'text',
      produced_by: 'text',
      timestamp: 'date',
    },
    indexes: [['run_id']],
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
