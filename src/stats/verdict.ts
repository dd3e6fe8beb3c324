// Turns the intervals of one procedure into better, worse, equivalent or inconclusive, against a margin where there is one.
import { checkLevel, DEFAULT_LEVEL } from './interval.ts'
import type { Interval } from './interval.ts'

/** What a comparison says of the candidate. */
export type Verdict = 'better' | 'worse' | 'equivalent' | 'inconclusive'

/** Which way is good, how much does not matter, and how sure to be. */
export interface VerdictOptions {
  /** Whether a higher or a lower value is the better one. */
  readonly better: 'higher' | 'lower'
  /** The largest difference that does not matter, in the unit of the data, positive; without one nothing is equivalent. */
  readonly margin?: number | undefined
  /** 1 - α; 0.95 by default. Both one-sided margin tests are at α, so their interval has level 1 - 2α. */
  readonly level?: number | undefined
}

/** A verdict and the intervals that it was read from. */
export interface VerdictResult {
  readonly verdict: Verdict
  /** Whether the interval at `level` leaves out 0; null when it is unknown. */
  readonly isDifferent: boolean | null
  /** Whether the candidate is worse by less than the margin; null without a margin and when unknown. What a gate asks for. */
  readonly isNonInferior: boolean | null
  /** Whether the difference is smaller than the margin either way; null without a margin and when unknown. */
  readonly isEquivalent: boolean | null
  readonly margin: number | null
  /** The interval at `level`, which shows a difference. */
  readonly interval: Interval
  /** The interval at 1 - 2α, which is held against the margin; null without one. */
  readonly marginInterval: Interval | null
  readonly level: number
  /** The method of the intervals. */
  readonly method: string
  /** Why something is null, or null. */
  readonly reason: string | null
}

/**
 * The verdict of `intervalAt`, which gives one procedure's interval of candidate - baseline at any confidence level.
 *
 * Equivalent if both limits at level 1 - 2α lie inside ±margin; else better or worse if the interval at level 1 - α leaves out 0;
 * else inconclusive. So a difference that is there but smaller than the margin is equivalent (`isDifferent` still tells), and what
 * is worse is never non-inferior, provided that the procedure's intervals are nested in their level.
 *
 * Limits on the margin or on 0 count as outside and inside respectively: they decide nothing. `RangeError` for a margin that is
 * not positive and finite, and for a level that is not above 0.5 and below 1.
 *
 * Source: Schuirmann, "A comparison of the two one-sided tests procedure", J. Pharmacokin. Biopharm. 15 (1987), and the same
 * interval's lower limit for non-inferiority.
 */
export function verdict(
  intervalAt: (level: number) => Interval,
  { better, margin, level = DEFAULT_LEVEL }: VerdictOptions,
): VerdictResult {
  checkLevel(level)
  if (level <= 0.5) throw new RangeError(`expected \`level\` to be above 0.5, got ${level}`)
  if (margin !== undefined && !(margin > 0 && margin < Infinity)) {
    throw new RangeError(`expected \`margin\` to be positive and finite, got ${margin}`)
  }
  const interval = intervalAt(level)
  const marginInterval = margin === undefined ? null : intervalAt(1 - 2 * (1 - level))
  const side = sideOfZero(interval)
  const within = margin === undefined || marginInterval === null ? null : againstMargin(marginInterval, margin, better)
  return {
    verdict: decide(side, within?.isEquivalent ?? false, better),
    isDifferent: side === null ? null : side !== 0,
    isNonInferior: within?.isNonInferior ?? null,
    isEquivalent: within?.isEquivalent ?? null,
    margin: margin ?? null,
    interval,
    marginInterval,
    level,
    method: interval.method,
    reason: interval.reason ?? marginInterval?.reason ?? null,
  }
}

function decide(side: -1 | 0 | 1 | null, isEquivalent: boolean, better: 'higher' | 'lower'): Verdict {
  if (isEquivalent) return 'equivalent'
  if (side === null || side === 0) return 'inconclusive'
  return side > 0 === (better === 'higher') ? 'better' : 'worse'
}

/** Where the interval lies: below 0, over it, or above; null when a limit is unknown. */
function sideOfZero({ low, high }: Interval): -1 | 0 | 1 | null {
  if (low === null || high === null) return null
  if (low > 0) return 1
  return high < 0 ? -1 : 0
}

function againstMargin({ low, high }: Interval, margin: number, better: 'higher' | 'lower') {
  if (low === null || high === null) return null
  const isAboveLower = low > -margin
  const isBelowUpper = high < margin
  return { isNonInferior: better === 'higher' ? isAboveLower : isBelowUpper, isEquivalent: isAboveLower && isBelowUpper }
}
