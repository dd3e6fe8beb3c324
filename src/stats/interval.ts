// The one shape of every interval here, so that "unknown" looks the same wherever a number could not be computed.

/** An estimate with its error bar. */
export interface Interval {
  /** The estimate, in the unit of the data; null when there is none. */
  readonly value: number | null
  /** The lower limit, in the same unit and not clipped to a metric's range; null when it cannot be computed, never 0. */
  readonly low: number | null
  /** The upper limit, under the same rules. */
  readonly high: number | null
  /** The confidence level, between 0 and 1. */
  readonly level: number
  /** How the limits were computed, e.g. `wilson`. */
  readonly method: string
  /** Why `value`, or only the limits, are null; null when nothing is. */
  readonly reason: string | null
}

/** 95 %: what the reader of an unlabelled error bar assumes. */
export const DEFAULT_LEVEL = 0.95

/** Throws `RangeError` unless `level` is a confidence level: between 0 and 1, neither included. */
export function checkLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`expected \`level\` to be between 0 and 1, got ${level}`)
}

/** The probability below the upper limit of a two-sided interval: 0.975 at level 0.95. */
export function upperProbability(level: number): number {
  return (1 + level) / 2
}

/** An interval without limits, and the reason; `value` is null too unless it is known all the same. */
export function unknownInterval(value: number | null, level: number, method: string, reason: string): Interval {
  return { value, low: null, high: null, level, method, reason }
}
