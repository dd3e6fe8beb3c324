// Keeps to requests and tokens per minute together with every other process on the ledger.
import type { Clock } from '../../base/clock.ts'
import { redactParams } from '../../record/secret-params.ts'
import type { Usage } from '../../record/usage.ts'
import type { Store } from '../../store/store.ts'
import type { Configuration } from '../declare/configurations.ts'
import type { Limits } from '../declare/context.ts'

/** Turns are a little longer than they need to be: requests reach a service later by some time, and not all by the same. */
const margin = 1.02

export class Rates {
  readonly #store: Store
  readonly #limits: Limits<never>
  readonly #clock: Clock
  #spending: Promise<unknown> = Promise.resolve()

  constructor(store: Store, limits: Limits<never>, clock: Clock) {
    this.#store = store
    this.#limits = limits
    this.#clock = clock
  }

  get isLimited(): boolean {
    return this.#limits.requestsPerMinute !== undefined || this.#limits.tokensPerMinute !== undefined
  }

  /** Waits until one more request may start. */
  async turn(configuration: Configuration, signal: AbortSignal): Promise<void> {
    await this.#spending
    const { requestsPerMinute, tokensPerMinute } = this.#limits
    const key = this.#keyOf(configuration)
    const waits = []
    if (requestsPerMinute !== undefined) waits.push(await this.#reserve(`requests ${key}`, (60_000 / requestsPerMinute) * margin))
    if (tokensPerMinute !== undefined) waits.push(await this.#reserve(`tokens ${key}`, 0))
    const longest = Math.max(0, ...waits)
    if (longest > 0) await this.#clock.sleep(longest, signal)
  }

  /** What was spent delays whoever comes next. */
  spend(configuration: Configuration, { input_tokens: input, output_tokens: output }: Usage): void {
    const { tokensPerMinute } = this.#limits
    const tokens = (input ?? 0) + (output ?? 0)
    if (tokensPerMinute === undefined || tokens === 0) return
    const lengthMs = (tokens * 60_000) / tokensPerMinute
    this.#spending = Promise.all([this.#spending, this.#reserve(`tokens ${this.#keyOf(configuration)}`, lengthMs)])
    this.#spending.catch(() => {})
  }

  #reserve(rate: string, lengthMs: number): Promise<number> {
    return this.#store.reserve(rate, lengthMs, this.#clock.now())
  }

  #keyOf({ given }: Configuration): string {
    return redactParams(this.#limits.rateKey?.(given as never) ?? '').params
  }
}
