// How often the exact McNemar test finds a difference between two pass rates on the same items, computed without approximation.
import { checkInteger } from './check.ts'
import { binomialCdf } from './binomial.ts'
import { checkLevel, DEFAULT_LEVEL } from './interval.ts'
import { sum } from './sum.ts'

/** The shares of items on which the sides differ, and how many items there are. */
export interface McNemarDesign {
  /** How many items both sides run, an integer from 1; a thousand take a few milliseconds. */
  readonly n: number
  /** The share of items that only the first side passes. */
  readonly onlyFirst: number
  /** The share of items that only the second side passes. */
  readonly onlySecond: number
}

/** The power of a design. */
export interface McNemarPower extends McNemarDesign {
  /** The probability that the two-sided exact test gives p ≤ 1 - `level`. */
  readonly power: number
  readonly level: number
  readonly method: 'mcnemar-exact'
}

/**
 * The power of the two-sided exact McNemar test: the sum, over how many items the sides differ on and how many of these the first
 * side passes, of the probabilities of the outcomes with p ≤ 1 - `level`, 0.95 by default.
 *
 * When both shares are equal this is the test's true size, at most 1 - `level`. `RangeError` for an `n` that is not an integer from
 * 1, for shares below 0 or together above 1, and for a level outside 0 to 1.
 *
 * Source: Duffy, "Asymptotic and exact power for the McNemar test", Biometrics 40 (1984).
 */
export function mcnemarPower({ n, onlyFirst, onlySecond }: McNemarDesign, level: number = DEFAULT_LEVEL): McNemarPower {
  checkLevel(level)
  checkInteger('n', n, 1)
  const discordant = onlyFirst + onlySecond
  if (!(onlyFirst >= 0 && onlySecond >= 0 && discordant <= 1)) {
    throw new RangeError(`expected shares to be from 0 and together at most 1, got ${onlyFirst} and ${onlySecond}`)
  }
  const alpha = (1 - level) * (1 + ROUNDING)
  const share = discordant === 0 ? 0.5 : onlyFirst / discordant
  const terms = Array.from({ length: n + 1 }, (_, count) => {
    const largest = largestRejected(count, alpha)
    if (largest === null) return 0
    const rejected = binomialCdf(largest, count, share) + binomialCdf(largest, count, 1 - share)
    return (binomialCdf(count, n, discordant) - binomialCdf(count - 1, n, discordant)) * rejected
  })
  return { n, onlyFirst, onlySecond, power: sum(terms), level, method: 'mcnemar-exact' }
}

/** A p value of exactly α, as 2 (1/2)^6 can be, rejects although rounding may show it larger. */
const ROUNDING = 1e-12

/** The largest smaller count among `discordant` items that the test rejects; null when it rejects none. */
function largestRejected(discordant: number, alpha: number): number | null {
  let from = 0
  let to = Math.floor((discordant + 1) / 2)
  // The smaller counts are rejected, up to a limit; at an even split p is 1, whatever twice the tail says.
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if (2 * binomialCdf(middle, discordant, 0.5) <= alpha) from = middle + 1
    else to = middle
  }
  return from === 0 ? null : from - 1
}
