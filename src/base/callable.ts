// Refuses what cannot be called for its result.

/**
 * The name of a function, `anonymous` for one without. A `TypeError` for anything else, and for generators, which return before their
 * work is done.
 */
export function checkFunction(fn: unknown): string {
  if (typeof fn !== 'function') throw new TypeError(`expected a function, got ${String(fn)}`)
  if (/Generator/.test(fn.constructor.name)) {
    throw new TypeError(
      `expected a function that returns its result, got the generator ${fn.name}; pass a function that collects what it yields`,
    )
  }
  return fn.name || 'anonymous'
}
