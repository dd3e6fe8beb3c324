// The quantiles of the beta distribution: what Clopper-Pearson's limits and the posterior of a pass rate are made of.
import { regularizedBeta, regularizedBetaAbove } from './special.ts'

/** The logit of the smallest positive double is -745. */
const LARGEST_LOGIT = 745

/** Halvings of the logit until it is known to 1e-14. */
const STEPS = 57

/**
 * The `x` below which a Beta(a, b) variable falls with probability `p`; about 1e-12 relative, small quantiles included.
 * `p` = 0 gives 0 and 1 gives 1; `RangeError` for `p` outside [0, 1] and for `a` or `b` not positive and finite.
 *
 * Bisection on the logit, where both ends of [0, 1] have room: Newton's method was rejected, as it leaves the interval for small
 * `a` or `b`.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`expected \`p\` to be between 0 and 1, got ${p}`)
  const isAtMost = (x: number) => (p <= 0.5 ? regularizedBeta(x, a, b) <= p : regularizedBetaAbove(x, a, b) >= 1 - p)
  // Checks `a` and `b` for the ends, too.
  const isLow = isAtMost(0.5)
  if (p === 0 || p === 1) return p
  let low = isLow ? 0 : -LARGEST_LOGIT
  let high = isLow ? LARGEST_LOGIT : 0
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2
    if (isAtMost(logistic(middle))) low = middle
    else high = middle
  }
  return logistic((low + high) / 2)
}

function logistic(y: number): number {
  return 1 / (1 + Math.exp(-y))
}
