// The mean of independent scores with Student's t interval: the default for scores that are not pass or fail.
import { whyUnusable } from './check.ts'
import { checkLevel, DEFAULT_LEVEL, unknownInterval, upperProbability } from './interval.ts'
import type { Interval } from './interval.ts'
import { studentQuantile } from './student.ts'
import { sum } from './sum.ts'

/** A mean with its t interval. */
export interface MeanInterval extends Interval {
  /** The standard deviation of the mean, s/√n, in the unit of the data; null with `reason` when unknown, never 0. */
  readonly standardError: number | null
}

const METHOD = 't'

/**
 * The mean of `values` and its t interval, mean ± t · s/√n, with n - 1 degrees of freedom. `level` is 0.95 by default.
 *
 * The limits may leave the range of a bounded metric. Without values, or when one is not finite, `value` is null; for one value
 * or for equal values it stays, and the limits and the standard error are null. `RangeError` for a level outside 0 to 1.
 *
 * Source: Student, "The probable error of a mean", Biometrika 6 (1908); variance in two passes with divisor n - 1.
 */
export function meanInterval(values: readonly number[], level: number = DEFAULT_LEVEL): MeanInterval {
  checkLevel(level)
  const n = values.length
  const unknown = (value: number | null, reason: string): MeanInterval => ({
    ...unknownInterval(value, level, METHOD, reason),
    standardError: null,
  })
  const unusable = whyUnusable(values)
  if (unusable !== null) return unknown(null, unusable)
  const [first = 0] = values
  const deviation = standardDeviation(values)
  if (deviation === null) return unknown(first, 'one value does not show a spread')
  // Compared as values, because the rounded mean of equal values may differ from them and fake a spread of 1e-17.
  if (values.every(value => value === first)) return unknown(first, `all ${n} values are equal, so the spread is unknown`)
  const mean = sum(values) / n
  const standardError = deviation / Math.sqrt(n)
  const half = studentQuantile(upperProbability(level), n - 1) * standardError
  if (!(half > 0 && half < Infinity)) {
    return unknown(Number.isFinite(mean) ? mean : null, 'the spread is beyond the range of a double')
  }
  return { value: mean, low: mean - half, high: mean + half, level, method: METHOD, reason: null, standardError }
}

/**
 * The sample standard deviation of finite `values`, in their unit: divisor n - 1. Null under two values; 0 only for equal ones or a
 * spread below the smallest double.
 */
export function standardDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null
  const mean = sum(values) / values.length
  const largest = values.reduce((size, value) => Math.max(size, Math.abs(value - mean)), 0)
  if (largest === 0) return 0
  // Scaled to 1, so that squares neither overflow nor vanish.
  const deviations = values.map(value => (value - mean) / largest)
  const squares = sum(deviations.map(deviation => deviation * deviation))
  // What rounding left of the mean: exactly 0 in theory.
  const drift = sum(deviations) ** 2 / values.length
  return largest * Math.sqrt((squares - drift) / (values.length - 1))
}
