// The sign-flip permutation test of paired scores: exact for few items, and without any assumption about their distribution.
import { DEFAULT_DRAWS, EXACT_LIMIT, flipSigns } from './arrangements.ts'
import { checkInteger, checkPaired, whyUnusable } from './check.ts'
import type { ClusterKey } from './groups.ts'
import { largestOf, pairedDifferences } from './differences.ts'
import { checkLevel, DEFAULT_LEVEL } from './interval.ts'
import { pairedDifference } from './paired.ts'
import { createRandom } from './random.ts'
import { invertShift } from './shift-inversion.ts'
import type { Arrangements } from './shift-inversion.ts'
import { sum } from './sum.ts'
import { unknownTest } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/** The seed, the clusters, how many patterns to draw, and the level. */
export interface SignFlipOptions {
  /** The same seed gives the same result; only used where the patterns are too many to be looked at. */
  readonly seed: string
  /** The cluster of each item, as in `clusteredMean`: a cluster's differences then change their signs together. */
  readonly clusters?: readonly ClusterKey[] | undefined
  /** How many patterns to draw, an integer from 1, where there are over 200,000; 10,000 by default. */
  readonly draws?: number | undefined
  /** The confidence level; 0.95 by default. */
  readonly level?: number | undefined
}

/** Relative to the largest difference, the rounding of a mean of sign-flipped ones. */
const ROUNDING = 1e-12

/**
 * The mean of `first[i]` - `second[i]` over items, tested by changing the sign of each difference (of each cluster's, with
 * `clusters`): under the hypothesis that the two sides are exchangeable every pattern of signs is as likely.
 *
 * `p` is the share of patterns whose mean is at least as far from 0. Up to 17 items or clusters all 2^n patterns are looked at
 * (`sign-flip-exact`), else `draws` random ones (`sign-flip-monte-carlo`), with p = (1 + hits)/(1 + draws). The interval holds the
 * shifts of `first` that the same patterns do not reject: 0 lies outside exactly when `p` < 1 - level. `standardError` is
 * `pairedDifference`'s, `statistic` the mean.
 *
 * Limits are null with a reason when there are too few items to reject anything at this level (under 6 at 0.95), and when all
 * differences are equal; `p` stays. Without pairs, or with a value that is not finite, everything is. `RangeError` for lists of
 * different lengths and for `draws` or level out of range.
 *
 * Source: Fisher, "The design of experiments" (1935), section 21.
 */
export function signFlip(
  first: readonly number[],
  second: readonly number[],
  { seed, clusters, draws = DEFAULT_DRAWS, level = DEFAULT_LEVEL }: SignFlipOptions,
): TestResult {
  checkLevel(level)
  checkInteger('draws', draws, 1)
  const differences = pairedDifferences(first, second)
  const n = differences.length
  if (clusters !== undefined) checkPaired('clusters', clusters, n)
  const unusable = whyUnusable(differences)
  if (unusable !== null) return unknownTest(null, n, level, 'sign-flip', unusable)
  const groups = clusters === undefined ? differences.map(difference => [difference]) : groupsOf(differences, clusters)
  const arrangements = flipAll(groups, n, seed, draws)
  const value = sum(differences) / n
  const { p, error, low, high } = invertShift(value, arrangements, level, ROUNDING * largestOf(differences))
  const isConstant = differences.every(difference => difference === differences[0])
  const units = clusters === undefined ? 'pairs' : 'clusters'
  const reason = isConstant
    ? `all ${n} differences are equal, so the spread is unknown`
    : low === null
      ? `${groups.length} ${units} are too few to reject any shift at this level`
      : null
  const limits = reason === null ? { low, high } : { low: null, high: null }
  const { standardError } = pairedDifference(first, second, { clusters, level })
  const method = arrangements.isExact ? 'sign-flip-exact' : 'sign-flip-monte-carlo'
  const tested = {
    n,
    statistic: value,
    p,
    standardError,
    df: null,
    draws: arrangements.statistics.length,
    monteCarloError: error,
  }
  return { value, ...limits, level, method, reason, ...tested }
}

/** The mean under each pattern of signs, and the mean sign. */
function flipAll(groups: readonly (readonly number[])[], n: number, seed: string, draws: number): Arrangements {
  const sums = Float64Array.from(groups, group => sum(group) / n)
  const shares = Float64Array.from(groups, group => group.length / n)
  const isExact = 2 ** groups.length <= EXACT_LIMIT
  const total = isExact ? 2 ** groups.length : draws
  const random = createRandom(seed)
  const signs = new Int8Array(groups.length)
  const statistics = new Float64Array(total)
  const slopes = new Float64Array(total)
  for (let pattern = 0; pattern < total; pattern++) {
    flipSigns(signs, isExact ? pattern : random)
    let statistic = 0
    let slope = 0
    for (let i = 0; i < signs.length; i++) {
      const sign = signs[i] ?? 0
      statistic += sign * (sums[i] ?? 0)
      slope += sign * (shares[i] ?? 0)
    }
    statistics[pattern] = statistic
    slopes[pattern] = slope
  }
  return { statistics, slopes, isExact }
}

function groupsOf(differences: readonly number[], clusters: readonly ClusterKey[]): readonly (readonly number[])[] {
  return [...Map.groupBy(differences, (_, i) => clusters[i]).values()]
}
