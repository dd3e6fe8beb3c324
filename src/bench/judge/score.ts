// Asks a scorer that is a function about one result: the columns of what it says, or why it says nothing.
import { types } from 'node:util'
import { loadAssets } from '../../assets/stored.ts'
import { isPlainObject } from '../../base/keys.ts'
import { copyTagged } from '../../record/tagged.ts'
import { describeSafely } from '../../record/thrown.ts'
import type { Row } from '../../store/store.ts'
import { fresh } from '../declare/fresh.ts'
import type { ScoreFunction, Scored } from '../declare/scorer.ts'

/** `columns` is `null` where there is no score; `reason` says what is wrong, `null` when the scorer itself said `null`. */
export interface Judgement {
  readonly columns: Row | null
  readonly reason: string | null
}

/** Never throws: a scorer that does has no score. */
export function judge(
  name: string,
  scorer: ScoreFunction,
  { id, datapoint, input, result, expected }: Scored<unknown, unknown, unknown>,
): Judgement {
  try {
    const said: unknown = scorer({
      id,
      datapoint,
      input: fresh(input),
      result: fresh(loadAssets(result)) as never,
      expected: fresh(expected),
    })
    const value = storable(said)
    return { columns: value === null ? null : columnsOf(name, value), reason: null }
  } catch (error) {
    const [message, type] = describeSafely(error)
    return { columns: null, reason: `${type}: ${message}` }
  }
}

/** The value as it is now, because a scorer may go on using its object for the next result. */
function storable(said: unknown): unknown {
  if (types.isPromise(said)) {
    said.catch(() => {})
    throw new TypeError('it returned a promise, and a scorer cannot wait; what waits belongs in { task }')
  }
  if (said === undefined) throw new TypeError('it returned nothing; for "no judgement" return null')
  return copyTagged(said, 'the score')
}

/** One value is one column, an object has one for each key. */
export function columnsOf(name: string, value: unknown): Row {
  if (!isPlainObject(value)) return { [`scores_${name}`]: value }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [`scores_${name}_${key}`, part]))
}
