// Refuses options that nobody knows: a misspelt one would be silently without effect.
import { suggestion } from './nearest.ts'

/** A `TypeError` names the first unknown option and the nearest; `what` is whose they are: `setColumns()`. */
export function checkNames(options: object, names: readonly string[], what: string): void {
  const unknown = Object.keys(options).find(name => !names.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`expected the options of ${what}, got \`${unknown}\`.${suggestion(unknown, names)}`)
}
