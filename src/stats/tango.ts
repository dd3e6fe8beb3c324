// Tango's score test of two pass rates on the same items: p-value, interval and margin tests from one statistic, so they agree.
import { checkInteger } from './check.ts'
import { checkLevel, DEFAULT_LEVEL, upperProbability } from './interval.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { analyticTest, unknownTest } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/** The difference that `p` tests, and the level. */
export interface TangoOptions {
  /** The difference under the null hypothesis, between -1 and 1; 0 by default. */
  readonly difference?: number | undefined
  /** The confidence level; 0.95 by default. */
  readonly level?: number | undefined
}

/** One-sided tests of a difference against a margin on either side of 0. */
export interface MarginTests {
  readonly n: number
  readonly margin: number
  readonly method: string
  /** The p-value of "above -margin", so of non-inferiority where higher is better; null without items. */
  readonly aboveMinus: number | null
  /** The p-value of "below +margin". */
  readonly belowPlus: number | null
  /** The p-value of "inside ±margin", so of equivalence: the larger of the two. */
  readonly inside: number | null
}

const METHOD = 'tango-score'

/** Halvings of an interval until a limit is known to the last digit. */
const STEPS = 60

/**
 * The difference of pass rates (b - c)/n over `n` items, of which `b` only the first run passes and `c` only the second, with
 * Tango's score test against `difference` and his interval.
 *
 * The limits are the differences at which the statistic is ±z: always inside [-1, 1], not empty when b = c = 0, and without
 * `difference` exactly when `p` < 1 - level. Against 0 the statistic is McNemar's (b - c)/√(b + c), and 0 when no item differs. The
 * standard error depends on the difference tested, so that none is given.
 *
 * With `n` = 0 everything is null. `RangeError` for counts that are not integers from 0, for b + c above n, for a difference not
 * inside (-1, 1), and for a level outside 0 to 1.
 *
 * Source: Tango, "Equivalence test and confidence interval for the difference in proportions for the paired-sample design",
 * Statistics in Medicine 17 (1998).
 */
export function tangoScore(
  b: number,
  c: number,
  n: number,
  { difference = 0, level = DEFAULT_LEVEL }: TangoOptions = {},
): TestResult {
  checkLevel(level)
  checkDiscordant(b, c, n)
  if (!(Math.abs(difference) < 1)) throw new RangeError(`expected \`difference\` to be between -1 and 1, got ${difference}`)
  if (n === 0) return unknownTest(null, n, level, METHOD, 'there are no items')
  const z = normalQuantile(upperProbability(level))
  const statistic = scoreOf(b, c, n, difference)
  const limits = { value: (b - c) / n, low: -upperLimit(c, b, n, z), high: upperLimit(b, c, n, z), level }
  const p = Math.min(1, 2 * normalCdf(-Math.abs(statistic)))
  return analyticTest({ ...limits, method: METHOD, reason: null, n, statistic, p })
}

/**
 * Tango's one-sided tests that the difference of `tangoScore` lies above -`margin`, below +`margin`, and between. `margin` is a
 * difference of rates between 0 and 1. Each p-value is below α exactly when the limit of the interval at level 1 - 2α is inside.
 * `RangeError` as there, and for a margin out of range.
 */
export function tangoMargins(b: number, c: number, n: number, margin: number): MarginTests {
  checkDiscordant(b, c, n)
  if (!(margin > 0 && margin < 1)) throw new RangeError(`expected \`margin\` to be between 0 and 1, got ${margin}`)
  if (n === 0) return { n, margin, method: METHOD, aboveMinus: null, belowPlus: null, inside: null }
  const aboveMinus = normalCdf(-scoreOf(b, c, n, -margin))
  const belowPlus = normalCdf(scoreOf(b, c, n, margin))
  return { n, margin, method: METHOD, aboveMinus, belowPlus, inside: Math.max(aboveMinus, belowPlus) }
}

/** Throws `RangeError` unless `b` and `c` are counts of different ones among `n` items. */
export function checkDiscordant(b: number, c: number, n: number): void {
  checkInteger('b', b)
  checkInteger('c', c)
  checkInteger('n', n)
  if (b + c > n) throw new RangeError(`expected \`b\` + \`c\` to be at most \`n\` (${n}), got ${b + c}`)
}

/** T(δ): it falls as δ grows, and T(b, c, δ) = -T(c, b, -δ) to the last digit. */
function scoreOf(b: number, c: number, n: number, difference: number): number {
  if (difference < 0) return -scoreOf(c, b, n, -difference)
  const distance = b - c - n * difference
  if (distance === 0) return 0
  const linear = (2 * n - b + c) * difference - b - c
  const constant = c * difference * (1 - difference)
  const root = Math.sqrt(linear * linear + 8 * n * constant)
  // The likelihood's estimate of c's rate at this difference, in the form of the quadratic's root that subtracts nothing.
  const rate = linear > 0 ? (2 * constant) / (linear + root) : (root - linear) / (4 * n)
  return distance / Math.sqrt(n * (2 * rate + difference * (1 - difference)))
}

/** The difference from (b - c)/n up at which the statistic is -z. */
function upperLimit(b: number, c: number, n: number, z: number): number {
  let from = (b - c) / n
  let to = 1
  if (from === 1) return 1
  for (let step = 0; step < STEPS; step++) {
    const middle = (from + to) / 2
    if (scoreOf(b, c, n, middle) > -z) from = middle
    else to = middle
  }
  return from
}
