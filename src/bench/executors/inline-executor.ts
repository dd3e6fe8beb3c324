// Executes attempts in this thread: nothing to start, nothing to send, and a task that blocks blocks all others.
import { resultOf } from '../../ledger/once/once-answer.ts'
import { describeSafely } from '../../record/thrown.ts'
import { createSetups } from '../attempt/create-setups.ts'
import { Cleanups } from '../attempt/cleanups.ts'
import { Effects } from '../attempt/effects.ts'
import type { Setups } from '../attempt/setups.ts'
import { warnCleanup } from '../attempt/warn-cleanup.ts'
import type { Configuration } from '../declare/configurations.ts'
import type { Session } from '../execute/session.ts'
import { capacityOf } from './choice.ts'
import type { Ended, Executor, Made, Work } from './executor.ts'
import { executeInline } from './inline.ts'

/** What `setup` gave for the params, or what it threw. */
type SetUp = { readonly value: unknown } | { readonly error: unknown }

export class InlineExecutor implements Executor {
  readonly capacity: number
  readonly #session: Session
  readonly #setups: Setups | null
  #setUp: SetUp | null = null

  constructor(session: Session) {
    this.capacity = capacityOf({ kind: 'inline' }, session.limits).all
    this.#session = session
    this.#setups = createSetups(session)
  }

  isOther(configuration: Configuration): boolean {
    return this.#setups?.isOther(configuration) ?? false
  }

  async prepare(configuration: Configuration): Promise<void> {
    const setups = this.#setups
    if (setups === null) return
    if (setups.isOther(configuration)) await setups.dispose()
    this.#setUp = await setups.of(configuration).then(
      value => ({ value }),
      error => ({ error }),
    )
  }

  execute(work: Work): Made | Promise<Made> {
    const setUp = this.#setUp
    if (setUp !== null && 'error' in setUp) return failedSetup(work, setUp.error)
    const { declaration, limits, stop, clock, code, train, once, ledger } = this.#session
    const { inputs, isBatch, trial, attempt, datapoint } = work
    const effects = this.#createEffects(work)
    const ended = executeInline({
      task: declaration.task,
      inputs,
      isBatch,
      params: work.configuration.given,
      setup: setUp?.value,
      trial,
      attempt,
      datapoint,
      timeoutMs: limits.timeoutMs,
      stop,
      clock,
      effects,
      settle: error => ledger.store.assets.settle(error),
      once: (fn, input, options, signal) =>
        once.call(fn, input, options, { files: code.files, train: train.identity, signal }).then(resultOf),
    })
    if (!(ended instanceof Promise) && effects.cleanups.isEmpty) return made(ended, effects)
    return Promise.resolve(ended).then(async all => {
      for (const error of await effects.cleanups.run()) warnCleanup(this.#session.findings, 'task', error)
      return made(all, effects)
    })
  }

  async close(): Promise<void> {
    await this.#setups?.dispose()
  }

  #createEffects({ owner, itemCostUsd, log, onSpent }: Work): Effects {
    const { pricing, keptFolders } = this.#session
    return new Effects({
      itemCostUsd,
      cleanups: new Cleanups(keptFolders && (() => keptFolders.make(owner))),
      log,
      price: usage => pricing.price(usage, owner.inputId),
      onSpent,
    })
  }
}

function made(ended: readonly Ended[], { recorded, usage }: Effects): Made {
  return { ended, recorded, usage }
}

/** How an attempt ends whose set-up failed. */
export function failedSetup({ inputs }: Pick<Work, 'inputs'>, thrown: unknown): Made {
  const [message, errorType] = describeSafely(thrown)
  const error = `setup failed: ${message}`
  const ended: Ended = { status: 'error', encoded: null, error, errorType, durationMs: 0, thrown: null }
  return { ended: inputs.map(() => ended), recorded: null, usage: null }
}
