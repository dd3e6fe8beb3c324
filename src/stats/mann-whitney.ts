// The Mann-Whitney test: which of two unpaired groups tends to have the larger values, and by how much, whatever their tails.
import { arrangementP, countSubsets, DEFAULT_DRAWS, EXACT_LIMIT } from './arrangements.ts'
import { checkInteger, whyUnusable } from './check.ts'
import { checkLevel, DEFAULT_LEVEL } from './interval.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { pairwiseDifference } from './pairwise-difference.ts'
import { createRandom } from './random.ts'
import { doubledRanks, extremeRankSums, rejectedCount, tieTerm } from './rank-sum.ts'
import { unknownTest } from './test-result.ts'
import type { TwoSampleResult } from './test-result.ts'

/** How `p` is found where the labellings are too many to be looked at, and the level. */
export interface MannWhitneyOptions {
  /** With a seed, `p` comes from random labellings; without, from the normal approximation. */
  readonly seed?: string | undefined
  /** How many labellings to draw with a seed, an integer from 1; 10,000 by default. */
  readonly draws?: number | undefined
  /** The confidence level of the shift; 0.95 by default. */
  readonly level?: number | undefined
}

/** A shift between two groups, and how far they overlap. */
export interface MannWhitneyResult extends TwoSampleResult {
  /** Vargha and Delaney's A: the probability that a value of the first group is the larger, ties as half; U/(m n). */
  readonly superiority: number | null
  /** Cliff's delta, 2 A - 1: from -1 to 1. */
  readonly cliffsDelta: number | null
}

/**
 * The Hodges-Lehmann shift of `first` against `second` (the median of all differences between them, in their unit) with its
 * interval, and the Mann-Whitney test that there is none. `statistic` is U: the pairs in which the first is larger, ties as half.
 *
 * `p` is the share of labellings whose U is at least as far from its mean: of all, on mid-ranks, up to 200,000 of them
 * (`mann-whitney-exact`); with a `seed` of random ones (`mann-whitney-monte-carlo`); else by the normal approximation with
 * corrections for ties and continuity (`mann-whitney-normal`). The limits are differences that occur, chosen by the distribution of
 * U without ties where it is exact, else by the same approximation. Without ties, and except with random labellings, 0 lies outside
 * exactly when `p` < 1 - level.
 *
 * Limits are null with a reason when there are too few values for this level; the shift too when a group is empty or has a value
 * that is not finite. When all values are equal `p` is 1. `RangeError` for `draws` or level out of range.
 *
 * Sources: Mann and Whitney (1947); Hodges and Lehmann, "Estimates of location based on rank tests" (1963); Hollander and Wolfe,
 * "Nonparametric statistical methods", chapter 4, for the interval.
 */
export function mannWhitney(
  first: readonly number[],
  second: readonly number[],
  { seed, draws = DEFAULT_DRAWS, level = DEFAULT_LEVEL }: MannWhitneyOptions = {},
): MannWhitneyResult {
  checkLevel(level)
  checkInteger('draws', draws, 1)
  const sizes = [first.length, second.length] as const
  const [m, n] = sizes
  const unusable = whyUnusable(first) ?? whyUnusable(second)
  if (unusable !== null) {
    const result = unknownTest(null, m + n, level, 'mann-whitney', `a group is unusable: ${unusable}`)
    return { ...result, sizes, superiority: null, cliffsDelta: null }
  }
  const ranks = doubledRanks([...first, ...second])
  const u = ranks.subarray(0, m).reduce((total, rank) => total + rank, 0) / 2 - (m * (m + 1)) / 2
  const deviation = Math.sqrt(((m * n) / 12) * (m + n + 1 - tieTerm(ranks) / ((m + n) * (m + n - 1))))
  const isExact = countSubsets(m + n, m) <= EXACT_LIMIT
  const tested = isExact
    ? labellings(ranks, m, null)
    : seed === undefined
      ? approximation(u - (m * n) / 2, deviation)
      : labellings(ranks, m, { seed, count: draws })
  const rejected = isExact
    ? rejectedCount(m, n, (1 - level) / 2)
    : Math.ceil((m * n) / 2 - 0.5 - normalQuantile((1 + level) / 2) * deviation)
  const sorted = [first.toSorted((a, b) => a - b), second.toSorted((a, b) => a - b)] as const
  const difference = (rank: number) => pairwiseDifference(...sorted, rank)
  const value = (difference(Math.floor((m * n + 1) / 2)) + difference(Math.floor((m * n + 2) / 2))) / 2
  const hasLimits = rejected > 0
  const low = hasLimits ? difference(rejected) : null
  const high = hasLimits ? difference(m * n + 1 - rejected) : null
  const reason = hasLimits ? null : `${m} and ${n} values are too few to reject any shift at this level`
  const superiority = u / (m * n)
  const shift = { value, low, high, level, reason, n: m + n, sizes, statistic: u, standardError: null, df: null }
  return { ...shift, ...tested, superiority, cliffsDelta: 2 * superiority - 1 }
}

type Tested = Pick<MannWhitneyResult, 'method' | 'p' | 'draws' | 'monteCarloError'>

function labellings(ranks: Int32Array, size: number, sample: { readonly seed: string; readonly count: number } | null): Tested {
  const random = sample === null ? undefined : { random: createRandom(sample.seed), count: sample.count }
  const draws = sample?.count ?? countSubsets(ranks.length, size)
  const other = ranks.length - size
  // The smaller group is the cheaper one to label, and its rank sum says the same.
  const hits = size > other ? extremeRankSums(ranks.toReversed(), other, random) : extremeRankSums(ranks, size, random)
  const { p, error } = arrangementP(hits, draws, sample === null)
  return { method: sample === null ? 'mann-whitney-exact' : 'mann-whitney-monte-carlo', p, draws, monteCarloError: error }
}

function approximation(distance: number, deviation: number): Tested {
  const z = deviation > 0 ? Math.max(0, Math.abs(distance) - 0.5) / deviation : 0
  return { method: 'mann-whitney-normal', p: Math.min(1, 2 * normalCdf(-z)), draws: null, monteCarloError: null }
}
