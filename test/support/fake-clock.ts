// A clock that a test sets: waiting takes no time, moves it on by as much, and is remembered.
import type { Clock } from '../../src/base/clock.ts'

export interface FakeClock extends Clock {
  /** Milliseconds of each wait so far. */
  readonly waits: readonly number[]
}

export function createFakeClock(startMs = 0): FakeClock {
  let nowMs = startMs
  const waits: number[] = []
  return {
    waits,
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    sleep: async (ms, signal) => {
      if (signal.aborted) return
      waits.push(ms)
      nowMs += ms
    },
  }
}
