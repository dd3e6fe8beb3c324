// The type of a row of `predictions`, computed from a benchmark's data, params, expected, task and scorers.

import type { Asset } from '../../record/asset.ts'
import type { Usage } from '../../record/usage.ts'
import type { AllKeys, Get } from '../../tracker/selection.ts'

/** What is one cell; the keys of a plain object are columns instead. */
export type Leaf =
  | string
  | number
  | bigint
  | boolean
  | symbol
  | null
  | undefined
  | Date
  | Uint8Array
  | URL
  | RegExp
  | readonly unknown[]
  | ReadonlyMap<never, unknown>
  | ReadonlySet<never>
  | Asset<unknown>
  | ((...args: never) => unknown)

export type MaybePromise<T> = T | Promise<T>

/** A union of [column, value]: the keys of a plain object are columns, one level deep; a nested value is one cell. */
type Cells<Prefix extends string, T> = 0 extends 1 & T
  ? [Prefix, T]
  : unknown extends T
    ? [Prefix, T]
    : [Exclude<T, null | undefined>] extends [Leaf]
      ? [Prefix, T extends undefined ? null : T]
      : [Extract<T, Exclude<Leaf, null | undefined>>] extends [never]
        ? {
            [K in AllKeys<Exclude<T, null | undefined>>]: [Prefix extends '' ? K : `${Prefix}_${K}`, Get<T, K>]
          }[AllKeys<Exclude<T, null | undefined>>]
        : [Prefix, T]
type Columns<C extends [string, unknown]> = { readonly [E in C as E[0]]: E[1] }
type Nulls<C extends [string, unknown]> = { readonly [E in C as E[0]]: null }
type ResultCells<R> = 0 extends 1 & R
  ? ['prediction', R]
  : unknown extends R
    ? ['prediction', R]
    : [Extract<R, Exclude<Leaf, null | undefined>>] extends [never]
      ? Exclude<Cells<'', R>, [keyof Usage, unknown]>
      : ['prediction', R]

type ScoreOf<S> = S extends (...args: never) => infer V
  ? V
  : S extends { readonly task: (...args: never) => Promise<infer V> }
    ? V
    : never
/** One value is the column `scores_<name>`, an object's keys are `scores_<name>_<key>`; any of them is `null` where a scorer threw. */
type ScoreCells<S> = { [K in keyof S & string]: Cells<`scores_${K}`, ScoreOf<S[K]> | null> }[keyof S & string]

/** Stands for a result that TypeScript has not looked at yet: it checks an object literal twice, first without the functions that need types. */
declare const pending: unique symbol
export interface Pending {
  readonly [pending]: true
}
export type IsPending<T> = 0 extends 1 & T ? false : [T] extends [never] ? false : [T] extends [Pending] ? true : false

/** The result of one item: of a batch's list what stands in a place, but for errors. */
export type Result<Output, Batch> =
  IsPending<Output> extends true
    ? Output
    : Batch extends number
      ? Output extends readonly (infer R)[]
        ? Exclude<R, Error>
        : never
      : Output

interface Reserved<Expected> extends Usage {
  readonly run_id: string
  readonly row_id: string
  readonly benchmark: string
  readonly timestamp: Date
  readonly datapoint: string
  readonly input_id: string
  readonly trial: number
  readonly expected: Expected | null
  readonly error: string | null
  readonly error_type: string | null
  readonly attempts: number
  readonly maybe_paid: boolean
  readonly duration_ms: number | null
  readonly latency_ms: number | null
  readonly batch_size: number
  readonly cache: 'computed' | 'hit' | 'bypassed' | 'off'
  readonly cache_reason: string | null
  readonly produced_by: string
}

/** A row as a benchmark writes it: reserved columns, `item_*`, `params_*`, and the result's and scores', which are `null` unless `status` is `ok`. */
export type Row<Item, Params, Expected, R, Scores> =
  IsPending<R> extends true
    ? // A row whose result is not known yet must let every metric through.
      // oxlint-disable-next-line typescript/no-explicit-any
      any
    : Reserved<Expected> &
        Columns<Cells<'item', Item>> &
        Columns<Cells<'params', Params>> &
        (
          | ({ readonly status: 'ok' } & Columns<ResultCells<R>> & Columns<ScoreCells<Scores>>)
          | ({ readonly status: 'error' | 'timeout' | 'aborted' | 'skipped' } & Nulls<ResultCells<R>> & Nulls<ScoreCells<Scores>>)
        )
