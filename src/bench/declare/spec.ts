// What a benchmark declares, and what a declared benchmark is to the rest of the house.
import type { Site } from '../../identity/code.ts'
import type { Metric } from '../../metrics/metric.ts'
import type { AllKeys, Get } from '../../tracker/selection.ts'
import type { Usage } from '../../record/usage.ts'
import type { MaybePromise, Result, Row } from './row-types.ts'
import type { Scorer } from './scorer.ts'

export interface BenchmarkSpec<Item, Input, Expected, Params, Setup, Batch, Output, Scores, Metrics> {
  /** Stored with every row. Part of a datapoint's identity. */
  readonly name: string
  /** The items to evaluate. */
  readonly data: Data<Item>
  /** Items the task may learn from: shots, centroids, a training set. Never evaluated; none may occur in `data`. Their digest is part of the identity. */
  readonly train?: Data<NoInfer<Item>>
  /** The item's `input_id`. Default: `item.id`, else the digest of `input`. Two items with one id are an error. */
  readonly id?: (item: Item) => string | number
  /** What the task receives, and the only part of the item in its identity. Default: the item. */
  readonly input?: (item: Item) => Input
  /** The right answer, column `expected`. `null`: not labelled. Changing it executes nothing. */
  readonly expected?: (item: Item) => Expected
  /** One entry per configuration, usually from `grid`. Default: one empty configuration. */
  readonly params?: Iterable<Params>
  /** How params and name were called in earlier runs, so that their datapoints count. */
  readonly migrate?: Migration<Params>
  /** Made once per params, before the first datapoint that really executes; then `context.setup`. Not timed, not stored. */
  readonly setup?: (params: Params, context: SetupContext<Item>) => MaybePromise<Setup>
  /** The task gets up to this many inputs and returns as many results, in order. Each is still one datapoint. `Infinity`: all that are missing. */
  readonly batch?: Batch
  /**
   * Turns an input into a result: an object (its keys become columns) or one value (column `prediction`; `null` is "no answer").
   * A throw is a row with status `error`. In a batch, an `Error` in a result's place fails that item alone.
   */
  readonly task: (
    input: Batch extends number ? readonly Input[] : Input,
    params: Params,
    context: Context<Setup>,
  ) => MaybePromise<Output>
  /** Judgements of one result: columns `scores_<name>`. A throwing scorer is `null` and a finding, and loses nothing. */
  readonly scores?: Scores & Readonly<Record<string, Scorer<Input, Result<Output, Batch>, Expected>>>
  /** Aggregates of the rows of one configuration. The first is the primary one. */
  readonly metrics?: Metrics & CheckedMetrics<Metrics, Row<Item, Params, Expected, Result<Output, Batch>, Scores>, Scores>
  /** Repeats of every item and params. Default 1. Raising it executes the difference. */
  readonly trials?: number
  /**
   * Files the task reads while it runs (prompts, weights, a program's modules): their content is part of the identity. Globs,
   * relative to the working directory as the task's own reads are, or URLs. One that matches nothing is an error.
   */
  readonly files?: readonly (string | URL)[]
  /** Replaces code and files in the task's identity: results stay valid until this changes. */
  readonly version?: string
  /** Default limits; `run` and the command line override them. */
  readonly limits?: Limits<Params>
}

/** What may be given as items. A function is called when the run starts; a path or an address belongs in `csv` or `jsonl`. */
export type Data<Item> = Iterable<Item> | AsyncIterable<Item> | (() => MaybePromise<Iterable<Item> | AsyncIterable<Item>>)

export interface Migration<Params = Readonly<Record<string, unknown>>> {
  readonly name?: string
  /** New name to old: `{ model: 'llm' }`. */
  readonly rename?: { readonly [K in AllKeys<Params>]?: string }
  /** The value that earlier runs had without saying so. */
  readonly add?: { readonly [K in AllKeys<Params>]?: Get<Params, K> }
}

/** A benchmark file's default export, where it takes options: `export default ({ subset = 'all' }: Options) => benchmark({ … })`. */
export type Options = Readonly<Record<string, string | undefined>>

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
   * that `fn` reaches, the benchmark's `files`, the input. `fn` is a named top-level function, or has a `version`; its time is its own, and
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
  /** A new, empty folder; removed when this attempt (or setup) is over. */
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

/** Gives rows to metrics of one's own, and says in words what is wrong with a column. While scorers are not yet known, `scores_…` is let through. */
export type CheckedMetrics<Metrics, R, Scores> = Readonly<Record<string, Metric<R> | { readonly column: string }>> &
  NoInfer<{
    readonly [M in keyof Metrics as Metrics[M] extends { readonly column: string } ? M : never]: CheckedMetric<
      Metrics[M],
      R,
      Scores
    >
  }>
type CheckedMetric<M, R, Scores> = M extends {
  readonly column: infer Column extends string
  readonly needs?: infer Needed | undefined
}
  ? [R] extends [Needed]
    ? M
    : Column extends keyof R
      ? `column ${Column} does not fit this metric`
      : unknown extends Scores
        ? Column extends `scores_${string}`
          ? M
          : `no column ${Column}`
        : `no column ${Column}`
  : never

/** A declaration with its types forgotten, as everything that executes it sees it. */
export interface Declaration {
  readonly name: string
  readonly data: Data<unknown>
  readonly id: ((item: unknown) => unknown) | undefined
  readonly input: (item: unknown) => unknown
  readonly expected: (item: unknown) => unknown
  readonly params: readonly object[]
  readonly train: Data<unknown> | undefined
  readonly setup: ((params: object, context: SetupContext<unknown>) => unknown) | undefined
  readonly batch: number | undefined
  readonly task: (input: unknown, params: object, context: Context<unknown>) => unknown
  readonly scores: Readonly<Record<string, Scorer<unknown, unknown, unknown>>>
  readonly metrics: Readonly<Record<string, Metric<never>>>
  readonly trials: number
  readonly version: string | undefined
  readonly limits: Limits<never>
  readonly files: readonly (string | URL)[]
  readonly migrate: Migration | undefined
  /** Where it was declared, and where the functions around that were called; empty where it cannot be known. */
  readonly sites: readonly Site[]
}
