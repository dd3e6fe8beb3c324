// Student's t distribution: how much wider an interval must be when the spread itself was estimated from few values.
import { normalQuantile } from './normal.ts'
import { betaPower, regularizedBeta, regularizedBetaAbove } from './special.ts'

/** Newton's method needs 4 to 8 steps; more only when `df` is far below 1. */
const MAX_STEPS = 100

/** The square of a larger t is not a double. */
const MAX_T = 1e150

/**
 * The probability that a t variable with `df` degrees of freedom is at most `t`; about 1e-13 relative, the lower tail included.
 * `df` is any positive finite number, also a fraction; `RangeError` otherwise.
 *
 * Source: Abramowitz and Stegun 26.7.1 and 26.5.27, through the incomplete beta function.
 */
export function studentCdf(t: number, df: number): number {
  checkDegrees(df)
  if (Number.isNaN(t)) return Number.NaN
  if (t < 0) return upperTail(-t, df)
  // The smaller of the two is the accurate one; the other is its complement.
  return t * t < df ? 0.5 + centralHalf(t, df) : 1 - upperTail(t, df)
}

/**
 * The `t` below which a t variable with `df` degrees of freedom falls with probability `p`; about 1e-13 relative.
 * `p` = 0 and 1 give the infinities, and so do quantiles beyond 1e150; `RangeError` for `p` outside [0, 1] and for `df` not
 * positive and finite.
 *
 * Newton's method on the logarithm of both axes, where a tail is almost a straight line and the curve bends one way only, so
 * that it converges from any start.
 */
export function studentQuantile(p: number, df: number): number {
  checkDegrees(df)
  if (!(p >= 0 && p <= 1)) throw new RangeError(`expected \`p\` to be between 0 and 1, got ${p}`)
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  if (p === 0.5) return 0
  return p < 0.5 ? -positiveQuantile(p, 0.5 - p, df) : positiveQuantile(1 - p, p - 0.5, df)
}

/** The positive t with probability `tail` above it and `centre` between 0 and it. */
function positiveQuantile(tail: number, centre: number, df: number): number {
  const isCentral = centre < 0.25
  let t = Math.abs(normalQuantile(tail))
  for (let step = 0; step < MAX_STEPS; step++) {
    const probability = isCentral ? centralHalf(t, df) : upperTail(t, df)
    const logError = Math.log(probability / (isCentral ? centre : tail))
    const change = (logError * probability) / (isCentral ? -scaledDensity(t, df) : scaledDensity(t, df))
    t = Math.min(t * Math.exp(change), MAX_T)
    if (Math.abs(change) < 4 * Number.EPSILON) break
  }
  return t < MAX_T ? t : Infinity
}

/** P(T > t) for t ≥ 0. */
function upperTail(t: number, df: number): number {
  const square = t * t
  if (square < df) return regularizedBetaAbove(square / (df + square), 0.5, df / 2) / 2
  return square === Infinity ? 0 : regularizedBeta(df / (df + square), df / 2, 0.5) / 2
}

/** P(0 < T ≤ t) for t ≥ 0. */
function centralHalf(t: number, df: number): number {
  const square = t * t
  if (square < df) return regularizedBeta(square / (df + square), 0.5, df / 2) / 2
  return regularizedBetaAbove(df / (df + square), df / 2, 0.5) / 2
}

/** t times the density at t. */
function scaledDensity(t: number, df: number): number {
  const square = t * t
  return square < df ? betaPower(square / (df + square), 0.5, df / 2) : betaPower(df / (df + square), df / 2, 0.5)
}

function checkDegrees(df: number): void {
  if (!(df > 0 && df < Infinity)) throw new RangeError(`expected \`df\` to be positive and finite, got ${df}`)
}
