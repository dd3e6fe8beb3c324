// Chooses the interval that fits what a metric counted, and the bounds for what is missing.
import { clusterBootstrap } from '../stats/bootstrap.ts'
import { clusteredMean, clusteredWilson } from '../stats/clustered.ts'
import { DEFAULT_LEVEL, type Interval, unknownInterval } from '../stats/interval.ts'
import { meanInterval } from '../stats/mean.ts'
import { minimumForQuantile, quantileRanks } from '../stats/quantile-interval.ts'
import { quantileNearestRank } from '../stats/quantile.ts'
import { sum } from '../stats/sum.ts'
import { wilsonInterval } from '../stats/wilson.ts'
import type { Tally } from './tally.ts'

/** Resampling costs draws × values; past this product there are fewer draws, and the method says how many. */
const mostVisits = 500_000

export function drawsFor(rows: number): number {
  return Math.max(200, Math.min(10_000, Math.floor(mostVisits / Math.max(1, rows))))
}

export function meanOf({ values, clusters, isBinary }: Tally): Interval {
  const isClustered = new Set(clusters).size < clusters.length
  if (!isBinary) return isClustered ? clusteredMean(values, clusters) : meanInterval(values)
  if (isClustered) return clusteredWilson(values as readonly (0 | 1)[], clusters)
  return wilsonInterval(sum(values), values.length)
}

/** The mean's interval times the number of values. */
export function sumOf(tally: Tally): Interval {
  const n = tally.values.length
  const interval = meanOf(tally)
  const times = (limit: number | null) => limit && limit * n
  const value = interval.value === null ? null : sum(tally.values)
  return { ...interval, value, low: times(interval.low), high: times(interval.high) }
}

export function quantileOf({ values, clusters }: Tally, level: number, seed: string): Interval {
  const sorted = Float64Array.from(values).sort()
  const needed = minimumForQuantile(level)
  const unknown = (reason: string) => unknownInterval(null, DEFAULT_LEVEL, 'order-statistic', reason)
  if (sorted.length < needed) return unknown(`the ${level} quantile needs ${needed} values, and there are ${sorted.length}`)
  const value = quantileNearestRank(sorted, level)
  if (value === null || !Number.isFinite(value)) return unknown(`the ${level} quantile falls among failed or unanswered rows`)
  const names = [...new Set(clusters)]
  if (names.length < clusters.length) return { ...resampled(values, clusters, names, level, seed), value }
  const ranks = quantileRanks(sorted.length, level)
  return {
    value,
    low: finite(sorted[(ranks.low ?? 0) - 1]),
    high: finite(sorted[(ranks.high ?? 0) - 1]),
    level: DEFAULT_LEVEL,
    method: 'order-statistic',
    reason: null,
  }
}

function resampled(
  values: readonly number[],
  clusters: readonly string[],
  names: readonly string[],
  level: number,
  seed: string,
): Interval {
  const members = new Map(names.map(name => [name, [] as number[]]))
  values.forEach((value, i) => members.get(clusters[i] ?? '')?.push(value))
  const groups = [...members.values()]
  const statistic = (chosen: readonly number[]) =>
    quantileNearestRank(Float64Array.from(chosen.flatMap(i => groups[i] ?? [])).sort(), level)
  return clusterBootstrap(groups.length, statistic, { seed, draws: drawsFor(values.length) })
}

/** What the value would be if all that is missing were wrong, or right; `null` where no bound exists. */
export function boundsOf(kind: string, tally: Tally, value: number | null): { worst: number | null; best: number | null } {
  if (tally.isBinary && kind !== 'quantile') {
    const total = tally.planned - tally.skipped - tally.unlabelled
    const right = sum(tally.values)
    const divisor = kind === 'sum' ? 1 : total
    return total <= 0 ? { worst: null, best: null } : { worst: right / divisor, best: (right + tally.missing) / divisor }
  }
  return tally.missing === 0 ? { worst: value, best: value } : { worst: null, best: null }
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null
}
