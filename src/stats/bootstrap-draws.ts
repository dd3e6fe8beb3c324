// From the values that a statistic takes over resamples to its interval, and the cases in which there is none.
import { bcaLevels, percentileLevels } from './bca.ts'
import { unknownInterval } from './interval.ts'
import type { Interval } from './interval.ts'
import { standardDeviation } from './mean.ts'
import { quantileLinear } from './quantile.ts'

/** An interval from resampling rows or clusters of rows. */
export interface BootstrapResult extends Interval {
  /** How many rows. */
  readonly n: number
  /** How many units were resampled whole: clusters, or rows without them. */
  readonly clusters: number
  /** The standard deviation of the statistic over resamples, in its own unit; null with `reason` when unknown, never 0. */
  readonly standardError: number | null
  /** How many resamples were made: all there are if `method` ends in `-exact`, 0 when refused before drawing. */
  readonly draws: number
  /** How many of them were left out because the statistic was undefined there. */
  readonly dropped: number
  /** BCa's z0; null for percentiles and without limits. */
  readonly biasCorrection: number | null
  /** BCa's a; null for percentiles and without limits. */
  readonly acceleration: number | null
  /**
   * The standard deviation over seeds of the limit that varies more; null where nothing was drawn at random, and where the draws
   * around the limits agree.
   */
  readonly monteCarloError: number | null
}

/** What was resampled, and how. */
export interface Resampled {
  readonly value: number | null
  readonly n: number
  readonly clusters: number
  /** The finite values over resamples, in any order; sorted in place. */
  readonly drawn: Float64Array
  /** How many resamples were made. */
  readonly draws: number
  readonly isExact: boolean
  /** The values with each unit left out; asked for BCa only. */
  readonly jackknife: () => readonly (number | null)[]
}

/** Draws that differ by less than this, relatively, are equal but for the rounding of the statistic itself. */
const ROUNDING = 1e-12

/** With a larger share of undefined draws the limits, which are quantiles of the rest, would answer a different question. */
const MAX_DROPPED_SHARE = 0.05

/** The interval of a statistic from its values over resamples; see `bootstrap`. */
export function bootstrapInterval(resampled: Resampled, kind: 'bca' | 'percentile', level: number): BootstrapResult {
  const { value, n, clusters, draws, isExact } = resampled
  const drawn = resampled.drawn.sort()
  const method = `bootstrap-${kind}${isExact ? '-exact' : ''}`
  const dropped = draws - drawn.length
  const counts = { n, clusters, draws, dropped }
  const unknown = (reason: string): BootstrapResult => ({
    ...unknownInterval(value, level, method, reason),
    standardError: null,
    ...counts,
    biasCorrection: null,
    acceleration: null,
    monteCarloError: null,
  })
  if (clusters === 0) return unknown('there are no rows')
  if (value === null) return unknown('the statistic is undefined on the data')
  if (clusters === 1) return unknown('one cluster cannot be resampled')
  const why = whyNoSpread(drawn, draws)
  if (why !== null) return unknown(why)
  const levels = kind === 'bca' ? bcaLevels(drawn, value, resampled.jackknife(), level) : percentileLevels(level)
  const standardError = spreadOf(drawn, isExact)
  if ('reason' in levels) return { ...unknown(levels.reason), standardError }
  const low = quantileLinear(drawn, levels.low)
  const high = quantileLinear(drawn, levels.high)
  const errors = [wobble(drawn, levels.low), wobble(drawn, levels.high)]
  const { biasCorrection, acceleration } = levels
  const corrections = { biasCorrection, acceleration, monteCarloError: isExact ? null : Math.max(...errors) || null }
  return { value, low, high, level, method, reason: null, standardError, ...counts, ...corrections }
}

/** Why `drawn`, the finite values of `draws` resamples in ascending order, show no spread; null when they do. */
export function whyNoSpread(drawn: Float64Array, draws: number): string | null {
  const dropped = draws - drawn.length
  if (dropped > draws * MAX_DROPPED_SHARE) return `the statistic is undefined in ${dropped} of ${draws} draws`
  const [lowest = 0, highest = 0] = [drawn.at(0), drawn.at(-1)]
  const isConstant = highest - lowest <= ROUNDING * Math.max(Math.abs(lowest), Math.abs(highest))
  return isConstant ? 'all draws gave the same value, so the spread is unknown' : null
}

/** Of all resamples the divisor is their number; divided by √draws as well, it would shrink as draws grow. */
function spreadOf(drawn: Float64Array, isExact: boolean): number | null {
  const deviation = standardDeviation(Array.from(drawn))
  return deviation === null || !isExact ? deviation : deviation * Math.sqrt((drawn.length - 1) / drawn.length)
}

/** The standard deviation over seeds of a quantile of draws: half the way between the levels one deviation below and above. */
function wobble(drawn: Float64Array, level: number): number {
  const error = Math.sqrt((level * (1 - level)) / drawn.length)
  const [below, above] = [Math.max(0, level - error), Math.min(1, level + error)]
  return ((quantileLinear(drawn, above) ?? 0) - (quantileLinear(drawn, below) ?? 0)) / 2
}
