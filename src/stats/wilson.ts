// Wilson's score interval for a pass rate: the default for right-or-wrong items, because it keeps its promise at small n.
import { checkLevel, DEFAULT_LEVEL, unknownInterval, upperProbability } from './interval.ts'
import type { Interval } from './interval.ts'
import { normalQuantile } from './normal.ts'

const METHOD = 'wilson'

/**
 * The pass rate `successes / n` and its Wilson score interval, always inside [0, 1] and never empty. `level` is 0.95 by default.
 *
 * Both counts may be fractions, as an effective sample size is. With `n` = 0 everything is null. `RangeError` for a negative or
 * infinite count, for more successes than `n`, and for a level outside 0 to 1.
 *
 * Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927). Mean ± 1.96 SE was
 * rejected: at n = 20 and a true rate of 0.95 it covers 64 % instead of 95 %.
 */
export function wilsonInterval(successes: number, n: number, level: number = DEFAULT_LEVEL): Interval {
  checkLevel(level)
  if (!(n >= 0 && n < Infinity)) throw new RangeError(`expected \`n\` to be a finite number from 0, got ${n}`)
  if (!(successes >= 0 && successes <= n))
    throw new RangeError(`expected \`successes\` to be between 0 and ${n}, got ${successes}`)
  if (n === 0) return unknownInterval(null, level, METHOD, 'there are no items')
  const z = normalQuantile(upperProbability(level))
  return { value: successes / n, ...wilsonLimits(successes, n, z), level, method: METHOD, reason: null }
}

/** The limits `z` standard errors away, for `successes` of `n` > 0. */
export function wilsonLimits(successes: number, n: number, z: number): { readonly low: number; readonly high: number } {
  const failures = n - successes
  // The rarer outcome is the one whose limits keep all their digits.
  if (successes <= failures) return limitsOfRare(successes / n, n, z)
  const mirrored = limitsOfRare(failures / n, n, z)
  return { low: 1 - mirrored.high, high: 1 - mirrored.low }
}

/** Limits for a rate of at most 1/2. */
function limitsOfRare(rate: number, n: number, z: number): { readonly low: number; readonly high: number } {
  const share = (z * z) / n
  const root = z * Math.sqrt((rate * (1 - rate) + share / 4) / n)
  const high = (rate + share / 2 + root) / (1 + share)
  // centre - half, written as a quotient: exactly 0 at rate 0, where the difference would leave 1e-18 of either sign.
  const low = (rate * rate) / (rate + share / 2 + root)
  return { low, high }
}
