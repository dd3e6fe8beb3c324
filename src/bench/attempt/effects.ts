// What an attempt leaves besides its result: recorded columns, tokens and cost, logged rows, things to tidy. Kept in every outcome.
import { isPlainObject } from '../../base/keys.ts'
import { encodeResult } from '../../ledger/outcomes.ts'
import { withoutSecrets } from '../../record/secrets.ts'
import type { Tagged } from '../../record/tagged.ts'
import { type Usage, addUsage } from '../../record/usage.ts'
import { usageColumns } from '../../record/reserved.ts'
import { fresh } from '../declare/fresh.ts'
import type { Cleanups } from './cleanups.ts'

/** Ends an attempt as `skipped`. */
export class SkipError extends Error {
  override readonly name = 'SkipError'
}

/** Ends an attempt whose budget is spent. */
export class BudgetError extends Error {
  override readonly name = 'BudgetError'
}

export interface EffectsOptions {
  readonly itemCostUsd: number | undefined
  readonly cleanups: Cleanups
  /** A row of `events` that names the datapoint. */
  readonly log: (row: object) => Promise<void>
  /** The usage with its cost, as far as anybody knows it. */
  readonly price: (usage: Usage) => Usage
  /** Told at once of all that is recorded so far. */
  readonly onRecorded?: (recorded: Tagged) => void
  /** Told of every usage at once, whatever becomes of the attempt. */
  readonly onSpent: (usage: Usage) => void
}

export class Effects {
  readonly #options: EffectsOptions
  #recorded: Record<string, unknown> = {}
  #encoded: Tagged | null = null
  #usage: Usage | null = null
  #overspent: BudgetError | null = null
  #onOverspent: (error: BudgetError) => void = () => {}

  constructor(options: EffectsOptions) {
    this.#options = options
  }

  /** What was recorded, as it was when it was; `null` for nothing. */
  get recorded(): Tagged | null {
    return this.#encoded
  }

  get usage(): Usage | null {
    return this.#usage
  }

  get cleanups(): Cleanups {
    return this.#options.cleanups
  }

  /** Calls back when the budget is spent, or at once when it is: who ends the attempt from outside, where the task itself does not. */
  whenOverspent(end: (error: BudgetError) => void): void {
    this.#onOverspent = end
    if (this.#overspent !== null) end(this.#overspent)
  }

  /** Encoded at once, because a task may go on changing its object, and without secrets: a request that is recorded has its headers. A `TypeError` names what cannot be stored. */
  readonly record = (columns: object): void => {
    if (!isPlainObject(columns)) throw new TypeError(`expected record() to get a plain object, got ${String(columns)}`)
    const recorded = { ...this.#recorded, ...(withoutSecrets(fresh(columns, 'what record() gets')) as object) }
    this.#encoded = encodeResult(recorded)
    this.#recorded = recorded
    this.#options.onRecorded?.(this.#encoded)
  }

  readonly spend = (given: Usage): void => {
    checkUsage(given)
    const usage = this.#options.price(given)
    this.#usage = this.#usage === null ? usage : addUsage(this.#usage, usage)
    this.#options.onSpent(usage)
    const { itemCostUsd } = this.#options
    const spent = this.#usage.cost_usd
    if (itemCostUsd === undefined || spent === null || spent < itemCostUsd) return
    this.#overspent ??= new BudgetError(`the datapoint has cost ${spent} dollars, of ${itemCostUsd} allowed`)
    this.#onOverspent(this.#overspent)
    throw this.#overspent
  }

  readonly log = async (row: object): Promise<void> => this.#options.log(row)

  readonly folder = (): Promise<string> => this.cleanups.folder()

  readonly defer = (cleanup: () => unknown): void => this.cleanups.defer(cleanup)

  readonly skip = (reason: string): never => {
    if (typeof reason !== 'string' || reason.trim() === '')
      throw new TypeError(`expected skip() to get a reason, got ${JSON.stringify(reason)}`)
    throw new SkipError(reason)
  }
}

function checkUsage(usage: unknown): asserts usage is Usage {
  if (!isPlainObject(usage)) throw new TypeError(`expected spend() to get what usage() returns, got ${String(usage)}`)
  for (const column of usageColumns) {
    const value = usage[column]
    if (value !== null && !(typeof value === 'number' && value >= 0 && Number.isFinite(value)))
      throw new TypeError(
        `expected \`${column}\` of what spend() gets to be a finite number from 0 or null, got ${String(value)}`,
      )
  }
}
