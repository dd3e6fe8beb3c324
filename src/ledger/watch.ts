// Tells who is gone of those that hold a claim: who lost the lock of its process, or has stood still for a whole lease.
import type { Clock } from '../base/clock.ts'
import type { Store } from '../store/store.ts'

/** How long a holder may stand still (a stopped process, a machine that is cut off) before its claims are free. */
export const leaseMs = 10_000

export class Watch {
  readonly #store: Store
  readonly #clock: Clock
  /** The last mark of each holder, and since when it has stood, on this process's own monotonic clock. */
  readonly #seen = new Map<string, { readonly mark: string; readonly sinceMs: number }>()

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /** Those of these holders that are gone now. One that comes back, and says so, is there again. */
  async goneOf(holders: Iterable<string>): Promise<Set<string>> {
    const gone = new Set<string>()
    for (const holder of new Set(holders)) if (await this.#isGone(holder)) gone.add(holder)
    return gone
  }

  async #isGone(holder: string): Promise<boolean> {
    const { isHeld, mark } = await this.#store.liveness(holder)
    if (!isHeld) return true
    const nowMs = this.#clock.monotonicMs()
    const seen = this.#seen.get(holder)
    if (seen?.mark === mark) return nowMs - seen.sinceMs > leaseMs
    this.#seen.set(holder, { mark, sinceMs: nowMs })
    return false
  }
}
