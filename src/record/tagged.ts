// Writes any plain value as JSON that any program can read, and reads it back exactly; what JSON lacks is tagged.
import { isPlainObject, setKey } from '../base/keys.ts'
import { Trail } from '../base/trail.ts'

type TypedArray = Exclude<NodeJS.TypedArray, Uint8Array>

/** JSON text of a value; `{"$date":…}` and the like stand for what JSON lacks. A `TypeError` names the path of what cannot be stored. */
export function encodeTagged(value: unknown, path = 'value'): string {
  return JSON.stringify(toTagged(value, path))
}

/** The value that `encodeTagged` was given. */
export function decodeTagged(text: string): unknown {
  return fromTagged(JSON.parse(text))
}

/** The same as a plain JSON value, for a larger document. */
export function toTagged(value: unknown, path = 'value'): unknown {
  return tag(value, new Trail(path))
}

function tag(value: unknown, trail: Trail): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return tagNumber(value)
    case 'undefined':
      return { $undefined: true }
    case 'bigint':
      return { $bigint: String(value) }
    case 'object':
      return value === null ? null : tagObject(value, trail)
    default:
      throw new TypeError(`expected ${trail} to be plain data, got a ${typeof value}; return what it computes instead`)
  }
}

function tagNumber(value: number): unknown {
  if (Object.is(value, -0)) return { $zero: -1 }
  if (Number.isFinite(value)) return value
  return Number.isNaN(value) ? { $nan: true } : { $infinity: Math.sign(value) }
}

function tagObject(value: object, trail: Trail): unknown {
  if (isPlainObject(value)) {
    const copy = {}
    trail.enter(value)
    for (const key of Object.keys(value)) {
      trail.at(key)
      setKey(copy, key.startsWith('$') ? `$${key}` : key, tag(value[key], trail))
    }
    trail.leave()
    return copy
  }
  if (Array.isArray(value)) return tagArray(value, trail)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? { $date: null } : { $date: value.toISOString() }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (value instanceof Map) return { $map: tagArray([...value], trail) }
  if (value instanceof Set) return { $set: tagArray([...value], trail) }
  if (value instanceof RegExp) return { $regexp: [value.source, value.flags] }
  if (value instanceof URL) return { $url: value.href }
  if (value instanceof Error) return { $error: tagError(value, trail) }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return tagTypedArray(value as TypedArray)
  const kind = value.constructor?.name || 'object without a class'
  throw new TypeError(
    `expected ${trail} to be plain data, got an instance of ${kind}; return a plain object of what matters in it`,
  )
}

function tagArray(value: readonly unknown[], trail: Trail): unknown[] {
  trail.enter(value)
  const copy = Array.from(value, (child, i) => {
    trail.at(i)
    return i in value ? tag(child, trail) : { $hole: true }
  })
  trail.leave()
  return copy
}

function tagError(error: Error, trail: Trail): object {
  trail.enter(error)
  trail.at('cause')
  const cause = error.cause === undefined ? {} : { cause: tag(error.cause, trail) }
  trail.leave()
  return { name: error.name, message: error.message, ...cause }
}

function tagTypedArray(value: TypedArray): unknown {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  return { $array: [value.constructor.name, bytes.toString('base64')] }
}

/** Turns a tagged JSON value back, in place where it can. */
export function fromTagged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return untagArray(value)
  const keys = Object.keys(value)
  const [first] = keys
  if (keys.length === 1 && first !== undefined && first.startsWith('$') && !first.startsWith('$$')) {
    return untag(first, (value as Record<string, unknown>)[first])
  }
  const copy = {}
  for (const key of keys)
    setKey(copy, key.startsWith('$$') ? key.slice(1) : key, fromTagged((value as Record<string, unknown>)[key]))
  return copy
}

function untagArray(value: readonly unknown[]): unknown[] {
  const isHole = (child: unknown) => typeof child === 'object' && child !== null && Object.hasOwn(child, '$hole')
  const copy: unknown[] = []
  value.forEach((child, i) => {
    if (!isHole(child)) copy[i] = fromTagged(child)
  })
  copy.length = value.length
  return copy
}

const untaggers: Readonly<Record<string, (content: never) => unknown>> = {
  $nan: () => Number.NaN,
  $infinity: (sign: number) => sign * Number.POSITIVE_INFINITY,
  $zero: () => -0,
  $undefined: () => undefined,
  $bigint: (digits: string) => BigInt(digits),
  $date: (iso: string | null) => new Date(iso ?? Number.NaN),
  $bytes: (base64: string) => new Uint8Array(Buffer.from(base64, 'base64')),
  $map: (entries: [unknown, unknown][]) => new Map(entries.map(([key, child]) => [fromTagged(key), fromTagged(child)])),
  $set: (members: unknown[]) => new Set(members.map(fromTagged)),
  $regexp: ([source, flags]: [string, string]) => new RegExp(source, flags),
  $url: (href: string) => new URL(href),
  $error: untagError,
  $array: untagTypedArray,
}

function untag(tag: string, content: unknown): unknown {
  const restore = untaggers[tag]
  if (restore === undefined) throw new TypeError(`expected a known tag, got ${tag}; a newer version of assay may have written it`)
  return restore(content as never)
}

function untagError({ name, message, cause }: { name: string; message: string; cause?: unknown }): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause: fromTagged(cause) })
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true })
  return error
}

function untagTypedArray([name, base64]: [string, string]): unknown {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  const kind = (globalThis as unknown as Record<string, new (buffer: ArrayBuffer) => unknown>)[name]
  return kind === undefined ? bytes : new kind(bytes.buffer)
}
