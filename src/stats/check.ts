// What the functions here refuse, and what they call unknown: the checks of arguments that more than one of them makes.

/** Throws `RangeError` unless `value`, the argument `name`, is an integer from `least`. */
export function checkInteger(name: string, value: number, least = 0): void {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`expected \`${name}\` to be an integer from ${least}, got ${value}`)
}

/** Throws `RangeError` unless `successes` of `n` items is a count of them; the names are those of the arguments. */
export function checkSuccesses(successes: number, n: number, names: readonly [string, string] = ['successes', 'n']): void {
  checkInteger(names[1], n)
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > n)
    throw new RangeError(`expected \`${names[0]}\` to be an integer between 0 and ${n}, got ${successes}`)
}

/** Throws `RangeError` unless `list`, the argument `name`, has one entry for each of `n`. */
export function checkPaired(name: string, list: ArrayLike<unknown>, n: number): void {
  if (list.length !== n) throw new RangeError(`expected \`${name}\` to have ${n} entries, got ${list.length}`)
}

/** Why `values` cannot be computed with: there are none, or some are not finite; null when they can. */
export function whyUnusable(values: readonly number[]): string | null {
  if (values.length === 0) return 'there are no values'
  const notFinite = values.filter(value => !Number.isFinite(value)).length
  return notFinite > 0 ? `${notFinite} of ${values.length} values are not finite` : null
}
