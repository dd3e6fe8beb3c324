// The two clocks of the house, and waiting by them: dates for people, a monotonic one for durations; tests inject their own.
import { setTimeout as wait } from 'node:timers/promises'

/** Wall-clock time for timestamps, a monotonic reading for durations, and waiting. */
export interface Clock {
  /** The time now, for `timestamp` columns. */
  now(): Date
  /** Milliseconds since an arbitrary moment; never goes back. */
  monotonicMs(): number
  /** Resolves when so many milliseconds have passed, or as soon as the signal aborts. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** A longer delay would be none at all: Node's timers count milliseconds in 32 bits. */
const longestDelayMs = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: async (ms, signal) => {
    const end = performance.now() + ms
    for (let left = ms; left > 0 && !signal.aborted; left = end - performance.now())
      await wait(Math.min(left, longestDelayMs), undefined, { signal }).catch(() => {})
  },
}
