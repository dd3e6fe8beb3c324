// Writes any plain value as JSON that any program can read, and reads it back exactly; what JSON lacks is tagged.
import { isPlainObject, setKey } from '../base/keys.ts'
import { Trail } from '../base/trail.ts'
import { type Content, LargeValue, contentOf } from './asset.ts'
import { type OpenReference, fromTagged, openAmong, openNowhere } from './untag.ts'

type TypedArray = Exclude<NodeJS.TypedArray, Uint8Array>

/** JSON text of a value; `{"$date":…}` and the like stand for what JSON lacks. A `TypeError` names the path of what cannot be stored. */
export function encodeTagged(value: unknown, path = 'value'): string {
  return JSON.stringify(toTagged(value, path))
}

/** The text with the contents that it refers to: of assets, each as often as it occurs. */
export interface Tagged {
  readonly text: string
  readonly contents: readonly Content[]
}

export function encodeWithAssets(value: unknown, path = 'value'): Tagged {
  const walk = new Walk(path)
  return { text: JSON.stringify(tag(value, walk)), contents: walk.contents }
}

/** The value that `encodeTagged` was given. Without `open`, its assets have a hash and no content. */
export function decodeTagged(text: string, open: OpenReference = openNowhere): unknown {
  return fromTagged(JSON.parse(text), open)
}

/** A copy of a value as it would be stored. Its assets are the same ones. */
export function copyTagged(value: unknown, path: string): unknown {
  const { text, contents } = encodeWithAssets(value, path)
  return decodeTagged(text, openAmong(contents))
}

/** The same as a plain JSON value, for a larger document. */
export function toTagged(value: unknown, path = 'value'): unknown {
  return tag(value, new Walk(path))
}

/** A walk over a value, with what it met that is kept outside of the text. */
class Walk extends Trail {
  readonly contents: Content[] = []
}

function tag(value: unknown, trail: Walk): unknown {
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

function tagObject(value: object, trail: Walk): unknown {
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
  const content = value instanceof LargeValue ? value.content : contentOf(value)
  if (content !== null) return tagContent(content, value instanceof LargeValue, trail)
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

/** How each reference to an asset begins, so that SQL can look for them. */
export const referenceMark = '{"$asset":{"hash":"'

function tagContent(content: Content, isLarge: boolean, walk: Walk): object {
  const { hash, bytes, mediaType, kind } = content.reference
  walk.contents.push(content)
  return { $asset: { hash, bytes, media_type: mediaType, kind, ...(isLarge && { large: true }) } }
}

/** A class that extends a built-in one may hold more than its parent shows: it is refused like any other class. */
function isExactly<T>(value: object, kind: { readonly prototype: T }): value is T & object {
  return Object.getPrototypeOf(value) === kind.prototype
}

/** A map or set is entered itself: its members come as a new array each time, in which a cycle would not show. */
function tagArray(value: readonly unknown[], trail: Walk, whole: object = value): unknown[] {
  trail.enter(whole)
  const copy = Array.from(value, (child, i) => {
    trail.at(i)
    return i in value ? tag(child, trail) : { $hole: true }
  })
  trail.leave()
  return copy
}

/** Name, message, and what else it holds: the cause, an aggregate's errors, own fields. The stack says where, not what. */
function tagError(error: Error, trail: Walk): object {
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
