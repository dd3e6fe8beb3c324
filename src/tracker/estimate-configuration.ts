// Estimates the metrics of one configuration of a run from its stored rows, read once and in key order.
import { type Circumstances, type Estimated, Estimating } from '../metrics/estimating.ts'
import { inKeyOrder } from '../metrics/key-order.ts'
import type { Metric } from '../metrics/metric.ts'
import { namedColumns, neededColumns } from '../metrics/named-columns.ts'
import type { Query, Row, Store } from '../store/store.ts'
import { fillNulls } from './source.ts'

export interface StoredMetrics extends Circumstances {
  readonly metrics: Readonly<Record<string, Metric<never>>>
  readonly runId: string
  /** The row number of its params: `assay_params` of its predictions. */
  readonly configuration: number
  /** Every column that a row of the benchmark has: what metrics of somebody's own see. Built-in ones are given what they name. */
  readonly columns: Iterable<string>
}

/** By the names of the metrics. Memory holds a few numbers a row; all rows only for metrics of somebody's own. */
export async function estimateConfiguration(store: Store, asked: StoredMetrics): Promise<Record<string, Estimated>> {
  const { metrics, runId, configuration } = asked
  const needed = neededColumns(Object.values(metrics))
  const filled = needed ?? [...asked.columns]
  // A column that no row of the store has (every datapoint failed) reads as null, like any other absent one.
  const existing = new Set((await store.columns('predictions')).map(({ key }) => key))
  const query: Query = {
    where: { run_id: runId, assay_params: configuration },
    order: ['input_id', 'trial'],
    ...(needed !== null && { columns: needed.filter(column => existing.has(column)) }),
  }
  const estimating = new Estimating(metrics)
  for await (const row of store.rows('predictions', query)) {
    if (!estimating.add(fillNulls(row, filled))) return estimateUnordered(store, query, filled, asked)
  }
  return estimating.estimated(asked)
}

/** For ids that SQL sorts in another way: those that are kept apart, being long, or are no well-formed text. */
async function estimateUnordered(
  store: Store,
  query: Query,
  filled: readonly string[],
  asked: StoredMetrics,
): Promise<Record<string, Estimated>> {
  const estimating = new Estimating(asked.metrics)
  const { order: _order, ...asWritten } = query
  const rows = await Array.fromAsync(store.rows('predictions', asWritten), row => fillNulls(row, filled))
  for (const row of inKeyOrder(rows)) estimating.add(row)
  return estimating.estimated(asked)
}

/** The columns that metrics name: those that no row of the run has, and those that are there. */
export interface Presence {
  readonly missing: ReadonlySet<string>
  readonly present: ReadonlySet<string>
}

/** Where no datapoint is `ok` nothing can be said of any column, and none is missing. `params` are the entries that the benchmark declares. */
export async function findColumns(
  store: Store,
  { runId, metrics, params }: Pick<StoredMetrics, 'runId' | 'metrics'> & { readonly params: readonly object[] },
): Promise<Presence> {
  const columns = Object.values(metrics).map(namedColumns)
  const named = [...new Set(columns.flatMap(({ ofValue, ofSlices }) => [...ofValue, ...ofSlices]))]
  const where: Row = { run_id: runId, status: 'ok' }
  const [first] = await Array.fromAsync(store.rows('predictions', { where, limit: 1 }))
  if (first === undefined || named.every(column => Object.hasOwn(first, column)))
    return { missing: new Set(), present: new Set(named) }
  const declared = params.flatMap(entry => Object.keys(entry).map(key => `params_${key}`))
  const present = new Set([...(await store.keys('predictions', { where })), ...declared])
  return { missing: new Set(named.filter(column => !present.has(column))), present }
}
