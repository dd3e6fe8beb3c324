// Clopper and Pearson's interval for a pass rate: the one for gates, because it never covers less often than it says.
import { betaQuantile } from './beta.ts'
import { checkSuccesses } from './check.ts'
import { checkLevel, DEFAULT_LEVEL, unknownInterval } from './interval.ts'
import type { Interval } from './interval.ts'

/** A pass rate with its interval. */
export interface RateInterval extends Interval {
  /** How many items. */
  readonly n: number
}

/** The level, and which of the two limits is asked for. */
export interface ClopperPearsonOptions {
  /** The confidence level; 0.95 by default. */
  readonly level?: number | undefined
  /** `both` by default; `lower` or `upper` spend the whole error on that limit, and leave the other at 1 or 0. */
  readonly side?: 'both' | 'lower' | 'upper' | undefined
}

/**
 * The pass rate `successes / n` and its exact interval: the rates that a binomial test at (1 - level)/2 on each side does not
 * reject. It is wider than Wilson's, and covers at least `level` at every n and every rate.
 *
 * Counts are integers; with `n` = 0 everything is null. `RangeError` for other counts, for more successes than `n`, and for a level
 * outside 0 to 1. Some 0.1 ms.
 *
 * Source: Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26
 * (1934).
 */
export function clopperPearson(
  successes: number,
  n: number,
  { level = DEFAULT_LEVEL, side = 'both' }: ClopperPearsonOptions = {},
): RateInterval {
  checkLevel(level)
  checkSuccesses(successes, n)
  const method = side === 'both' ? 'clopper-pearson' : `clopper-pearson-${side}`
  if (n === 0) return { ...unknownInterval(null, level, method, 'there are no items'), n }
  const tail = side === 'both' ? (1 - level) / 2 : 1 - level
  const hasLow = side !== 'upper' && successes > 0
  const hasHigh = side !== 'lower' && successes < n
  const low = hasLow ? betaQuantile(tail, successes, n - successes + 1) : 0
  const high = hasHigh ? betaQuantile(1 - tail, successes + 1, n - successes) : 1
  return { value: successes / n, low, high, level, method, reason: null, n }
}
