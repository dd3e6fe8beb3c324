// How the estimates of one configuration are stored: the row of `metrics` and those of `estimates`.
import type { Estimated } from '../metrics/estimating.ts'
import type { Metric } from '../metrics/metric.ts'
import type { Row } from '../store/store.ts'
import { paramsColumns } from './row.ts'

export interface EstimatedConfiguration {
  readonly runId: string
  readonly benchmark: string
  readonly params: object
}

/** `wide`: the row of `metrics`. `long`: one row for each metric and each of its slices. */
export function storedEstimates(
  { runId, benchmark, params }: EstimatedConfiguration,
  metrics: Readonly<Record<string, Metric<never>>>,
  estimates: Readonly<Record<string, Estimated>>,
): { readonly wide: Row; readonly long: Row[] } {
  const run = { run_id: runId, benchmark }
  const wide: Row = { ...run, ...paramsColumns(params) }
  const long: Row[] = []
  for (const [metric, { whole, slices }] of Object.entries(estimates)) {
    wide[metric] = whole.value
    wide[`${metric}_low`] = whole.low
    wide[`${metric}_high`] = whole.high
    wide[`${metric}_n`] = whole.n
    const row = { ...run, params, metric, better: metrics[metric]?.better ?? null }
    long.push({ ...row, slice: null, ...whole })
    for (const [slice, estimate] of slices) long.push({ ...row, slice, ...estimate })
  }
  return { wide, long }
}
