// One holder's side of the ledger: claims datapoints before they execute, and keeps each outcome only while the claim is its own.
import type { Clock } from '../base/clock.ts'
import type { DatapointParts } from '../identity/datapoint.ts'
import type { Tagged } from '../record/tagged.ts'
import type { Change, Claim, ClaimAnswer, CommitOptions, Store } from '../store/store.ts'
import { type Outcome, findOutcomes, keepOutcome } from './outcomes.ts'
import { Watch } from './watch.ts'

/** A datapoint that is ours to execute now. */
export interface Start {
  readonly claim: Claim
  /** An earlier start ended without an outcome: whatever it costs may have been paid. */
  readonly wasCutOff: boolean
}

/** What became of the datapoints that were asked for; those not looked at are in none of the three. */
export interface Claimed {
  readonly started: ReadonlyMap<string, Start>
  readonly stored: ReadonlyMap<string, Outcome>
  /** Somebody else, or this holder itself, executes them at this moment. */
  readonly held: ReadonlySet<string>
}

export interface LedgerOptions {
  readonly store: Store
  /** A run that is held in the store. */
  readonly holder: string
  readonly clock: Clock
  /** Failures before this are no answer; `null` takes any. */
  readonly failuresSince: Date | null
  /** Default: a datapoint that this holder has claimed is held. */
  readonly isOwnFree?: boolean
}

export class Ledger {
  readonly store: Store
  readonly #options: LedgerOptions
  readonly #watch: Watch

  constructor(options: LedgerOptions) {
    this.store = options.store
    this.#options = options
    this.#watch = new Watch(options.store, options.clock)
  }

  /**
   * The same holder, as one that began to ask at this moment and asks for nothing that it is executing: a claim of its own is left over,
   * of an earlier process of this run or of a start whose outcome could not be written.
   */
  since(failuresSince: Date): Ledger {
    return new Ledger({ ...this.#options, failuresSince, isOwnFree: true })
  }

  /**
   * Claims up to `most` of these datapoints, in their order; those of `again` also when they have a result. What a holder that is
   * gone had claimed is free.
   */
  async claim(datapoints: readonly string[], most: number, again: ReadonlySet<string> = new Set()): Promise<Claimed> {
    const answers = await this.#ask(datapoints, most, new Set(), again)
    const others = answers.flatMap(answer => (answer.state === 'held' ? [answer.holder] : []))
    const { holder: own, isOwnFree = false } = this.#options
    const gone = await this.#watch.goneOf(others.filter(holder => holder !== own))
    if (isOwnFree) gone.add(own)
    const freed = answers.flatMap(answer => (answer.state === 'held' && gone.has(answer.holder) ? [answer.datapoint] : []))
    const left = most - answers.filter(({ state }) => state === 'claimed').length
    const later = freed.length > 0 && left > 0 ? await this.#ask(freed, left, gone, again) : []
    return this.#sort([...answers, ...later])
  }

  #ask(
    datapoints: readonly string[],
    most: number,
    gone: ReadonlySet<string>,
    again: ReadonlySet<string>,
  ): Promise<ClaimAnswer[]> {
    const { store, holder, clock, failuresSince } = this.#options
    store.renew(holder)
    return store.claim({ datapoints, most, holder, gone, failuresSince, again, at: clock.now() })
  }

  async #sort(answers: readonly ClaimAnswer[]): Promise<Claimed> {
    const last = new Map(answers.map(answer => [answer.datapoint, answer]))
    const started = new Map<string, Start>()
    const held = new Set<string>()
    const stored: string[] = []
    for (const answer of last.values()) {
      if (answer.state === 'claimed') started.set(answer.datapoint, { claim: answer.claim, wasCutOff: answer.wasCutOff })
      else if (answer.state === 'held') held.add(answer.datapoint)
      else stored.push(answer.datapoint)
    }
    return { started, held, stored: stored.length === 0 ? new Map() : await findOutcomes(this.store, stored) }
  }

  /** Counts one more start of a datapoint that is ours; `null` when the claim was taken over meanwhile. */
  async again(start: Start): Promise<Start | null> {
    const claim = await this.store.advance(start.claim)
    return claim === null ? null : { ...start, claim }
  }

  /** Keeps an outcome, and what is committed with it, or neither: `false` when the claim was taken over meanwhile. */
  settle(
    { claim }: Start,
    parts: DatapointParts,
    outcome: Outcome,
    { encoded, recorded = null }: { readonly encoded: Tagged | null; readonly recorded?: Tagged | null },
    changes: readonly Change[],
    options?: CommitOptions,
  ): Promise<boolean> {
    return this.store.settle(claim, [keepOutcome(claim.datapoint, parts, outcome, encoded, recorded), ...changes], options)
  }

  /** Ends a claim whose datapoint was not started after all, so that it counts as no start. */
  async giveBack({ claim }: Start): Promise<void> {
    await this.store.giveBack(claim)
  }
}
