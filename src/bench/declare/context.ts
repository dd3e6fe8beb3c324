// What a task, a scorer's task and a setup are given to work with, and the limits of what they may take.
import type { Usage } from '../../record/usage.ts'
import type { MaybePromise } from './row-types.ts'

/** What a task and a setup are given to work with. Its methods may be destructured. */
export interface Context<Setup = undefined> {
  /** What `setup` returned for these params. */
  readonly setup: Setup
  /** Aborts on timeout, on Ctrl-C and when a budget is spent. */
  readonly signal: AbortSignal
  /** 0-based. The same for all params: use it as the seed. */
  readonly trial: number
  /** 1 for the first. */
  readonly attempt: number
  /** The datapoint's key (in a batch, the batch's): an idempotency key for effects outside Assay. */
  readonly datapoint: string
  /**
   * Executes `fn(input)` once in this ledger, for all runs, processes and machines; afterwards returns the stored value. Its key: the code
   * that `fn` reaches, the benchmark's `files` and `train`, the input. `fn` is a named top-level function, or has a `version`; its time is its own, and
   * in neither the datapoint's duration nor its timeout. A failure is thrown to all who waited for it, and executes again for later ones.
   */
  once<From, To>(
    fn: (input: From) => MaybePromise<To>,
    input: NoInfer<From>,
    options?: { readonly version?: string },
  ): Promise<To>
  /** Columns kept whatever happens next, also on error and timeout: a raw response, a transcript so far. Returned keys win. */
  record(columns: object): void
  /** Adds tokens and cost to this attempt, kept whatever happens next. Ends it when its budget is spent: `spend(usage(response))`. */
  spend(usage: Usage): void
  /** A row of `events` that names this datapoint: a loss curve, a trace. Durable when it resolves. */
  log(row: object): Promise<void>
  /** A new, empty folder; removed when this attempt (or setup) is over, unless the run keeps folders. */
  folder(): Promise<string>
  /** Called, last first, when this attempt (or setup) is over, in every outcome. */
  defer(cleanup: () => unknown): void
  /** Ends the attempt as `skipped`: these params do not apply to this item. Not a failure, not in any denominator, always counted. */
  skip(reason: string): never
}

/** What a setup is given. */
export interface SetupContext<Item>
  extends Omit<Context, 'setup' | 'trial' | 'attempt' | 'datapoint' | 'skip' | 'record' | 'log' | 'spend'> {
  /** The items of `train`. */
  readonly train: AsyncIterable<Item>
}

/** Flags of the command line have the same names: `--timeout 30s`. */
export interface Limits<Params = unknown> {
  /** Datapoints (or batches) in flight. Default 8 for a task that waits, 1 for one that does not. */
  readonly concurrency?: number
  /** Of one attempt. Default none. */
  readonly timeoutMs?: number
  /** After the first attempt, for errors that pass: 408, 429, 5xx, network, `isRetryable`. Default 2. Each attempt is kept. */
  readonly retries?: number
  readonly isRetryable?: (error: unknown) => boolean
  /** Shared by every process on this ledger, apart for each value of `rateKey`. */
  readonly requestsPerMinute?: number
  readonly tokensPerMinute?: number
  readonly rateKey?: (params: Params) => string
  /** Of one datapoint: ends as `error` with type `BudgetError`. */
  readonly itemCostUsd?: number
  /** Of the run: stops cleanly, status `stopped`, everything done is kept. */
  readonly maxCostUsd?: number
  readonly maxErrors?: number
  readonly deadlineMs?: number
}
