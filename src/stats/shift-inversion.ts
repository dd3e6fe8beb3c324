// The p-value of a rearranged mean and the interval of all shifts that the same arrangements do not reject, so that they agree.
import { arrangementP } from './arrangements.ts'

/** What every arrangement gives. A shift δ of the data moves its statistic from `statistics[i]` to `statistics[i]` - slopes[i] · δ. */
export interface Arrangements {
  readonly statistics: Float64Array
  /** From -1 to 1; ±1 for the observed arrangement and its mirror. */
  readonly slopes: Float64Array
  /** Whether these are all that there are. */
  readonly isExact: boolean
}

/** A two-sided p-value and the limits of the shift. */
export interface ShiftInterval {
  readonly p: number
  readonly error: number | null
  /** Null, both, when so few arrangements reject no shift at all. */
  readonly low: number | null
  readonly high: number | null
}

/** A slope this close to ±1 is one of the two arrangements that count whatever the shift. */
const ROUNDING = 1e-12

/**
 * `p` is the share of arrangements whose statistic is at least as far from 0 as `observed`, and the interval holds the shifts δ
 * whose p-value is not below 1 - level, where `observed` becomes `observed` - δ.
 *
 * An arrangement counts at δ when |T* - slope · δ| ≥ |T - δ|, which holds between two shifts that enclose T. The p-value therefore
 * falls on either side of T, and each limit is an order statistic of those shifts: no search, no disagreement. Statistics that
 * differ by `tolerance` are equal.
 *
 * Source: Pitman, "Significance tests which may be applied to samples from any populations", JRSS Supplement 4 (1937).
 */
export function invertShift(
  observed: number,
  { statistics, slopes, isExact }: Arrangements,
  level: number,
  tolerance: number,
): ShiftInterval {
  const total = statistics.length
  const lows = new Float64Array(total)
  const highs = new Float64Array(total)
  let hits = 0
  for (let i = 0; i < total; i++) {
    const [statistic = 0, slope = 0] = [statistics[i], slopes[i]]
    const isAlways = Math.abs(slope) >= 1 - ROUNDING
    const first = snap(observed - statistic, tolerance) / (1 - slope)
    const second = snap(observed + statistic, tolerance) / (1 + slope)
    const low = isAlways ? -Infinity : Math.min(first, second)
    const high = isAlways ? Infinity : Math.max(first, second)
    if (low <= 0 && high >= 0) hits++
    lows[i] = low
    highs[i] = high
  }
  const { p, error } = arrangementP(hits, total, isExact)
  // Of that many arrangements that count at a shift, its p-value is just not below 1 - level; the observed one is not drawn.
  const needed = Math.ceil((1 - level) * (total + (isExact ? 0 : 1)) * (1 - ROUNDING)) - (isExact ? 0 : 1)
  const low = lows.sort()[needed - 1] ?? -Infinity
  const high = highs.sort()[total - needed] ?? Infinity
  const isBounded = low > -Infinity && high < Infinity
  return { p, error, low: isBounded ? low : null, high: isBounded ? high : null }
}

function snap(difference: number, tolerance: number): number {
  return Math.abs(difference) <= tolerance ? 0 : difference
}
