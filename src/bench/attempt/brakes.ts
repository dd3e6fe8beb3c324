// Stops a run that would go on for nothing: too dear, too many failures, too long, or failing alike from the start.
import type { Outcome } from '../../ledger/outcomes.ts'

export interface BrakeLimits {
  readonly maxCostUsd?: number
  readonly maxErrors?: number
}

/** Executed datapoints that fail alike from the first one on, before a run stops: the eleventh would fail too. */
const alike = 10

export class Brakes {
  readonly #limits: BrakeLimits
  /** Of the whole run: what is spent counts there too, and when it stops so does this. */
  readonly #whole: Brakes | null
  #executed = 0
  #failed = 0
  #spentUsd = 0
  /** What all outcomes so far said, while all have failed. */
  #complaint: string | null = null
  #reason: string | null = null

  constructor(limits: BrakeLimits, whole: Brakes | null = null) {
    this.#limits = limits
    this.#whole = whole
  }

  /** Why nothing more may start; `null` while it may. */
  get reason(): string | null {
    return this.#reason ?? this.#whole?.reason ?? null
  }

  /** Dollars known to be spent by this run. */
  get spentUsd(): number {
    return this.#spentUsd
  }

  /** To be told of every dollar as soon as it is spent, also by attempts that fail. */
  spend(costUsd: number): void {
    this.#spentUsd += costUsd
    this.#whole?.spend(costUsd)
    const { maxCostUsd } = this.#limits
    if (maxCostUsd !== undefined && this.#spentUsd >= maxCostUsd)
      this.#stop(`${this.#spentUsd.toFixed(2)} dollars are spent, of ${maxCostUsd} allowed`)
  }

  /** To be told of every executed datapoint. */
  note({ status, error, errorType }: Pick<Outcome, 'status' | 'error' | 'errorType'>): void {
    const hasFailed = status === 'error' || status === 'timeout'
    // Numbers differ from item to item where the failure is the same.
    const complaint = hasFailed ? `${errorType}: ${(error ?? '').replaceAll(/\d+/g, '#')}` : null
    if (this.#executed === 0) this.#complaint = complaint
    else if (complaint !== this.#complaint) this.#complaint = null
    this.#executed++
    if (hasFailed) this.#failed++
    const { maxErrors } = this.#limits
    if (this.#complaint !== null && this.#executed === alike)
      this.#stop(`the first ${alike} executed datapoints all failed alike: ${errorType}: ${error}`)
    if (maxErrors !== undefined && this.#failed > maxErrors)
      this.#stop(`${this.#failed} datapoints failed, of ${maxErrors} allowed`)
  }

  #stop(reason: string): void {
    this.#reason ??= reason
  }
}
