// What a scorer is: a function that judges one result, and what it is given.
import type { Asset } from '../../record/asset.ts'
import type { Leaf } from './row-types.ts'

/**
 * Judges one result, at once: synchronous, and computed again whenever metrics are. Returns one value (column `scores_<name>`) or
 * an object (`scores_<name>_<key>`); `null` is "no judgement". Params are left out on purpose: a judge must not know whose answer
 * it reads.
 */
export type Scorer<Input, Result, Expected> = (scored: Scored<Input, Result, Expected>) => ScoreValue

/** Copies of its own: what a scorer changes in them, nobody else sees. */
export interface Scored<Input, Result, Expected> {
  /** The `input_id` and the datapoint's key. */
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
