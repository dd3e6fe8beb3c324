// The two-sample permutation test: are two unpaired groups more different than groups of the same values put together by chance?
import { arrangementP, countSubsets, DEFAULT_DRAWS, drawSubset, eachSubset, EXACT_LIMIT } from './arrangements.ts'
import { checkInteger, whyUnusable } from './check.ts'
import { largestOf } from './differences.ts'
import { checkLevel, DEFAULT_LEVEL } from './interval.ts'
import { createRandom } from './random.ts'
import { invertShift } from './shift-inversion.ts'
import type { ShiftInterval } from './shift-inversion.ts'
import { sum } from './sum.ts'
import { unknownTest } from './test-result.ts'
import type { TwoSampleResult } from './test-result.ts'
import { welch } from './welch.ts'

/** The seed, the statistic, how many groupings to draw, and the level. */
export interface PermutationOptions {
  /** The same seed gives the same result; only used where the groupings are too many to be looked at. */
  readonly seed: string
  /** What is compared with 0, in any unit: by default the difference of the means, first - second. */
  readonly statistic?: ((first: readonly number[], second: readonly number[]) => number) | undefined
  /** How many groupings to draw, an integer from 1, where there are over 200,000; 10,000 by default. */
  readonly draws?: number | undefined
  /** The confidence level; 0.95 by default. */
  readonly level?: number | undefined
}

/** Relative to the largest value, the rounding of a statistic of regrouped values. */
const ROUNDING = 1e-12

/**
 * The difference of two groups of independent values, tested by putting the same values into groups of the same sizes in every
 * way (`permutation-exact`, up to 200,000), else in `draws` random ones (`permutation-monte-carlo`, with p = (1 + hits)/(1 + draws)).
 *
 * `p` is the share of groupings whose statistic is at least as far from 0. For the difference of means the interval holds the
 * shifts of `first` that the same groupings do not reject: 0 lies outside exactly when `p` < 1 - level; `standardError` is
 * `welch`'s. For a statistic of one's own both are null with a reason.
 *
 * Limits are also null when there are too few values to reject anything at this level. With a group that is empty or has a value
 * that is not finite, and when the statistic is not finite, everything is. `RangeError` for `draws` or level out of range.
 *
 * Source: Fisher (1935); Pitman (1937). The two-sided convention is |T*| ≥ |T|, not twice the smaller tail.
 */
export function permutation(
  first: readonly number[],
  second: readonly number[],
  { seed, statistic, draws = DEFAULT_DRAWS, level = DEFAULT_LEVEL }: PermutationOptions,
): TwoSampleResult {
  checkLevel(level)
  checkInteger('draws', draws, 1)
  const sizes = [first.length, second.length] as const
  const n = first.length + second.length
  const unknown = (reason: string) => ({ ...unknownTest(null, n, level, 'permutation', reason), sizes })
  const unusable = whyUnusable(first) ?? whyUnusable(second)
  if (unusable !== null) return unknown(`a group is unusable: ${unusable}`)
  const count = countSubsets(n, first.length)
  const groupings = count <= EXACT_LIMIT ? { total: count, isExact: true, seed } : { total: draws, isExact: false, seed }
  const method = groupings.isExact ? 'permutation-exact' : 'permutation-monte-carlo'
  const shared = { level, method, n, sizes, df: null, draws: groupings.total }
  if (statistic === undefined) {
    const { value, standardError } = welch(first, second, level)
    const { p, error, low, high } = regroupMeans(first, second, groupings, level)
    const reason =
      low === null ? `${first.length} and ${second.length} values are too few to reject any shift at this level` : null
    return { ...shared, value, low, high, reason, statistic: value, p, standardError, monteCarloError: error }
  }
  const observed = statistic(first, second)
  if (!Number.isFinite(observed)) return unknown('the statistic is undefined on the data')
  const least = Math.abs(observed) * (1 - ROUNDING)
  const values = [...first, ...second]
  let hits = 0
  visit(n, first.length, groupings, chosen => {
    const members = new Set(chosen)
    const regrouped = statistic(
      values.filter((_, i) => members.has(i)),
      values.filter((_, i) => !members.has(i)),
    )
    // A grouping where it is undefined counts against the difference: the cautious side.
    if (!(Math.abs(regrouped) < least)) hits++
  })
  const { p, error } = arrangementP(hits, groupings.total, groupings.isExact)
  const limits = { low: null, high: null, reason: 'a statistic of your own has no interval here' }
  return { ...shared, value: observed, ...limits, statistic: observed, p, standardError: null, monteCarloError: error }
}

interface Groupings {
  readonly total: number
  readonly isExact: boolean
  readonly seed: string
}

function regroupMeans(first: readonly number[], second: readonly number[], groupings: Groupings, level: number): ShiftInterval {
  if (first.length > second.length) {
    // The smaller group is the cheaper one to choose.
    const { p, error, low, high } = regroupMeans(second, first, groupings, level)
    return { p, error, low: high && -high, high: low && -low }
  }
  const [n, size] = [first.length + second.length, first.length]
  const factor = 1 / size + 1 / second.length
  const centre = sum([...first, ...second]) / n
  const deviations = Float64Array.from([...first, ...second], value => value - centre)
  const statistics = new Float64Array(groupings.total)
  const slopes = new Float64Array(groupings.total)
  let grouping = 0
  visit(n, size, groupings, chosen => {
    let sumOfFirst = 0
    let moved = 0
    for (let i = 0; i < size; i++) {
      const index = chosen[i] ?? 0
      sumOfFirst += deviations[index] ?? 0
      if (index >= size) moved++
    }
    statistics[grouping] = sumOfFirst * factor
    slopes[grouping++] = 1 - moved * factor
  })
  const observed = sum(deviations.subarray(0, size)) * factor
  const { isExact } = groupings
  return invertShift(observed, { statistics, slopes, isExact }, level, ROUNDING * largestOf(Array.from(deviations)))
}

/** Calls `look` with the first group's indices in every grouping, or in as many random ones. */
function visit(n: number, size: number, { total, isExact, seed }: Groupings, look: (chosen: Int32Array) => void): void {
  if (isExact) return eachSubset(n, size, look)
  const random = createRandom(seed)
  const order = Int32Array.from({ length: n }, (_, i) => i)
  for (let draw = 0; draw < total; draw++) {
    drawSubset(order, size, random)
    look(order.subarray(0, size))
  }
}
