// Executes datapoints that are claimed, one or a batch, again where the error passes by itself; tells how each of them ended at last.
import { digest } from '../../identity/digest.ts'
import { addUsage, shareUsage } from '../../record/usage.ts'
import type { Ended, Executor, Made, Work } from '../executors/executor.ts'
import { fresh } from '../declare/fresh.ts'
import type { Planned } from '../plan/pages.ts'
import { type Session, emit } from '../execute/session.ts'
import { logEvent, noteAttempts } from './notes.ts'
import { isPassing, waitMs } from './retry.ts'
import { Spending } from './spending.ts'
import type { Attempted, Unit } from './unit.ts'

/** Attempts after the first, where the limits say nothing. */
const defaultRetries = 2

export class Attempts {
  readonly #session: Session
  readonly #executor: Executor
  /** Told of a datapoint that another process took over between two attempts. */
  readonly #onLost: (planned: Planned) => void

  constructor(session: Session, executor: Executor, onLost: (planned: Planned) => void) {
    this.#session = session
    this.#executor = executor
    this.#onLost = onLost
  }

  /** All of the same params and trial. At once for a task that does not wait and needs no other attempt. */
  run(units: readonly Unit[]): Attempted[] | Promise<Attempted[]> {
    const first = this.#attempt(units)
    if (first instanceof Promise) return this.#repeat(first)
    return first.some(one => this.#passes(one, 2)) ? this.#repeat(Promise.resolve(first)) : first
  }

  async #repeat(first: Promise<Attempted[]>): Promise<Attempted[]> {
    const done: Attempted[] = []
    let round = await first
    for (let next = 2; ; next++) {
      const again = round.filter(one => this.#passes(one, next))
      done.push(...round.filter(one => !again.includes(one)))
      if (again.length === 0) return done
      const { brakes, clock, rates, stop } = this.#session
      const pauseMs = Math.max(...again.map(({ ended }) => waitMs(ended.thrown, next, clock.now().getTime(), Math.random())))
      await noteAttempts(this.#session, again, pauseMs)
      emit(this.#session, 'retry', `${again[0]?.ended.error ?? ''}; again in ${Math.round(pauseMs)} ms`)
      await clock.sleep(pauseMs, stop)
      const [one] = again
      // A service counts every request, whatever became of the one before.
      if (rates.isLimited && one !== undefined) await rates.turn(one.planned.configuration, stop)
      if (stop.aborted || brakes.reason !== null) return [...done, ...again]
      const units = await this.#restart(again)
      if (units.length === 0) return done
      round = await this.#attempt(units)
    }
  }

  /** Counts each start before it happens. */
  async #restart(again: readonly Attempted[]): Promise<Unit[]> {
    const units: Unit[] = []
    for (const { planned, start, spent } of again) {
      const next = await this.#session.ledger.again(start)
      if (next === null) this.#onLost(planned)
      else units.push({ planned, start: next, spent })
    }
    return units
  }

  /** Whether an error is worth attempt number `next`. */
  #passes({ ended }: Attempted, next: number): boolean {
    const { retries = defaultRetries, isRetryable = isPassing } = this.#session.limits
    if (ended.status !== 'error' || next - 1 > retries || this.#session.brakes.reason !== null) return false
    return ended.isPassing ?? (ended.thrown !== null && isRetryable(ended.thrown))
  }

  #attempt(units: readonly Unit[]): Attempted[] | Promise<Attempted[]> {
    const spending = new Spending(this.#session, units)
    const made = this.#executor.execute(this.#workOf(units, spending))
    const finish = (one: Made) => spending.end(attempted(units, one))
    return made instanceof Promise ? made.then(finish) : finish(made)
  }

  #workOf(units: readonly Unit[], spending: Spending): Work {
    const { declaration, limits, brakes, rates } = this.#session
    const [{ planned, start, spent }] = units as readonly [Unit, ...Unit[]]
    const { itemCostUsd } = limits
    const isBatch = declaration.batch !== undefined
    const attempt = start.claim.attempts
    return {
      configuration: planned.configuration,
      inputs: units.map(unit => fresh(unit.planned.item.input)),
      isBatch,
      trial: planned.trial,
      attempt,
      datapoint: isBatch ? digest(units.map(unit => unit.planned.key)) : planned.key,
      itemCostUsd: itemCostUsd === undefined ? undefined : itemCostUsd * units.length - (spent?.cost_usd ?? 0),
      owner: { inputId: planned.item.id, datapoint: planned.key, attempt },
      log: row => logEvent(this.#session, planned, start, row),
      onSpent: usage => {
        brakes.spend(usage.cost_usd ?? 0)
        rates.spend(planned.configuration, usage)
        spending.spend(usage)
      },
    }
  }
}

function attempted(units: readonly Unit[], { ended, usage, recorded }: Made): Attempted[] {
  const part = usage === null ? null : shareUsage(usage, units.length)
  return units.map((unit, i) => ({
    ...unit,
    spent: part === null ? unit.spent : unit.spent === null ? part : addUsage(unit.spent, part),
    ownSpent: part,
    ended: ended[i] as Ended,
    recorded,
    batchSize: units.length,
  }))
}
