// The binomial distribution: how many of n independent yes/no trials succeed, the base of exact tests and quantile intervals.
import { regularizedBetaAbove } from './special.ts'

/**
 * The probability of at most `k` successes in `n` independent trials that each succeed with probability `p`.
 *
 * `k` may be any number (below 0 gives 0, fractions count as the integer below); `n` is an integer from 0, `p` lies in [0, 1];
 * `RangeError` otherwise. About 1e-12 relative for n up to 1e7, the lower tail included, in a time that grows with √n: a sum of
 * n terms was rejected as slow and, in logarithms, inexact.
 *
 * Source: P(X ≤ k) = 1 - I_p(k + 1, n - k), Abramowitz and Stegun 26.5.24.
 */
export function binomialCdf(k: number, n: number, p: number): number {
  if (Number.isNaN(k)) throw new RangeError('expected `k` to be a number, got NaN')
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`expected \`n\` to be an integer from 0, got ${n}`)
  if (!(p >= 0 && p <= 1)) throw new RangeError(`expected \`p\` to be between 0 and 1, got ${p}`)
  const successes = Math.floor(k)
  if (successes < 0) return 0
  if (successes >= n) return 1
  return regularizedBetaAbove(p, successes + 1, n - successes)
}
