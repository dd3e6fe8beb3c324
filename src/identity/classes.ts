// Tells whether an instance shows all its state in own fields, or hides some, so that two different ones would look alike.
import { createRequire } from 'node:module'

const known = new WeakMap<object, string | null>()

/** Why this instance has state that cannot be seen: what it is, in words; `null` when its own fields are all of it. */
export function hiddenState(instance: object): string | null {
  let prototype: unknown = Object.getPrototypeOf(instance)
  while (typeof prototype === 'object' && prototype !== null && prototype !== Object.prototype) {
    const kind = Object.hasOwn(prototype, 'constructor') ? (prototype as { constructor: unknown }).constructor : undefined
    const hidden = typeof kind === 'function' ? ofClass(kind) : 'an object of an unknown class'
    if (hidden !== null) return hidden
    prototype = Object.getPrototypeOf(prototype)
  }
  return null
}

function ofClass(kind: object & { readonly name?: string }): string | null {
  let hidden = known.get(kind)
  if (hidden === undefined) {
    hidden = judge(Function.prototype.toString.call(kind), kind.name || 'an unnamed class')
    known.set(kind, hidden)
  }
  return hidden
}

function judge(source: string, name: string): string | null {
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) return `an instance of the built-in ${name}`
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
