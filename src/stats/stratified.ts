// The score of a suite of tasks: a weighted mean of the tasks' means, whose error bar has the same weights.
import { checkLevel, DEFAULT_LEVEL, unknownInterval, upperProbability } from './interval.ts'
import { checkPaired, whyUnusable } from './check.ts'
import { meanInterval } from './mean.ts'
import type { MeanInterval } from './mean.ts'
import { studentQuantile } from './student.ts'
import { sum } from './sum.ts'

/** How tasks are weighted, and the level. */
export interface StratifiedOptions {
  /**
   * `macro` weights every stratum alike, `micro` by its number of values; numbers from 0, one a stratum, are divided by their sum.
   */
  readonly weights: 'macro' | 'micro' | readonly number[]
  /** The confidence level; 0.95 by default. */
  readonly level?: number | undefined
}

/** A weighted mean of strata. */
export interface StratifiedMean extends MeanInterval {
  /** How many values, over all strata. */
  readonly n: number
  /** How many strata. */
  readonly strata: number
  /** How many of them have equal values: they add nothing to the standard error, which is then too small. */
  readonly constantStrata: number
  /** Satterthwaite's degrees of freedom, a fraction; null without a standard error. */
  readonly df: number | null
}

/**
 * The weighted mean Σ w · mean over `strata`, one list of values a stratum, with the standard error √(Σ w² SE²) and t limits on
 * Satterthwaite's degrees of freedom. For 0/1 values SE² is p (1 - p)/(n - 1).
 *
 * The limits may leave the metric's range. Limits and standard error are null with a reason when a stratum with a weight has one
 * value, and when all of them are constant; `value` too when one is empty or holds a value that is not finite. `RangeError` for
 * weights that are negative, all 0 or not one a stratum, and for a level outside 0 to 1.
 *
 * Source: Cochran, "Sampling techniques" (1977), chapter 5; Satterthwaite, Biometrics Bulletin 2 (1946).
 */
export function stratifiedMean(
  strata: readonly (readonly number[])[],
  { weights, level = DEFAULT_LEVEL }: StratifiedOptions,
): StratifiedMean {
  checkLevel(level)
  const shares = sharesOf(strata, weights)
  const method = `t-stratified-${typeof weights === 'string' ? weights : 'weighted'}`
  const used = strata.flatMap((values, i) => (shares[i] ? [{ share: shares[i], values, ...meanInterval(values) }] : []))
  const constant = used.filter(({ values }) => values.length > 1 && values.every(value => value === values[0]))
  const n = strata.reduce((total, values) => total + values.length, 0)
  const counts = { n, strata: strata.length, constantStrata: constant.length }
  const unknown = (value: number | null, reason: string): StratifiedMean => ({
    ...unknownInterval(value, level, method, reason),
    standardError: null,
    df: null,
    ...counts,
  })
  if (used.length === 0) return unknown(null, 'there are no strata')
  const unusable = used.map(({ values }) => whyUnusable(values)).find(reason => reason !== null)
  if (unusable !== undefined) return unknown(null, `a stratum is unusable: ${unusable}`)
  const value = sum(used.map(({ share, value }) => share * (value ?? 0)))
  if (used.some(({ values }) => values.length === 1)) return unknown(value, 'a stratum of one value does not show a spread')
  if (constant.length === used.length) return unknown(value, 'all values of a stratum are equal, in every one')
  const parts = used.map(({ share, standardError, values }) => ({
    variance: (share * (standardError ?? 0)) ** 2,
    df: values.length - 1,
  }))
  const variance = sum(parts.map(part => part.variance))
  const df = variance ** 2 / sum(parts.map(part => part.variance ** 2 / part.df))
  const half = studentQuantile(upperProbability(level), df) * Math.sqrt(variance)
  const limits = { value, low: value - half, high: value + half, level, method, reason: null }
  return { ...limits, standardError: Math.sqrt(variance), df, ...counts }
}

/** Weights that add up to 1; none where there is nothing to weight. */
function sharesOf(strata: readonly (readonly number[])[], weights: StratifiedOptions['weights']): readonly number[] {
  if (weights === 'macro') return strata.map(() => 1 / strata.length)
  const given = weights === 'micro' ? strata.map(values => values.length) : weights
  checkPaired('weights', given, strata.length)
  const total = sum(given)
  const isUsable = given.every(weight => weight >= 0 && weight < Infinity) && (total > 0 || weights === 'micro')
  if (!isUsable) throw new RangeError('expected `weights` to be finite numbers from 0, not all 0')
  return given.map(weight => weight / total)
}
