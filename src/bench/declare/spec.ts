// What a benchmark declares, and what a declared benchmark is to the rest of the house.
import type { Site } from '../../identity/code.ts'
import type { Metric } from '../../metrics/metric.ts'
import type { AllKeys, Get } from '../../tracker/selection.ts'
import type { Context, Limits, SetupContext } from './context.ts'
import type { MaybePromise, Result, Row } from './row-types.ts'
import type { DeclaredScorer, Scorer } from './scorer.ts'

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
  readonly scores: Readonly<Record<string, DeclaredScorer>>
  readonly metrics: Readonly<Record<string, Metric<never>>>
  readonly trials: number
  readonly version: string | undefined
  readonly limits: Limits<never>
  readonly files: readonly (string | URL)[]
  readonly migrate: Migration | undefined
  /** Where it was declared, and where the functions around that were called; empty where it cannot be known. */
  readonly sites: readonly Site[]
}
