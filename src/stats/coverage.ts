// How often an interval of a pass rate contains the truth, computed exactly from all possible outcomes.
import { checkInteger } from './check.ts'
import { betaPower } from './special.ts'
import { sum } from './sum.ts'

/** The limits that a procedure gives; null means that it gives none. */
export interface Limits {
  readonly low: number | null
  readonly high: number | null
}

/**
 * The probability that the interval of k successes among `n` independent items contains the true rate: Σ over k of
 * P(k; n, rate) · [low(k) ≤ rate ≤ high(k)]. Unknown limits contain nothing, so the nominal level is reached by knowing, too.
 *
 * `interval` is called once for each k from 0 to `n`, an integer from 1; `rate` lies between 0 and 1, both excluded. `RangeError`
 * otherwise.
 *
 * Source: Brown, Cai and DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16 (2001).
 */
export function coverage(n: number, rate: number, interval: (successes: number, n: number) => Limits): number {
  checkInteger('n', n, 1)
  if (!(rate > 0 && rate < 1)) throw new RangeError(`expected \`rate\` to be between 0 and 1, got ${rate}`)
  const covered: number[] = []
  for (let k = 0; k <= n; k++) {
    const { low, high } = interval(k, n)
    if (low !== null && high !== null && low <= rate && rate <= high) covered.push(binomialProbability(k, n, rate))
  }
  return Math.min(1, sum(covered))
}

/** P(X = k) for k of `n` successes: the Beta(k + 1, n - k + 1) density divided by n + 1. */
function binomialProbability(k: number, n: number, rate: number): number {
  return betaPower(rate, k + 1, n - k + 1) / (rate * (1 - rate) * (n + 1))
}
