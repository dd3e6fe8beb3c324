// Executes attempts in workers: starts as many as there is work for, gives each what it can take, and ends them with the run.
import type { Configuration } from '../../declare/configurations.ts'
import type { Session } from '../../execute/session.ts'
import { type ExecutorChoice, capacityOf } from '../choice.ts'
import type { Executor, Made, Work } from '../executor.ts'
import { graceMs } from '../inline.ts'
import { Member } from './member.ts'
import type { Start } from './messages.ts'
import { patienceMs } from './flight.ts'
import { startProcess } from './process.ts'
import { startThread } from './thread.ts'

type RemoteChoice = Exclude<ExecutorChoice, { readonly kind: 'inline' }>

export class RemoteExecutor implements Executor {
  readonly capacity: number
  readonly #session: Session
  readonly #start: Start
  readonly #isThreads: boolean
  readonly #most: number
  readonly #members = new Set<Member>()
  readonly #ending = new AbortController()
  /** Resolves when a run that was stopped has waited for as long as it does. */
  readonly #patience = Promise.withResolvers<void>()
  #current: Configuration | null = null

  constructor(session: Session, choice: RemoteChoice) {
    const { all } = capacityOf(choice, session.limits)
    this.#session = session
    this.#start = startOf(session, choice)
    this.#isThreads = choice.kind === 'threads'
    this.#most = Math.min(choice.workers, all)
    this.capacity = all
    session.stop.addEventListener('abort', this.#onStop, { once: true })
  }

  isOther(configuration: Configuration): boolean {
    return this.#session.declaration.setup !== undefined && this.#current !== null && this.#current !== configuration
  }

  async prepare(configuration: Configuration): Promise<void> {
    if (this.isOther(configuration)) await this.#dispose()
    this.#current = configuration
    // One is there before anything is claimed: what it cannot load, none can.
    const [first = this.#add()] = this.#members
    await first.ready.catch(error => {
      if (!this.#session.stop.aborted) throw error
    })
  }

  execute(work: Work): Promise<Made> {
    return this.#next().execute(work)
  }

  async close(): Promise<void> {
    await this.#dispose()
    this.#session.stop.removeEventListener('abort', this.#onStop)
    this.#ending.abort()
    await Promise.all([...this.#members].map(member => member.close()))
  }

  /** One that has nothing to do, a new one, or the one that has least to do. */
  #next(): Member {
    const [least] = [...this.#members].sort((a, b) => a.load - b.load)
    if (least !== undefined && (least.load === 0 || this.#members.size >= this.#most)) return least
    return this.#add()
  }

  #add(): Member {
    const member = new Member({
      session: this.#session,
      start: this.#start,
      startTransport: this.#isThreads ? startThread : startProcess,
      isAlone: this.#isThreads,
      onGone: gone => this.#members.delete(gone),
    })
    this.#members.add(member)
    if (this.#session.stop.aborted) member.stop(this.#session.stop.reason)
    return member
  }

  /** In a run that is stopped no longer than it waits for anything. */
  async #dispose(): Promise<void> {
    const disposed = Promise.all([...this.#members].map(member => member.dispose()))
    await Promise.race([disposed, this.#patience.promise])
  }

  readonly #onStop = async (): Promise<void> => {
    const { stop, clock } = this.#session
    for (const member of this.#members) member.stop(stop.reason)
    await clock.sleep(graceMs + patienceMs, this.#ending.signal)
    if (!this.#ending.signal.aborted) for (const member of this.#members) member.cutOff()
    await clock.sleep(graceMs, this.#ending.signal)
    this.#patience.resolve()
  }
}

function startOf({ declaration, limits, pricing }: Session, { file, options, source }: RemoteChoice): Start {
  const { isRetryable, timeoutMs } = limits
  const isRetryableDeclared = isRetryable !== undefined && isRetryable === declaration.limits.isRetryable
  return { file, options, source, timeoutMs, prices: pricing.own, isRetryableDeclared }
}
