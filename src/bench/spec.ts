// What a benchmark declares, and what a declared benchmark is to the rest of the house.
import type { Metric } from '../metrics/metric.ts'
import type { MaybePromise, Row } from './row-types.ts'

export interface BenchmarkSpec<Item, Input, Expected, Params, Output, Metrics> {
  /** Stored with every row. Part of a datapoint's identity. */
  readonly name: string
  /** The items to evaluate. */
  readonly data: Data<Item>
  /** The item's `input_id`. Default: `item.id`, else the digest of `input`. Two items with one id are an error. */
  readonly id?: (item: Item) => string | number
  /** What the task receives, and the only part of the item in its identity. Default: the item. */
  readonly input?: (item: Item) => Input
  /** The right answer, column `expected`. `null`: not labelled. Changing it executes nothing. */
  readonly expected?: (item: Item) => Expected
  /** One entry per configuration, usually from `grid`. Default: one empty configuration. */
  readonly params?: Iterable<Params>
  /**
   * Turns an input into a result: an object (its keys become columns) or one value (column `prediction`; `null` is "no answer").
   * A throw is a row with status `error`.
   */
  readonly task: (input: Input, params: Params, context: Context) => MaybePromise<Output>
  /** Aggregates of the rows of one configuration. The first is the primary one. */
  readonly metrics?: Metrics & CheckedMetrics<Metrics, Row<Item, Params, Expected, Output>>
  /** Repeats of every item and params. Default 1. Raising it executes the difference. */
  readonly trials?: number
  /** Replaces code in the task's identity: results stay valid until this changes. */
  readonly version?: string
  /** Default limits; `run` and the command line override them. */
  readonly limits?: Limits
}

/** What may be given as items. A function is called when the run starts; a path or an address belongs in `csv` or `jsonl`. */
export type Data<Item> = Iterable<Item> | AsyncIterable<Item> | (() => MaybePromise<Iterable<Item> | AsyncIterable<Item>>)

/** What a task is given to work with. */
export interface Context {
  /** Aborts on timeout and on Ctrl-C. */
  readonly signal: AbortSignal
  /** 0-based. The same for all params: use it as the seed. */
  readonly trial: number
  /** 1 for the first. */
  readonly attempt: number
  /** The datapoint's key: an idempotency key for effects outside Assay. */
  readonly datapoint: string
}

/** Flags of the command line have the same names: `--timeout 30s`. */
export interface Limits {
  /** Datapoints in flight. Default 8 for a task that waits, 1 for one that does not. */
  readonly concurrency?: number
  /** Of one attempt. Default none. */
  readonly timeoutMs?: number
}

declare const types: unique symbol

/** A declared benchmark. Its type parameters carry the row, the params and the names of the metrics to `run`. */
export interface Benchmark<out R = unknown, out Params = unknown, out Name extends string = string> {
  readonly name: string
  readonly [types]?: { readonly row: R; readonly params: Params; readonly metric: Name }
}

/** A row of `predictions` as this benchmark writes it: `Prediction<typeof bench>`. */
export type Prediction<B> = B extends Benchmark<infer R, unknown, string> ? R : never

/** Gives rows to metrics of one's own, and says in words what is wrong with a column. */
export type CheckedMetrics<Metrics, R> = Readonly<Record<string, Metric<R> | { readonly column: string }>> &
  NoInfer<{
    readonly [M in keyof Metrics as Metrics[M] extends { readonly column: string } ? M : never]: CheckedMetric<Metrics[M], R>
  }>
type CheckedMetric<M, R> = M extends { readonly column: infer Column extends string; readonly needs?: infer Needed | undefined }
  ? [R] extends [Needed]
    ? M
    : Column extends keyof R
      ? `column ${Column} does not fit this metric`
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
  readonly task: (input: unknown, params: object, context: Context) => unknown
  readonly metrics: Readonly<Record<string, Metric<never>>>
  readonly trials: number
  readonly version: string | undefined
  readonly limits: Limits
  /** The files whose code declared it; empty where they cannot be known. */
  readonly sources: readonly string[]
}
