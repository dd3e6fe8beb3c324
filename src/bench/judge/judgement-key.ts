// Under which key a judgement of a result is stored: the scorer's code, the input, the result and the expected answer.
import { isPlainObject } from '../../base/keys.ts'
import { canonical } from '../../identity/canonical.ts'
import { type DatapointParts, datapointKeys } from '../../identity/datapoint.ts'
import { digestText } from '../../identity/digest.ts'
import type { Outcome } from '../../ledger/outcomes.ts'
import { createAsset, LargeValue } from '../../record/asset.ts'
import { decodeTagged } from '../../record/tagged.ts'
import { expectedOf } from '../declare/items.ts'
import type { DeclaredCode } from '../declare/code.ts'
import type { Scored } from '../declare/scorer.ts'
import type { Declaration } from '../declare/spec.ts'
import type { StoredItem } from '../execute/session.ts'

/** A result as a scorer is given it, before copies of its own are made and its assets are read. */
export function scoredOf(
  declaration: Declaration,
  item: StoredItem,
  datapoint: string,
  { result }: Outcome,
): Scored<unknown, unknown, unknown> {
  const expected = expectedOf(declaration, item).value
  return { id: item.id, datapoint, input: item.input, result: result as never, expected }
}

/** What is judged, without whose it is: results that are equal share a judgement. */
export interface Judged {
  readonly text: string
  readonly digest: string
}

/** A `TypeError` names what has no identity. */
export function judgedOf({ input, result, expected }: Scored<unknown, unknown, unknown>): Judged {
  const text = canonical({ input, result: withHashes(result), expected }, 'what is judged')
  return { text, digest: digestText(text) }
}

/** The parts that all judgements of one scorer share. */
export function judgeParts(name: string, { identity }: DeclaredCode): Omit<DatapointParts, 'input' | 'trial'> {
  return { name: judgeName(name), code: identity, files: '', train: '', params: '{}' }
}

/** What stands where a benchmark's datapoints have its name. */
export function judgeName(scorer: string): string {
  return `scores(${scorer})`
}

/** The keys of all trials of a judgement. */
export function judgementKeys(name: string, code: DeclaredCode, trials: number): (judged: Judged) => string[] {
  const keyOf = datapointKeys(judgeParts(name, code))
  return ({ digest }) => Array.from({ length: trials }, (_, trial) => keyOf(digest, trial))
}

/** What is large stands apart from a result, at its top or under one of its keys: its hash stands for it. */
function withHashes(result: unknown): unknown {
  if (!isPlainObject(result)) return hashed(result)
  return Object.fromEntries(Object.entries(result).map(([key, value]) => [key, hashed(value)]))
}

function hashed(value: unknown): unknown {
  return value instanceof LargeValue ? createAsset(value.content, decodeTagged) : value
}
