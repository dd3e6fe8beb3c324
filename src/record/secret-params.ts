// Takes secrets out of params, which are stored, shown and part of identities: each leaves its kind and a digest that tells it from others.
import { hash } from 'node:crypto'
import { isPlainObject, setKey } from '../base/keys.ts'
import { redactSecrets, secretHeader } from './secrets.ts'

/** Where a secret stood, as a path of keys, and of what kind it is. */
export interface FoundSecret {
  readonly param: string
  readonly kind: string
}

/** Digits of the SHA-256 of a secret: of a random key nobody learns anything from them. */
const shownDigits = 16

/**
 * Params with `[redacted: API key 1a2b3c4d5e6f7a8b]` in the place of every secret of a known shape and of every value of a header that carries
 * one; two secrets leave two marks. Texts are looked at in plain objects (keys too), lists, maps, sets and URLs; a URL with a secret becomes a
 * text. Without a secret it is the same object.
 */
export function redactParams<T>(params: T): { readonly params: T; readonly found: readonly FoundSecret[] } {
  const found: FoundSecret[] = []
  const redacted = redact(params, [], found)
  return { params: found.length === 0 ? params : (redacted as T), found }
}

function redact(value: unknown, path: readonly string[], found: FoundSecret[]): unknown {
  const inside = (one: unknown, key: unknown) => redact(one, [...path, String(key)], found)
  if (typeof value === 'string') return redactSecrets(value, (kind, secret) => note(kind, secret, path, found))
  if (Array.isArray(value)) return value.map(inside)
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [redact(key, path, found), inside(one, 'value')]))
  if (value instanceof Set) return new Set([...value].map(one => redact(one, path, found)))
  if (value instanceof URL) {
    const text = redact(value.href, path, found)
    return text === value.href ? value : text
  }
  if (!isPlainObject(value)) return value
  const copy = {}
  for (const [key, one] of Object.entries(value)) {
    const name = String(redact(key, path, found))
    setKey(copy, name, secretHeader.test(key) ? redactHeader(one, [...path, key], found) : inside(one, name))
  }
  return copy
}

/** Texts are secrets, whatever they look like; a header that is not set, or is switched on and off, holds none. */
function redactHeader(value: unknown, path: readonly string[], found: FoundSecret[]): unknown {
  if (Array.isArray(value)) return value.map(one => redactHeader(one, path, found))
  if (typeof value !== 'string' || value === '') return redact(value, path, found)
  return note('header', value, path, found)
}

function note(kind: string, secret: string, path: readonly string[], found: FoundSecret[]): string {
  found.push({ param: path.join('.'), kind })
  return `[redacted: ${kind} ${hash('sha256', secret).slice(0, shownDigits)}]`
}
