// What a call of `once` came to, and what its caller gets of it.
import { isPlainObject, setKey } from '../../base/keys.ts'
import { LargeValue, readContent } from '../../record/asset.ts'
import { decodeTagged } from '../../record/tagged.ts'
import type { Outcome } from '../outcomes.ts'

/** What one call came to. */
export interface Answer {
  readonly datapoint: string
  readonly outcome: Outcome
  readonly cache: 'computed' | 'hit'
  /** Why it executed; `null` for a hit. */
  readonly reason: string | null
  /** What the function threw here, or an error that says what it threw elsewhere; `null` when it is `ok`. */
  readonly thrown: unknown
}

/** Of an outcome that somebody else stored. */
export function hit(datapoint: string, outcome: Outcome): Answer {
  return { datapoint, outcome, cache: 'hit', reason: null, thrown: outcome.status === 'ok' ? null : errorOf(outcome) }
}

/** It was not thrown here, so it has a message and a type and nothing else. */
function errorOf({ error, errorType }: Outcome): Error {
  return Object.defineProperty(new Error(error ?? ''), 'name', { value: errorType ?? 'Error', configurable: true })
}

/** The result, what is large in it too; a failure is thrown. */
export function resultOf({ outcome, thrown }: Answer): unknown {
  if (outcome.status !== 'ok') throw thrown
  const { result } = outcome
  if (!isPlainObject(result)) return opened(result)
  const copy = {}
  for (const key of Object.keys(result)) setKey(copy, key, opened(result[key]))
  return copy
}

function opened(value: unknown): unknown {
  return value instanceof LargeValue ? readContent(value.content, decodeTagged) : value
}
