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
    if (Object.getOwnPropertySymbols(value).length > 0) {
      throw new TypeError(`expected ${trail} to have text keys, got a symbol key, which cannot be stored; leave it out`)
    }
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
  if (isExactly(value, Date)) return Number.isNaN(value.getTime()) ? { $date: null } : { $date: value.toISOString() }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (isExactly(value, Map)) return { $map: tagArray([...value], trail, value) }
  if (isExactly(value, Set)) return { $set: tagArray([...value], trail, value) }
  if (isExactly(value, RegExp)) return { $regexp: [value.source, value.flags] }
  if (isExactly(value, URL)) return { $url: value.href }
  if (value instanceof Error) return { $error: tagError(value, trail) }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return tagTypedArray(value as TypedArray)
  const kind = value.constructor?.name || 'object without a class'
  throw new TypeError(
    `expected ${trail} to be plain data, got an instance of ${kind}; return a plain object of what matters in it`,
  )
}

/** A map or set is entered itself: its members come as a new array each time, in which a cycle would not show. */
/** A class that extends a built-in one may hold more than its parent shows: it is refused like any other class. */
function isExactly<T>(value: object, kind: { readonly prototype: T }): value is T & object {
  return Object.getPrototypeOf(value) === kind.prototype
}

function tagArray(value: readonly unknown[], trail: Trail, whole: object = value): unknown[] {
  trail.enter(whole)
  const copy = Array.from(value, (child, i) => {
    trail.at(i)
    return i in value ? tag(child, trail) : { $hole: true }
  })
  trail.leave()
  return copy
}

/** Name, message, and what else it holds: the cause, an aggregate's errors, own fields. The stack says where, not what. */
function tagError(error: Error, trail: Trail): object {
  const { cause, errors } = error as { cause?: unknown; errors?: unknown }
  const { name: _name, message: _message, stack: _stack, ...own } = { ...error, cause, errors } as Record<string, unknown>
  const copy: Record<string, unknown> = { name: error.name, message: error.message }
  trail.enter(error)
  for (const [key, value] of Object.entries(own)) {
    if (value === undefined) continue
    trail.at(key)
    setKey(copy, key, tag(value, trail))
  }
  trail.leave()
  return copy
}

/** The built-in class, which an instance of a class that extends it has too. */
function tagTypedArray(value: TypedArray): unknown {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  return { $array: [value[Symbol.toStringTag], bytes.toString('base64')] }
}

/** Turns a tagged JSON value back. */
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

const errorClasses = [Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]

/** An instance of the built-in class of that name, or of `Error` under that name. It was not thrown here, so it has no trace. */
function untagError({ name, message, ...own }: { name: string; message: string }): Error {
  const kind = errorClasses.find(known => known.name === name) ?? Error
  const error = kind === AggregateError ? new AggregateError([], message) : new (kind as ErrorConstructor)(message)
  const hide = (key: string, value: unknown) =>
    Object.defineProperty(error, key, { value, writable: true, enumerable: false, configurable: true })
  if (error.name !== name) hide('name', name)
  hide('stack', `${name}: ${message}`)
  for (const [key, value] of Object.entries(own)) {
    if (key === 'cause' || key === 'errors') hide(key, fromTagged(value))
    else setKey(error, key, fromTagged(value))
  }
  return error
}

const arrayClasses = [
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float16Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
]

function untagTypedArray([name, base64]: [string, string]): unknown {
  const kind = arrayClasses.find(known => known.name === name)
  if (kind === undefined) throw new TypeError(`expected a typed array, got ${name}; a newer version of assay may have written it`)
  return new kind(new Uint8Array(Buffer.from(base64, 'base64')).buffer)
}
