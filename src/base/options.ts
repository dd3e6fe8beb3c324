// Refuses options that nobody knows: a misspelt one would be silently without effect.
import { kindOf } from './kind.ts'
import { suggestion } from './nearest.ts'

/** A `TypeError` names the first unknown option and the nearest, or says that they are no object; `what` is whose they are: `setColumns()`. */
export function checkNames(options: object, names: readonly string[], what: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`expected the options of ${what} to be an object, got ${kindOf(options)}`)
  const unknown = Object.keys(options).find(name => !names.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`expected the options of ${what}, got \`${unknown}\`.${suggestion(unknown, names)}`)
}
