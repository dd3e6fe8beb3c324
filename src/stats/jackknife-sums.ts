// The jackknife of a value that is computed from sums over rows: each cluster is left out once, which is enough where there are many rows.
import { checkPaired } from './check.ts'
import type { ClusterKey } from './groups.ts'
import { groupRows } from './groups.ts'
import { DEFAULT_LEVEL, type Interval, checkLevel, unknownInterval, upperProbability } from './interval.ts'
import type { SumsStatistic } from './resample-sums.ts'
import { studentQuantile } from './student.ts'
import { sum } from './sum.ts'

/** A value with t limits from the values without one cluster each. */
export interface JackknifeResult extends Interval {
  /** How many clusters, or rows without them. */
  readonly clusters: number
  /** In the unit of the value; null with `reason` when unknown, never 0. */
  readonly standardError: number | null
}

const METHOD = 'jackknife-t'

/** Spreads this small, relative to the value, are nothing but rounding. */
const ROUNDING = 1e-14

/**
 * The value of `n` rows ± t · SE, with C - 1 degrees of freedom for C clusters, where SE² = (C - 1)/C · Σ (θ without one - their mean)².
 * For values that are smooth in the sums, such as F1 or a root mean square; not for quantiles. `level` is 0.95 by default.
 *
 * Limits and standard error are null with a reason under 2 clusters, where the value is undefined with or without one of them, and where
 * no cluster changes it. `RangeError` for a list of clusters of another length and for a level out of range.
 *
 * Source: Efron and Tibshirani, "An introduction to the bootstrap" (1993), chapter 11.
 */
export function jackknifeSums(
  n: number,
  { size, add, value: valueOf }: SumsStatistic,
  { clusters, level = DEFAULT_LEVEL }: { readonly clusters?: readonly ClusterKey[]; readonly level?: number } = {},
): JackknifeResult {
  checkLevel(level)
  if (clusters !== undefined) checkPaired('clusters', clusters, n)
  const { count, starts, rows } = groupRows(n, clusters)
  const total = new Float64Array(size)
  for (let row = 0; row < n; row++) add(total, row, 1)
  const value = n === 0 ? null : finite(valueOf(total))
  const unknown = (reason: string): JackknifeResult => ({
    ...unknownInterval(value, level, METHOD, reason),
    clusters: count,
    standardError: null,
  })
  if (value === null) return unknown(n === 0 ? 'there are no rows' : 'the statistic is undefined on the data')
  if (count < 2) return unknown('one cluster does not show a spread between clusters')
  const without = new Float64Array(count)
  const sums = new Float64Array(size)
  for (let unit = 0; unit < count; unit++) {
    sums.set(total)
    for (let i = starts[unit] ?? 0; i < (starts[unit + 1] ?? 0); i++) add(sums, rows[i] ?? 0, -1)
    const left = finite(valueOf(sums))
    if (left === null) return unknown('the statistic is undefined without one of the clusters')
    without[unit] = left
  }
  const mean = sum(without) / count
  const squares = sum(without.map(left => (left - mean) ** 2))
  const standardError = Math.sqrt(((count - 1) / count) * squares)
  if (standardError <= ROUNDING * Math.abs(value) * Math.sqrt(count))
    return unknown('no cluster changes the value, so the spread is unknown')
  const half = studentQuantile(upperProbability(level), count - 1) * standardError
  return { value, low: value - half, high: value + half, level, method: METHOD, reason: null, clusters: count, standardError }
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
