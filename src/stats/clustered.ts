// Error bars for items that share a passage, repository, user or seed document and therefore are not independent.
import { type ClusterKey, type Groups, groupRows } from './groups.ts'
import { DEFAULT_LEVEL, unknownInterval, upperProbability } from './interval.ts'
import type { Interval } from './interval.ts'
import { meanInterval } from './mean.ts'
import type { MeanInterval } from './mean.ts'
import { studentQuantile } from './student.ts'
import { sum } from './sum.ts'
import { wilsonInterval } from './wilson.ts'

/** A mean whose error bar knows about clusters. */
export interface ClusteredMean extends MeanInterval {
  /** How many clusters the values fall into; under 20 the standard error is itself uncertain. */
  readonly clusters: number
  /**
   * (standard error / `meanInterval`'s, which ignores clusters)²: 1 when clusters do not matter, 0 when no cluster deviates from
   * the mean, null when there is nothing to divide by (equal values, one value) or one cluster only.
   */
  readonly designEffect: number | null
}

/** A pass rate whose Wilson interval knows about clusters. */
export interface ClusteredWilson extends Interval {
  /** How many clusters the outcomes fall into. */
  readonly clusters: number
  /** How many independent items would give this interval, a fraction; null without items. */
  readonly effectiveN: number | null
}

const MEAN_METHOD = 't-clustered'

/**
 * The mean of `values` over items, with a standard error from the differences between `clusters` (one key a value) and t limits
 * on C - 1 degrees of freedom for C clusters. `level` is 0.95 by default.
 *
 * SE = √(C/(C-1) · Σ over clusters of (Σ of value - mean)²) / n. As in `meanInterval` the limits may leave the metric's range and
 * what cannot be computed is null with a reason: here also for one cluster, and when no cluster deviates from the mean.
 * `RangeError` for lists of different lengths and for a level outside 0 to 1.
 *
 * Source: Miller, "Adding error bars to evals" (2024), appendix, times the usual factor C/(C-1) for few clusters.
 */
export function clusteredMean(
  values: readonly number[],
  clusters: readonly ClusterKey[],
  level: number = DEFAULT_LEVEL,
): ClusteredMean {
  checkClusters(values, clusters)
  const groups = groupRows(values.length, clusters)
  const naive = meanInterval(values, level)
  const { count } = groups
  const unknown = (designEffect: number | null, reason: string): ClusteredMean => ({
    ...unknownInterval(naive.value, level, MEAN_METHOD, reason),
    standardError: null,
    clusters: count,
    designEffect,
  })
  const { value, standardError: naiveError } = naive
  if (value === null || naiveError === null) return { ...naive, method: MEAN_METHOD, clusters: count, designEffect: null }
  if (count === 1) return unknown(null, 'one cluster does not show a spread between clusters')
  const designEffect = designEffectOf(groups, values, value, naiveError)
  if (designEffect === 0) return unknown(0, 'no cluster deviates from the mean, so the spread between clusters is unknown')
  const standardError = naiveError * Math.sqrt(designEffect)
  const half = studentQuantile(upperProbability(level), count - 1) * standardError
  const limits = { value, low: value - half, high: value + half, level, method: MEAN_METHOD, reason: null }
  return { ...limits, standardError, clusters: count, designEffect }
}

/**
 * The pass rate of `outcomes` over items and its Wilson interval at the effective sample size n / deff, where deff is
 * `clusteredMean`'s design effect, taken as at least 1. `level` is 0.95 by default.
 *
 * Where the design effect cannot be computed (all right, all wrong, one cluster) the effective size is the number of clusters: the
 * safe reading, as if the items of a cluster always agreed. Without items everything is null. `RangeError` for an outcome other
 * than 0 and 1, for lists of different lengths and for a level outside 0 to 1.
 *
 * Source: Kish, "Survey sampling" (1965), for the effective size; Korn and Graubard (1998) for intervals at it.
 */
export function clusteredWilson(
  outcomes: readonly (0 | 1)[],
  clusters: readonly ClusterKey[],
  level: number = DEFAULT_LEVEL,
): ClusteredWilson {
  const wrong = outcomes.find(outcome => outcome !== 0 && outcome !== 1)
  if (wrong !== undefined) throw new RangeError(`expected \`outcomes\` to be 0 or 1, got ${wrong}`)
  const n = outcomes.length
  const { value, designEffect, clusters: count } = clusteredMean(outcomes, clusters, level)
  const effectiveN = designEffect === null ? count : n / Math.max(1, designEffect)
  const interval = wilsonInterval((value ?? 0) * effectiveN, effectiveN, level)
  return { ...interval, value, method: 'wilson-clustered', clusters: count, effectiveN: n === 0 ? null : effectiveN }
}

/** (clustered / naive standard error)², exactly 0 when the clusters' sums of deviations are nothing but rounding. */
function designEffectOf({ count, starts, rows }: Groups, values: readonly number[], mean: number, naiveError: number): number {
  const n = values.length
  const deviations = Float64Array.from(rows, row => (values[row] ?? 0) - mean)
  const squares = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const share = sum(deviations.subarray(starts[i], starts[i + 1])) / naiveError / n
    squares[i] = share * share
  }
  const total = sum(squares)
  const largest = values.reduce((size, value) => Math.max(size, Math.abs(value)), 0)
  if (Math.sqrt(total) <= (4 * Number.EPSILON * largest) / naiveError) return 0
  return (count / (count - 1)) * total
}

function checkClusters(values: readonly number[], clusters: readonly ClusterKey[]): void {
  if (clusters.length !== values.length) {
    throw new RangeError(`expected \`clusters\` to have one key a value (${values.length}), got ${clusters.length}`)
  }
}
