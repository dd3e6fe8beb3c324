// The metrics of any rows, without a benchmark, a store or a run.
import { kindOf } from '../base/kind.ts'
import { isPlainObject } from '../base/keys.ts'
import { estimateMetric } from '../metrics/estimate.ts'
import type { Estimate, Metric, MetricRow } from '../metrics/metric.ts'
import { type Paired, type Rows, checkRows, metricFor } from './rows.ts'

/**
 * Every metric with its interval and denominators, of rows from a file, a test, another tool or a selection. Rows of one item are one
 * cluster. A row without `status` is `ok`. A `TypeError` for what is no list of rows or no metric.
 */
export async function estimate<R extends Paired, M extends Record<string, Metric<R>>>(
  rows: Rows<R>,
  metrics: M,
): Promise<{ [K in keyof M]: Estimate }> {
  checkRows('rows', rows)
  if (!isPlainObject(metrics)) throw new TypeError(`expected estimate() to get metrics by name, got ${kindOf(metrics)}`)
  const asked = Object.entries(metrics).map(([name, metric]) => [name, metricFor(rows, metric).metric] as const)
  const all = (await Array.fromAsync(rows as AsyncIterable<unknown>)) as MetricRow[]
  return Object.fromEntries(asked.map(([name, metric]) => [name, estimateMetric(name, metric, all)])) as {
    [K in keyof M]: Estimate
  }
}
