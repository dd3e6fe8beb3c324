// Plain numbers under the names of Assay's own columns, and the model that they are of: a person wrote them, so what does not fit is an error.
import { inspect } from 'node:util'
import { usageColumns } from '../../record/reserved.ts'
import { isCount } from './path.ts'

/** Whether all the keys but `model` are columns of usage, and there is one. */
export function isPlain(value: object): boolean {
  const keys = Object.keys(value).filter(key => key !== 'model')
  return keys.length > 0 && keys.every(key => (usageColumns as readonly string[]).includes(key))
}

/** A `TypeError` for what is no number, a `RangeError` for a number that nobody can count; `null` and `undefined` are "unknown". */
export function checkPlain({ model, ...counts }: { readonly model?: unknown }): void {
  if (model !== undefined && model !== null && (typeof model !== 'string' || model === ''))
    throw new TypeError(`expected model to be the name of a model, or null, got ${inspect(model)}`)
  for (const [key, count] of Object.entries(counts)) {
    if (count === null || count === undefined || isCount(count)) continue
    const message = `expected ${key} to be a finite number, 0 or more, or null, got ${inspect(count)}`
    throw typeof count === 'number' ? new RangeError(message) : new TypeError(message)
  }
}
