// Executes datapoints that are claimed, one or a batch, again where the error passes by itself; tells how each of them ended at last.
import { setTimeout as sleep } from 'node:timers/promises'
import { digest } from '../../identity/digest.ts'
import { resultOf } from '../../ledger/once-answer.ts'
import { addUsage, shareUsage } from '../../record/usage.ts'
import { describeThrown } from '../../base/thrown.ts'
import { type Ended, executeInline } from '../executors/inline.ts'
import { fresh } from '../declare/fresh.ts'
import type { Planned } from '../plan/pages.ts'
import { type Session, emit } from '../execute/session.ts'
import { Cleanups } from './cleanups.ts'
import { Effects } from './effects.ts'
import { logEvent, noteAttempts } from './notes.ts'
import { isPassing, waitMs } from './retry.ts'
import type { Attempted, Unit } from './unit.ts'

/** What `setup` gave for the params, or what it threw; `null` for a benchmark without one. */
export type SetUp = { readonly value: unknown } | { readonly error: unknown } | null

/** Attempts after the first, where the limits say nothing. */
const defaultRetries = 2

export class Attempts {
  readonly #session: Session
  /** Told of a datapoint that another process took over between two attempts. */
  readonly #onLost: (planned: Planned) => void

  constructor(session: Session, onLost: (planned: Planned) => void) {
    this.#session = session
    this.#onLost = onLost
  }

  /** All of the same params and trial. At once for a task that does not wait and needs no other attempt. */
  run(units: readonly Unit[], setup: SetUp): Attempted[] | Promise<Attempted[]> {
    const first = this.#attempt(units, setup)
    if (first instanceof Promise) return this.#repeat(first, setup)
    return first.some(one => this.#passes(one, 2)) ? this.#repeat(Promise.resolve(first), setup) : first
  }

  async #repeat(first: Promise<Attempted[]>, setup: SetUp): Promise<Attempted[]> {
    const done: Attempted[] = []
    let round = await first
    for (let next = 2; ; next++) {
      const again = round.filter(one => this.#passes(one, next))
      done.push(...round.filter(one => !again.includes(one)))
      if (again.length === 0) return done
      const { clock, stop } = this.#session
      const pauseMs = Math.max(...again.map(({ ended }) => waitMs(ended.thrown, next, clock.now().getTime(), Math.random())))
      await noteAttempts(this.#session, again, pauseMs)
      emit(this.#session, 'retry', `${again[0]?.ended.error ?? ''}; again in ${Math.round(pauseMs)} ms`)
      await sleep(pauseMs, undefined, { signal: stop }).catch(() => {})
      if (stop.aborted) return [...done, ...again]
      const units = await this.#restart(again)
      if (units.length === 0) return done
      round = await this.#attempt(units, setup)
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
    return ended.thrown !== null && isRetryable(ended.thrown)
  }

  #attempt(units: readonly Unit[], setup: SetUp): Attempted[] | Promise<Attempted[]> {
    if (setup !== null && 'error' in setup) return units.map(unit => ({ ...unit, ...failedSetup(setup.error) }))
    const { declaration, limits, stop, clock, code, once, ledger } = this.#session
    const [{ planned, start }] = units as readonly [Unit, ...Unit[]]
    const effects = this.#createEffects(units)
    const isBatch = declaration.batch !== undefined
    const ended = executeInline({
      task: declaration.task,
      inputs: units.map(unit => fresh(unit.planned.item.input)),
      isBatch,
      params: planned.configuration.params,
      setup: setup?.value,
      trial: planned.trial,
      attempt: start.claim.attempts,
      datapoint: isBatch ? digest(units.map(unit => unit.planned.key)) : planned.key,
      timeoutMs: limits.timeoutMs,
      stop,
      clock,
      effects,
      settle: error => ledger.store.assets.settle(error),
      once: (fn, input, options, signal) => once.call(fn, input, options, { files: code.files, signal }).then(resultOf),
    })
    const finish = (all: readonly Ended[]) => attempted(units, all, effects)
    if (!(ended instanceof Promise) && effects.cleanups.isEmpty) return finish(ended)
    return Promise.resolve(ended).then(async all => {
      for (const error of await effects.cleanups.run()) this.#warnCleanup(error)
      return finish(all)
    })
  }

  #createEffects(units: readonly Unit[]): Effects {
    const { limits, brakes, rates, pricing } = this.#session
    const [{ planned, start, spent }] = units as readonly [Unit, ...Unit[]]
    const { itemCostUsd } = limits
    return new Effects({
      itemCostUsd: itemCostUsd === undefined ? undefined : itemCostUsd * units.length - (spent?.cost_usd ?? 0),
      cleanups: new Cleanups(),
      log: row => logEvent(this.#session, planned, start, row),
      price: usage => pricing.price(usage, planned.item.id),
      onSpent: usage => {
        brakes.spend(usage.cost_usd ?? 0)
        rates.spend(planned.configuration, usage)
      },
    })
  }

  #warnCleanup(error: unknown): void {
    const message = 'what a task left to be tidied could not be'
    const [reason] = describeThrown(error)
    this.#session.findings.add(
      { id: 'cleanup-failed', severity: 'warning', message, hint: 'mend the function given to defer()' },
      { reason },
    )
  }
}

function attempted(units: readonly Unit[], ended: readonly Ended[], { usage, recorded }: Effects): Attempted[] {
  const part = usage === null ? null : shareUsage(usage, units.length)
  return units.map((unit, i) => ({
    ...unit,
    spent: part === null ? unit.spent : unit.spent === null ? part : addUsage(unit.spent, part),
    ended: ended[i] as Ended,
    recorded,
    batchSize: units.length,
  }))
}

function failedSetup(thrown: unknown): Pick<Attempted, 'ended' | 'recorded' | 'batchSize'> {
  const [message, errorType] = describeThrown(thrown)
  const ended: Ended = {
    status: 'error',
    encoded: null,
    error: `setup failed: ${message}`,
    errorType,
    durationMs: 0,
    thrown: null,
  }
  return { ended, recorded: null, batchSize: 1 }
}
