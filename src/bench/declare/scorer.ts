// What a scorer is: a function that judges one result at once, or a task that is executed once; and what both are given.
import type { Asset } from '../../record/asset.ts'
import type { Context, Limits } from './context.ts'
import type { Leaf } from './row-types.ts'

/**
 * Judges one result: returns one value (column `scores_<name>`) or an object (`scores_<name>_<key>`); `null` is "no judgement". A function
 * is synchronous and is computed again whenever metrics are. Anything that waits or costs is `{ task }`. Params are left out on purpose:
 * a judge must not know whose answer it reads.
 */
export type Scorer<Input, Result, Expected> =
  | ((scored: Scored<Input, Result, Expected>) => ScoreValue)
  | {
      /** Executed once for each input, result and expected answer, whichever params gave it; retried, priced and kept like every task. */
      readonly task: (scored: Scored<Input, Result, Expected>, context: Context) => Promise<ScoreValue>
      /** Judgements of each result. Default 1. Numbers are averaged; of anything else the most frequent counts, the earliest of several. */
      readonly trials?: number
      /** Replaces the code in its identity: judgements stay valid until this changes. */
      readonly version?: string
      /** Its own: those of the benchmark are the task's. What it costs counts for the run's `maxCostUsd` too. */
      readonly limits?: Limits<unknown>
    }

/** Copies of its own: what a scorer changes in them, nobody else sees. */
export interface Scored<Input, Result, Expected> {
  /** The `input_id` and the datapoint's key. A scorer's task that executes once for several gets those of the first. */
  readonly id: string
  readonly datapoint: string
  readonly input: Input
  /** What the task returned, as it is stored, with their values in the place of assets. */
  readonly result: Loaded<Result>
  /** The right answer; `null` where the item is not labelled. */
  readonly expected: Expected
}

/** A result with values in the place of its assets; under keys of objects, not in lists. */
export type Loaded<R> =
  R extends Asset<infer T> ? T : R extends Leaf ? R : R extends object ? { readonly [K in keyof R]: Loaded<R[K]> } : R

export type ScoreValue = number | boolean | string | null | { readonly [key: string]: Json | undefined }

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

type Anything = Scored<unknown, unknown, unknown>

/** A scorer with its types forgotten: computed at once, or a judge whose task is executed. */
export type DeclaredScorer = ScoreFunction | Judge
export type ScoreFunction = (scored: Anything) => unknown
export interface Judge {
  readonly task: (scored: Anything, context: Context) => unknown
  readonly trials: number
  readonly version: string | undefined
  readonly limits: Limits<never>
}
