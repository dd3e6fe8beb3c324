// Takes a run through its datapoints: replays what is stored, executes what nobody else does, waits for what somebody does.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Claimed } from '../../ledger/ledger.ts'
import type { Outcome } from '../../ledger/outcomes.ts'
import { longerPauseMs, shortestPauseMs } from '../../ledger/pause.ts'
import { Attempts } from '../attempt/attempts.ts'
import type { Attempted, Unit } from '../attempt/unit.ts'
import type { Executor } from '../executors/executor.ts'
import { type Planned, pageSize } from '../plan/pages.ts'
import type { Pass } from './pass.ts'
import type { Session } from './session.ts'

/** Datapoints looked at for one that is free. */
const lookAhead = 64

/** Executes and replays until all is done or the run is stopped. A failing store ends it, after what is in flight is over. */
export async function executePass(pass: Pass): Promise<void> {
  // A task may wait for what never comes, with nothing left that Node would wait for: a hung run can be stopped, a vanished one not.
  const alive = setInterval(() => {}, 60_000)
  try {
    await new Execution(pass).all()
  } finally {
    clearInterval(alive)
  }
}

class Execution {
  readonly #pass: Pass
  readonly #session: Session
  readonly #executing = new Set<Promise<unknown>>()
  readonly #storing = new Set<Promise<unknown>>()
  /** Executed here, but taken over by another process meanwhile. */
  readonly #lost: Planned[] = []
  readonly #attempts: Attempts
  readonly #executor: Executor
  #failure: { readonly error: unknown } | null = null
  /** What a task that never waits returns is there before the next one is claimed. */
  #isWaiting = false

  constructor(pass: Pass) {
    const { session } = pass
    this.#pass = pass
    this.#session = session
    this.#executor = pass.executor
    this.#attempts = new Attempts(session, pass.executor, planned => this.#lost.push(planned))
  }

  async all(): Promise<void> {
    const held: Planned[] = []
    try {
      for await (const page of this.#pass.pages) {
        await this.#replay(page.flatMap(planned => (planned.stored === undefined ? [] : [[planned, planned.stored]])))
        const missing = page.filter(({ stored }) => stored === undefined)
        if (this.#session.execute === 'none') this.#pass.missed(missing)
        else held.push(...(await this.#work(missing)))
        if (this.#isOver) break
      }
      await this.#wait(held)
    } catch (error) {
      this.#failure ??= { error }
    } finally {
      await this.#settled()
      // What a task began and did not wait for was paid for too; a stopped run has waited for as long as it does.
      if (!this.#session.stop.aborted) await this.#session.once.settled()
      await this.#executor.close()
    }
    if (this.#failure !== null) throw this.#failure.error
  }

  get #isOver(): boolean {
    return this.#session.stop.aborted || this.#failure !== null || this.#session.brakes.reason !== null
  }

  async #settled(): Promise<void> {
    await Promise.all(this.#executing)
    await Promise.all(this.#storing)
  }

  /** Executes what is free and replays what is stored by now. Returns what somebody holds. */
  async #work(wanted: readonly Planned[]): Promise<Planned[]> {
    const queue = [...wanted]
    const held: Planned[] = []
    while (queue.length > 0) {
      const next = queue.splice(0, Math.max(lookAhead, this.#batch))
      const alike = next.filter(planned => isAlike(planned, next[0] as Planned))
      queue.unshift(...next.filter(planned => !alike.includes(planned)))
      await this.#prepare(alike[0] as Planned)
      const most = (await this.#room()) * this.#batch
      if (this.#isOver) break
      const { started, stored, held: others } = await this.#claim(alike, most)
      const starts = new Map(started)
      const units: Unit[] = []
      const replayed: [Planned, Outcome][] = []
      const untouched: Planned[] = []
      for (const planned of alike) {
        const start = starts.get(planned.key)
        const outcome = stored.get(planned.key)
        if (start !== undefined) units.push({ planned, start, spent: null })
        else if (outcome !== undefined) replayed.push([planned, outcome])
        else if (started.has(planned.key) || others.has(planned.key)) held.push(planned)
        else untouched.push(planned)
        starts.delete(planned.key)
      }
      queue.unshift(...untouched)
      for (let i = 0; i < units.length; i += this.#batch) await this.#start(units.slice(i, i + this.#batch))
      await this.#replay(replayed)
    }
    return held
  }

  /** Inputs that one call takes at most. */
  get #batch(): number {
    return Math.min(this.#session.declaration.batch ?? 1, this.#session.items.length)
  }

  /** For these params: a set-up of others is disposed first, when nothing uses it any more. */
  async #prepare({ configuration }: Planned): Promise<void> {
    if (this.#executor.isOther(configuration)) await Promise.all(this.#executing)
    await this.#executor.prepare(configuration)
  }

  #claim(planned: readonly Planned[], most: number): Promise<Claimed> {
    const keysOf = (some: readonly Planned[]) => new Set(some.map(({ key }) => key))
    return this.#session.ledger.claim([...keysOf(planned)], most, keysOf(planned.filter(({ bypass }) => bypass !== null)))
  }

  /** How many may start now; waits until one may. */
  async #room(): Promise<number> {
    const most = this.#executor.capacity
    while (this.#executing.size >= most) await Promise.race(this.#executing)
    if (this.#session.rates.isLimited) return 1
    return this.#isWaiting ? Math.min(most - this.#executing.size, lookAhead) : 1
  }

  /** What others hold becomes stored, or free when they are gone. */
  async #wait(held: Planned[]): Promise<void> {
    let pauseMs = shortestPauseMs
    while (!this.#isOver) {
      const page = held.splice(0, pageSize)
      const still = await this.#work(page)
      if (still.length === 0 && held.length === 0) await this.#settled()
      held.push(...still, ...this.#lost.splice(0))
      if (held.length === 0) return
      pauseMs = still.length < page.length ? shortestPauseMs : longerPauseMs(pauseMs)
      if (still.length > 0) await Promise.race([...this.#executing, sleep(pauseMs)])
    }
  }

  /** Starts at once: between the claim, which counts a start, and the task's first line lies nothing that waits but a rate's turn. */
  async #start(units: readonly Unit[]): Promise<void> {
    const { ledger, rates, stop } = this.#session
    if (rates.isLimited && units[0] !== undefined) await rates.turn(units[0].planned.configuration, stop)
    if (this.#isOver) {
      for (const { start } of units) await ledger.giveBack(start)
      return
    }
    const attempted = this.#attempts.run(units)
    this.#isWaiting = attempted instanceof Promise
    if (attempted instanceof Promise) {
      this.#track(this.#executing, attempted)
      this.#track(
        this.#storing,
        attempted.then(late => this.#keep(late)),
      )
    } else this.#track(this.#storing, this.#keep(attempted))
  }

  async #keep(attempted: readonly Attempted[]): Promise<void> {
    await Promise.all(
      attempted.map(async one => {
        if (!(await this.#pass.executed(one))) this.#lost.push(one.planned)
      }),
    )
  }

  async #replay(replayed: readonly (readonly [Planned, Outcome])[]): Promise<void> {
    if (replayed.length > 0) await this.#pass.replayed(replayed)
  }

  #track(set: Set<Promise<unknown>>, work: Promise<unknown>): void {
    const done: Promise<unknown> = work.then(
      () => set.delete(done),
      error => {
        set.delete(done)
        this.#failure ??= { error }
      },
    )
    set.add(done)
  }
}

/** Datapoints that one call may take together: the task is told one configuration and one trial. */
function isAlike(a: Planned, b: Planned): boolean {
  return a.configuration === b.configuration && a.trial === b.trial
}
