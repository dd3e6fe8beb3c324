// Lets the writes of one moment share a transaction, in the order in which they came, without holding more than memory should.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AssayError } from '../../../base/errors.ts'
import type { Transactions } from './transactions.ts'

/** A piece of work inside a write transaction: synchronous, so that nobody ever sees half of it. */
type Work = () => unknown

/** Writes that share a transaction, and how each ended. */
interface Group {
  readonly works: Work[]
  isDurable: boolean
  /** One for each, called with how it ended: a promise that nobody awaits is garbage as soon as it is resolved. */
  readonly ends: ((ended: Ended) => void)[]
}

type Ended = { readonly value: unknown } | { readonly error: unknown }

/** Writes that may wait for a turn of the event loop before the caller itself has to write. */
const mostWaiting = 1_000

export class CommitQueue {
  readonly #transactions: Transactions
  #waiting = newGroup()
  #flushing: Promise<void> | null = null
  #isApplying = false

  constructor(transactions: Transactions) {
    this.#transactions = transactions
  }

  /** What the work returned, when it survives `kill -9`. */
  write<T>(work: () => T, isDurable = false): Promise<T> {
    return new Promise((resolve, reject) => {
      const group = this.#waiting
      group.works.push(work)
      group.ends.push(ended => ('error' in ended ? reject(ended.error) : resolve(ended.value as T)))
      if (isDurable) group.isDurable = true
      this.#flushing ??= this.#flush()
      if (group.works.length >= mostWaiting && !this.#isApplying) this.#relieve()
    })
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    await this.#flushing
  }

  /**
   * Everything that waits goes into one transaction; should that fail, each write gets its own, so that none fails for another's
   * sake. Not when the file was locked until the deadline: each would wait as long again.
   */
  async #flush(): Promise<void> {
    await nextTurn()
    while (this.#waiting.works.length > 0) {
      const group = this.#waiting
      this.#waiting = newGroup()
      const ended = await this.#apply(group.works, group.isDurable)
      end(group, 'error' in ended ? await this.#applyApart(group, ended) : ended.values)
    }
    this.#flushing = null
  }

  async #applyApart({ works, isDurable }: Group, failed: { readonly error: unknown }): Promise<readonly Ended[]> {
    if (works.length === 1 || isLocked(failed.error)) return works.map(() => failed)
    const ended: Ended[] = []
    for (const work of works) {
      const alone = await this.#apply([work], isDurable)
      ended.push('error' in alone ? alone : (alone.values[0] as Ended))
    }
    return ended
  }

  /** A caller that never lets go of the thread pays for what it wrote: memory stays bounded, order stays. */
  #relieve(): void {
    const group = this.#waiting
    try {
      const values = this.#transactions.runNow(() => group.works.map(toEnded), group.isDurable)
      this.#waiting = newGroup()
      end(group, values)
    } catch {
      // Locked, or worse: the flush that waits for the thread tries again, and says what is wrong.
    }
  }

  async #apply(works: readonly Work[], isDurable: boolean): Promise<{ values: readonly Ended[] } | { error: unknown }> {
    this.#isApplying = true
    try {
      return { values: await this.#transactions.run(() => works.map(toEnded), isDurable) }
    } catch (error) {
      return { error }
    } finally {
      this.#isApplying = false
    }
  }
}

function end({ ends }: Group, ended: readonly Ended[]): void {
  ends.forEach((end, place) => end(ended[place] as Ended))
}

function toEnded(work: Work): Ended {
  return { value: work() }
}

function newGroup(): Group {
  return { works: [], isDurable: false, ends: [] }
}

function isLocked(failure: unknown): boolean {
  return failure instanceof AssayError && failure.code === 'locked'
}
