// Says in words of what kind a value is, for sentences about one that does not fit.
import { types } from 'node:util'

const kinds = {
  string: 'a text',
  number: 'a number',
  boolean: 'a boolean',
  bigint: 'a bigint',
  symbol: 'a symbol',
  undefined: 'nothing',
  function: 'a function',
  object: 'an object',
} as const

/** `a text`, `an object`, `a list`, `a promise`, `null`, `nothing` for `undefined`: with its article. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return types.isPromise(value) ? 'a promise' : kinds[typeof value]
}
