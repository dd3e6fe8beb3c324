// The percentile bootstrap over whole clusters: an interval for any statistic, such as a median, an F1 or a ratio.
import { checkLevel, DEFAULT_LEVEL, unknownInterval, upperProbability } from './interval.ts'
import type { Interval } from './interval.ts'
import { standardDeviation } from './mean.ts'
import { quantileLinear } from './quantile.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'

/** The seed, the number of draws and the level. */
export interface BootstrapOptions {
  /** The same seed gives the same interval: make it a digest of the question and the rows, never of the time. */
  readonly seed: string
  /** How many times to resample, an integer from 2; 10,000 by default, where the limits still wobble by 1 % of the width. */
  readonly draws?: number | undefined
  /** The confidence level; 0.95 by default. */
  readonly level?: number | undefined
}

/** An interval from resampling. */
export interface BootstrapInterval extends Interval {
  /** The standard deviation of the statistic over the draws, in its own unit; null with `reason` when unknown, never 0. */
  readonly standardError: number | null
  /** How many resamples were asked for: 0 when refused before drawing. */
  readonly draws: number
  /** How many of them were left out because the statistic was undefined there. */
  readonly dropped: number
}

const METHOD = 'bootstrap-percentile'

/** Draws that differ by less than this, relatively, are equal but for the rounding of the statistic itself. */
const ROUNDING = 1e-12

/** With a larger share of undefined draws the limits, which are quantiles of the rest, would answer a different question. */
const MAX_DROPPED_SHARE = 0.05

/**
 * The statistic of the data and its percentile bootstrap interval: type-7 quantiles of the statistic over resamples.
 *
 * `clusters` is how many clusters the data has (the number of rows if these are independent). `statistic` gets the indices from 0
 * of the chosen clusters, as many as there are clusters, some repeated and some absent, and returns a number; null, `NaN` and the
 * infinities mean that it is undefined there. It is called once with all clusters in order, for `value`, then once a draw.
 *
 * Limits and standard error are null with a reason under 2 clusters, when the statistic is undefined on the data or on over 5 % of
 * the draws, and when all draws agree. `RangeError` for a count, `draws` or level that is out of range.
 *
 * Source: Efron and Tibshirani, "An introduction to the bootstrap" (1993), chapters 6 and 13.
 */
export function clusterBootstrap(
  clusters: number,
  statistic: (chosen: readonly number[]) => number | null,
  { seed, draws = 10_000, level = DEFAULT_LEVEL }: BootstrapOptions,
): BootstrapInterval {
  checkLevel(level)
  if (!Number.isSafeInteger(clusters) || clusters < 0) {
    throw new RangeError(`expected \`clusters\` to be an integer from 0, got ${clusters}`)
  }
  if (!Number.isSafeInteger(draws) || draws < 2) throw new RangeError(`expected \`draws\` to be an integer from 2, got ${draws}`)
  const value = clusters === 0 ? null : finite(statistic([...Array(clusters).keys()]))
  const unknown = (reason: string, made = 0, dropped = 0): BootstrapInterval => ({
    ...unknownInterval(value, level, METHOD, reason),
    standardError: null,
    draws: made,
    dropped,
  })
  if (clusters === 0) return unknown('there are no clusters')
  if (value === null) return unknown('the statistic is undefined on the data')
  if (clusters === 1) return unknown('one cluster cannot be resampled')
  const drawn = drawValues(clusters, statistic, draws, createRandom(seed))
  const dropped = draws - drawn.length
  if (dropped > draws * MAX_DROPPED_SHARE)
    return unknown(`the statistic is undefined in ${dropped} of ${draws} draws`, draws, dropped)
  if (isConstant(drawn)) return unknown('all draws gave the same value, so the spread is unknown', draws, dropped)
  // Divided by √draws as well, it would shrink as draws grow and measure only their own noise.
  const standardError = standardDeviation(Array.from(drawn))
  const low = quantileLinear(drawn, 1 - upperProbability(level))
  const high = quantileLinear(drawn, upperProbability(level))
  return { value, low, high, level, method: METHOD, reason: null, standardError, draws, dropped }
}

/** The statistic's finite values over the draws, ascending. */
function drawValues(
  clusters: number,
  statistic: (chosen: readonly number[]) => number | null,
  draws: number,
  random: Random,
): Float64Array {
  const values = new Float64Array(draws)
  let kept = 0
  for (let draw = 0; draw < draws; draw++) {
    const drawn = finite(statistic(Array.from({ length: clusters }, () => random.index(clusters))))
    if (drawn !== null) values[kept++] = drawn
  }
  return values.subarray(0, kept).sort()
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}

function isConstant(sorted: Float64Array): boolean {
  const [lowest = 0, highest = 0] = [sorted.at(0), sorted.at(-1)]
  return highest - lowest <= ROUNDING * Math.max(Math.abs(lowest), Math.abs(highest))
}
