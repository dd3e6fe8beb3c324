// The mean difference of two runs on the same items: the default for scores, as what is hard for both no longer adds noise.
import { clusteredMean } from './clustered.ts'
import type { ClusterKey } from './groups.ts'
import { pairedDifferences } from './differences.ts'
import { checkLevel, DEFAULT_LEVEL } from './interval.ts'
import { meanInterval, standardDeviation } from './mean.ts'
import { studentCdf } from './student.ts'
import { sum } from './sum.ts'
import { unknownTest } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/** The clusters of the items, and the level. */
export interface PairedOptions {
  /** The cluster of each item, as in `clusteredMean`: the error bar is then that of the clusters. */
  readonly clusters?: readonly ClusterKey[] | undefined
  /** The confidence level; 0.95 by default. */
  readonly level?: number | undefined
}

/** A paired difference, and what the pairing was worth. */
export interface PairedDifference extends TestResult {
  /** How many clusters; null without. */
  readonly clusters: number | null
  /** Pearson's correlation of the two lists; null when one of them is constant. */
  readonly correlation: number | null
  /** What the standard error would be for other items on either side; null under two pairs. */
  readonly unpairedStandardError: number | null
}

/**
 * The mean of `first[i]` - `second[i]` over items, with the t test and interval of the differences: on n - 1 degrees of freedom,
 * with `clusters` on C - 1. `statistic` is t; `level` is 0.95 by default.
 *
 * As in `meanInterval` and `clusteredMean` what cannot be computed is null with a reason: under two pairs or clusters, and when all
 * differences are equal. `RangeError` for lists of different lengths and for a level outside 0 to 1.
 *
 * Source: Student (1908); for evaluations Miller, "Adding error bars to evals" (2024), section 4.
 */
export function pairedDifference(
  first: readonly number[],
  second: readonly number[],
  { clusters, level = DEFAULT_LEVEL }: PairedOptions = {},
): PairedDifference {
  checkLevel(level)
  const differences = pairedDifferences(first, second)
  const n = differences.length
  const clustered = clusters === undefined ? null : clusteredMean(differences, clusters, level)
  const mean = clustered ?? meanInterval(differences, level)
  const method = clustered === null ? 't-paired' : 't-paired-clustered'
  const pairing = { clusters: clustered?.clusters ?? null, ...pairingOf(first, second) }
  const { value, standardError } = mean
  if (value === null || standardError === null)
    return { ...unknownTest(value, n, level, method, mean.reason ?? 'the spread is unknown'), ...pairing }
  const df = (clustered?.clusters ?? n) - 1
  const statistic = value / standardError
  const { low, high } = mean
  const limits = { value, low, high, level, method, reason: null }
  const p = 2 * studentCdf(-Math.abs(statistic), df)
  return { ...limits, n, statistic, p, standardError, df, draws: null, monteCarloError: null, ...pairing }
}

function pairingOf(
  first: readonly number[],
  second: readonly number[],
): Pick<PairedDifference, 'correlation' | 'unpairedStandardError'> {
  const n = first.length
  const [a, b] = [standardDeviation(first), standardDeviation(second)]
  if (a === null || b === null) return { correlation: null, unpairedStandardError: null }
  const [meanOfFirst, meanOfSecond] = [sum(first) / n, sum(second) / n]
  const products = first.map((value, i) => ((value - meanOfFirst) / a) * (((second[i] ?? 0) - meanOfSecond) / b))
  const correlation = a > 0 && b > 0 ? Math.max(-1, Math.min(1, sum(products) / (n - 1))) : null
  return { correlation, unpairedStandardError: Math.hypot(a, b) / Math.sqrt(n) || null }
}
