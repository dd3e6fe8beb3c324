// Ranks every configuration of a selection, with the ranks that the data cannot tell apart.
import { kindOf } from '../base/kind.ts'
import { checkNames } from '../base/options.ts'
import type { Named } from '../record/benchmark.ts'
import type { Metric } from '../metrics/metric.ts'
import type { LeaderboardEntry } from './leaderboard-entry.ts'
import { rankConfigurations } from './ranking.ts'
import { type Rows, checkRows, metricFor } from './rows.ts'

/** Rows that can be chosen by their params: of a run, or of a reader. */
export interface RowsOfParams<R, P, M extends string> extends AsyncIterable<R>, Named<M> {
  select(by: { readonly params?: (params: P) => boolean }): unknown
}

/**
 * Every configuration of a selection, best first, with its estimate, its rank range and its chance to be best. Two configurations are
 * told apart by the interval of their difference on the same items, at a level at which the intervals of all pairs hold together
 * (Šidák). Where nothing tells them apart their ranges overlap: a tie. A `TypeError` for a metric that does not say which direction is
 * better, a `RangeError` for the name of none and for rows of several runs of one configuration: choose one with `select({ run })`.
 */
export async function leaderboard<R, P, M extends string>(
  rows: RowsOfParams<R, P, M>,
  options: { readonly metric: NoInfer<M> | Metric<R> },
): Promise<LeaderboardEntry<P>[]> {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`expected leaderboard() to get options, got ${kindOf(options)}`)
  checkNames(options, ['metric'], 'leaderboard()')
  checkRows('leaderboard', rows)
  const { entries } = await rankConfigurations(metricFor(rows, options.metric), rows as Rows<never>)
  return entries as unknown as LeaderboardEntry<P>[]
}
