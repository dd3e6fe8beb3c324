// A difference of any statistic between two sides, by resampling: interval and p-value from the same sorted draws, so they agree.
import { type Interval, checkLevel, unknownInterval } from './interval.ts'
import { standardDeviation } from './mean.ts'

export interface ResampledDifference {
  readonly method: string
  /** Two-sided: twice the smaller share of draws on one side of 0, counting the data itself; never 0. Null with a reason when unknown. */
  readonly p: number | null
  readonly value: number | null
  readonly standardError: number | null
  /** Draws in which the difference was defined. */
  readonly draws: number
  readonly reason: string | null
  /** The limits at a level: 0 lies outside exactly when `p` < 1 - level (up to ties of draws with 0). */
  readonly intervalAt: (level: number) => Interval
}

/** With a larger share of undefined draws the limits, which are quantiles of the rest, would answer a different question. */
const MAX_DROPPED_SHARE = 0.05

/**
 * From the difference `value` of the data and its values over resamples (`null` where it is undefined). With B draws the limit at
 * 1 - α is the k-th draw from each end, k = ⌊α/2 · (B + 1)⌋, and `p` = 2 · (1 + draws on the rarer side, 0 included)/(B + 1).
 *
 * Source: Davison and Hinkley, "Bootstrap methods and their application" (1997), sections 4.2.5 and 5.2.
 */
export function resampledDifference(value: number | null, drawn: readonly (number | null)[]): ResampledDifference {
  const method = 'bootstrap-difference'
  const sorted = Float64Array.from(drawn.filter(one => one !== null && Number.isFinite(one)) as number[]).sort()
  const draws = sorted.length
  const unknown = (reason: string): ResampledDifference => {
    const intervalAt = (level: number) => unknownInterval(value, level, method, reason)
    return { method, p: null, value, standardError: null, draws, reason, intervalAt }
  }
  if (value === null || !Number.isFinite(value)) return unknown('the difference is undefined on the data')
  const dropped = drawn.length - draws
  if (dropped > drawn.length * MAX_DROPPED_SHARE)
    return unknown(`the difference is undefined in ${dropped} of ${drawn.length} draws`)
  if (draws < 2 || sorted[0] === sorted[draws - 1]) return unknown('all draws gave the same difference, so the spread is unknown')
  const below = sorted.filter(one => one <= 0).length
  const above = sorted.filter(one => one >= 0).length
  const p = Math.min(1, (2 * (1 + Math.min(below, above))) / (draws + 1))
  const intervalAt = (level: number): Interval => {
    checkLevel(level)
    const k = Math.floor(((1 - level) / 2) * (draws + 1) + 1e-9)
    if (k < 1) return unknownInterval(value, level, method, `${draws} draws are too few for this level`)
    return { value, low: sorted[k - 1] ?? null, high: sorted[draws - k] ?? null, level, method, reason: null }
  }
  return { method, p, value, standardError: standardDeviation(Array.from(sorted)), draws, reason: null, intervalAt }
}
