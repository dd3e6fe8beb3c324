// The two clocks of the house: dates for people, a monotonic one for durations; tests inject their own.

/** Wall-clock time for timestamps and a monotonic reading for durations. */
export interface Clock {
  /** The time now, for `timestamp` columns. */
  now(): Date
  /** Milliseconds since an arbitrary moment; never goes back. */
  monotonicMs(): number
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
}
