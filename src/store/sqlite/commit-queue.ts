// Lets the commits of one moment share a transaction, in the order in which they came, without holding more than memory should.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AssayError } from '../../base/errors.ts'
import type { Transactions } from './transactions.ts'
import type { EncodedChange, Writer } from './writer.ts'

/** A commit that waits for its transaction. */
interface Waiting {
  readonly changes: readonly EncodedChange[]
  readonly isDurable: boolean
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Commits that may wait for a turn of the event loop before the caller itself has to write. */
const mostWaiting = 10_000

export class CommitQueue {
  readonly #transactions: Transactions
  readonly #writer: Writer
  #waiting: Waiting[] = []
  #flushing: Promise<void> | null = null
  #isApplying = false

  constructor(transactions: Transactions, writer: Writer) {
    this.#transactions = transactions
    this.#writer = writer
  }

  commit(changes: readonly EncodedChange[], isDurable: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, isDurable, resolve, reject })
      this.#flushing ??= this.#flush()
      if (this.#waiting.length >= mostWaiting && !this.#isApplying) this.#relieve()
    })
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    await this.#flushing
  }

  /**
   * Everything that waits goes into one transaction; should that fail, each commit gets its own, so that none fails for another's
   * sake. Not when the file was locked until the deadline: each would wait as long again.
   */
  async #flush(): Promise<void> {
    await nextTurn()
    while (this.#waiting.length > 0) {
      const group = this.#waiting
      this.#waiting = []
      const failure = await this.#apply(group)
      if (failure === null) for (const { resolve } of group) resolve()
      else if (group.length === 1 || isLocked(failure)) for (const { reject } of group) reject(failure)
      else for (const one of group) settle(one, await this.#apply([one]))
    }
    this.#flushing = null
  }

  /** A caller that never lets go of the thread pays for what it logged: memory stays bounded, order stays. */
  #relieve(): void {
    const group = this.#waiting
    try {
      this.#transactions.runNow(() => this.#write(group))
    } catch {
      // Locked, or worse: the flush that waits for the thread tries again, and says what is wrong.
      return
    }
    this.#waiting = []
    for (const { resolve } of group) resolve()
  }

  async #apply(group: readonly Waiting[]): Promise<unknown> {
    this.#isApplying = true
    try {
      const isDurable = group.some(waiting => waiting.isDurable)
      await this.#transactions.run(() => this.#write(group), isDurable)
      return null
    } catch (error) {
      return error
    } finally {
      this.#isApplying = false
    }
  }

  #write(group: readonly Waiting[]): void {
    for (const { changes } of group) for (const change of changes) this.#writer.apply(change)
  }
}

function isLocked(failure: unknown): boolean {
  return failure instanceof AssayError && failure.code === 'locked'
}

function settle({ resolve, reject }: Waiting, failure: unknown): void {
  if (failure === null) resolve()
  else reject(failure)
}
