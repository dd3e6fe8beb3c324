// The time of an attempt, without that of work which has a time of its own; its timeout stands still for it too.
import type { Clock } from '../../base/clock.ts'

/** A longer delay would be none at all: Node's timers count milliseconds in 32 bits. */
const longestDelayMs = 2 ** 31 - 1

interface Alarm {
  readonly ring: () => void
  leftMs: number
  setAtMs: number
  timer: NodeJS.Timeout | undefined
}

export class Stopwatch {
  readonly #clock: Pick<Clock, 'monotonicMs'>
  readonly #startMs: number
  #withoutMs = 0
  /** How much such work goes on now, and since when some does. */
  #going = 0
  #sinceMs = 0
  #alarm: Alarm | null = null

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock
    this.#startMs = clock.monotonicMs()
  }

  elapsedMs(): number {
    const nowMs = this.#clock.monotonicMs()
    const goingMs = this.#going > 0 ? nowMs - this.#sinceMs : 0
    return nowMs - this.#startMs - this.#withoutMs - goingMs
  }

  /** Stands still until the work is over, however it ends. */
  async without<T>(work: () => Promise<T>): Promise<T> {
    if (this.#going++ === 0) this.#pause()
    try {
      return await work()
    } finally {
      if (--this.#going === 0) this.#resume()
    }
  }

  /** Calls `ring` once, when this much time has passed from now on. */
  setAlarm(ms: number, ring: () => void): void {
    this.#alarm = { ring, leftMs: Math.min(ms, longestDelayMs), setAtMs: 0, timer: undefined }
    if (this.#going === 0) this.#startAlarm()
  }

  clearAlarm(): void {
    clearTimeout(this.#alarm?.timer)
    this.#alarm = null
  }

  #pause(): void {
    this.#sinceMs = this.#clock.monotonicMs()
    if (this.#alarm === null) return
    clearTimeout(this.#alarm.timer)
    this.#alarm.leftMs -= this.#sinceMs - this.#alarm.setAtMs
  }

  #resume(): void {
    this.#withoutMs += this.#clock.monotonicMs() - this.#sinceMs
    this.#startAlarm()
  }

  #startAlarm(): void {
    if (this.#alarm === null) return
    this.#alarm.setAtMs = this.#clock.monotonicMs()
    this.#alarm.timer = setTimeout(this.#alarm.ring, Math.max(0, this.#alarm.leftMs))
  }
}
