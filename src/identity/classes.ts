// Tells whether an instance shows all its state in own fields, or hides some, so that two different ones would look alike.
import { createRequire } from 'node:module'

const known = new WeakMap<object, string | null>()

/** Why this instance has state that cannot be seen: what it is, in words; `null` when its own fields are all of it. */
export function hiddenState(instance: object): string | null {
  let prototype: unknown = Object.getPrototypeOf(instance)
  while (typeof prototype === 'object' && prototype !== null && prototype !== Object.prototype) {
    if (isErrorPrototype(prototype)) return null
    const kind = Object.hasOwn(prototype, 'constructor') ? (prototype as { constructor: unknown }).constructor : undefined
    const hidden = typeof kind === 'function' ? ofClass(kind) : 'an object of an unknown class'
    if (hidden !== null) return hidden
    prototype = Object.getPrototypeOf(prototype)
  }
  return null
}

/** Of `Error` and the built-in errors that extend it: what they hold is in own fields, which have no getters. */
function isErrorPrototype(prototype: object): boolean {
  const errors = [Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]
  return errors.some(kind => kind.prototype === prototype)
}

function ofClass(kind: object & { readonly name?: string }): string | null {
  let hidden = known.get(kind)
  if (hidden === undefined) {
    hidden = judge(Function.prototype.toString.call(kind), kind.name || 'an unnamed class')
    known.set(kind, hidden)
  }
  return hidden
}

/**
 * The built-in class that an object is an instance of, itself and not through a class that extends it and may hold more: `Map`,
 * `Float64Array` … also of another realm, as test runners have. A Buffer is a `Uint8Array`. `null` for anything else.
 */
export function builtInOf(instance: object): string | null {
  const prototype: unknown = Object.getPrototypeOf(instance)
  if (prototype === Buffer.prototype) return 'Uint8Array'
  if (prototype === URL.prototype) return 'URL'
  if (typeof prototype !== 'object' || prototype === null || !Object.hasOwn(prototype, 'constructor')) return null
  const { constructor: kind } = prototype
  return isNative(Function.prototype.toString.call(kind)) ? kind.name : null
}

function isNative(source: string): boolean {
  return /\{\s*\[native code\]\s*\}\s*$/.test(source)
}

function judge(source: string, name: string): string | null {
  if (isNative(source)) return `an instance of the built-in ${name}`
  if (!source.startsWith('class') || !source.includes('#')) return null
  return hasPrivateName(source) ? `an instance of ${name} with private state` : null
}

/** A `#` may stand in a string or a comment, so the class is read as code. The parser is loaded when the first such class comes. */
function hasPrivateName(source: string): boolean {
  const acorn = createRequire(import.meta.url)('acorn') as typeof import('acorn')
  try {
    return [...acorn.tokenizer(source, { ecmaVersion: 'latest' })].some(token => token.type.label === 'privateId')
  } catch {
    return true
  }
}
