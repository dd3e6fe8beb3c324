// The fast way to canonical text: what JSON alone can say is sorted and left to the engine's own JSON writer.

/** Stands for a value that JSON cannot say exactly, or whose keys an engine would order itself. */
export const notPlain: unique symbol = Symbol('not plain')

/** Deeper values take the slow way, which knows a cycle when it meets one. */
const deepest = 64

/** The value with the keys of every object in order: itself where they are already, else a copy, else `notPlain`. */
export function sortPlain(value: unknown, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : notPlain
    case 'object':
      if (value === null) return null
      if (depth > deepest) return notPlain
      return Array.isArray(value) ? sortItems(value, depth) : sortFields(value, depth)
    default:
      return notPlain
  }
}

function sortItems(items: readonly unknown[], depth: number): unknown {
  if (Object.getPrototypeOf(items) !== Array.prototype || 'toJSON' in items) return notPlain
  let copy: unknown[] | null = null
  for (let i = 0; i < items.length; i++) {
    const item = items[i]
    const sorted = sortPlain(item, depth + 1)
    if (sorted === notPlain) return notPlain
    if (copy === null && sorted !== item) copy = items.slice(0, i)
    copy?.push(sorted)
  }
  return copy ?? items
}

function sortFields(value: object, depth: number): unknown {
  if (Object.getPrototypeOf(value) !== Object.prototype || Object.getOwnPropertySymbols(value).length > 0) return notPlain
  // The engine's writer would call it.
  if ('toJSON' in value) return notPlain
  const keys = Object.keys(value)
  let isSorted = true
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string
    const first = key.charCodeAt(0)
    // Engines put keys that look like integers first; `__proto__` is no ordinary key of a copy.
    if ((first >= 48 && first <= 57) || key === '__proto__') return notPlain
    if (i > 0 && (keys[i - 1] as string) > key) isSorted = false
  }
  const copy: Record<string, unknown> = {}
  let isSame = isSorted
  for (const key of isSorted ? keys : keys.sort()) {
    const field = (value as Record<string, unknown>)[key]
    const sorted = sortPlain(field, depth + 1)
    if (sorted === notPlain) return notPlain
    copy[key] = sorted
    if (sorted !== field) isSame = false
  }
  return isSame ? value : copy
}
