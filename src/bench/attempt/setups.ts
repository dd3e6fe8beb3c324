// Keeps one set-up alive at a time: made before the first datapoint of its params that executes, disposed after the last.
import type { Configuration } from '../declare/configurations.ts'
import type { Cleanups } from './cleanups.ts'

export interface SetupMaker {
  /** What the benchmark declares, with the context that it is given. */
  readonly make: (configuration: Configuration, cleanups: Cleanups) => unknown
  readonly createCleanups: () => Cleanups
  /** Told of what a clean-up threw. */
  readonly onThrown: (error: unknown) => void
}

interface Made {
  readonly configuration: Configuration
  readonly cleanups: Cleanups
  readonly value: Promise<unknown>
}

export class Setups {
  readonly #maker: SetupMaker
  #current: Made | null = null

  constructor(maker: SetupMaker) {
    this.#maker = maker
  }

  /** Whether `of` would make a set-up for other params than those of the current one. */
  isOther(configuration: Configuration): boolean {
    return this.#current !== null && this.#current.configuration !== configuration
  }

  /** The set-up for these params. A failure is kept: making it again for every item would fail as often. */
  of(configuration: Configuration): Promise<unknown> {
    if (this.#current === null) {
      const cleanups = this.#maker.createCleanups()
      const value = (async () => this.#maker.make(configuration, cleanups))()
      // Whoever needs it hears of its failure; until then it is nobody's.
      value.catch(() => {})
      this.#current = { configuration, cleanups, value }
    }
    return this.#current.value
  }

  /** To be called when nothing that uses it is in flight any more. */
  async dispose(): Promise<void> {
    const made = this.#current
    this.#current = null
    if (made === null) return
    await made.value.catch(() => {})
    for (const error of await made.cleanups.run()) this.#maker.onThrown(error)
  }
}
