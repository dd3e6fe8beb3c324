// Turns the tags of stored JSON back into the values that they stand for.
import { setKey } from '../base/keys.ts'
import { type AssetReference, type Content, LargeValue, assetNotFound, createAsset } from './asset.ts'

/** What a reference stands for: an asset, or, where it is in the place of a large value, that value. */
export type OpenReference = (reference: AssetReference, isLarge: boolean) => unknown

/** Turns a tagged JSON value back. */
export function fromTagged(value: unknown, open: OpenReference = openNowhere): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return untagArray(value, open)
  const keys = Object.keys(value)
  const [first] = keys
  if (keys.length === 1 && first !== undefined && first.startsWith('$') && !first.startsWith('$$')) {
    return untag(first, (value as Record<string, unknown>)[first], open)
  }
  const copy = {}
  for (const key of keys)
    setKey(copy, key.startsWith('$$') ? key.slice(1) : key, fromTagged((value as Record<string, unknown>)[key], open))
  return copy
}

function untagArray(value: readonly unknown[], open: OpenReference): unknown[] {
  const isHole = (child: unknown) => typeof child === 'object' && child !== null && Object.hasOwn(child, '$hole')
  const copy: unknown[] = []
  value.forEach((child, i) => {
    if (!isHole(child)) copy[i] = fromTagged(child, open)
  })
  copy.length = value.length
  return copy
}

const untaggers: Readonly<Record<string, (content: never, open: OpenReference) => unknown>> = {
  $nan: () => Number.NaN,
  $infinity: (sign: number) => sign * Number.POSITIVE_INFINITY,
  $zero: () => -0,
  $undefined: () => undefined,
  $bigint: (digits: string) => BigInt(digits),
  $date: (iso: string | null) => new Date(iso ?? Number.NaN),
  $bytes: (base64: string) => new Uint8Array(Buffer.from(base64, 'base64')),
  $map: (entries: [unknown, unknown][], open) =>
    new Map(entries.map(([key, child]) => [fromTagged(key, open), fromTagged(child, open)])),
  $set: (members: unknown[], open) => new Set(members.map(member => fromTagged(member, open))),
  $regexp: ([source, flags]: [string, string]) => new RegExp(source, flags),
  $url: (href: string) => new URL(href),
  $error: untagError,
  $array: untagTypedArray,
  $asset: ({ hash, bytes, media_type: mediaType, kind, large = false }: AssetTag, open) =>
    open({ hash, bytes, mediaType, kind }, large),
}

interface AssetTag extends Omit<AssetReference, 'mediaType'> {
  readonly media_type: string
  readonly large?: boolean
}

function untag(tag: string, content: unknown, open: OpenReference): unknown {
  const restore = untaggers[tag]
  if (restore === undefined) throw new TypeError(`expected a known tag, got ${tag}; a newer version of assay may have written it`)
  return restore(content as never, open)
}

const errorClasses = [Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]

/** An instance of the built-in class of that name, or of `Error` under that name. It was not thrown here, so it has no trace. */
function untagError({ name, message, ...own }: { name: string; message: string }, open: OpenReference): Error {
  const kind = errorClasses.find(known => known.name === name) ?? Error
  const error = kind === AggregateError ? new AggregateError([], message) : new (kind as ErrorConstructor)(message)
  const hide = (key: string, value: unknown) =>
    Object.defineProperty(error, key, { value, writable: true, enumerable: false, configurable: true })
  if (error.name !== name) hide('name', name)
  hide('stack', `${name}: ${message}`)
  for (const [key, value] of Object.entries(own)) {
    if (key === 'cause' || key === 'errors') hide(key, fromTagged(value, open))
    else setKey(error, key, fromTagged(value, open))
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

/** References to these contents; a large value stays apart. */
export function openAmong(contents: readonly Content[]): OpenReference {
  const known = new Map(contents.map(content => [content.reference.hash, content]))
  return (reference, isLarge) => openContent(known.get(reference.hash) ?? nowhere(reference), isLarge)
}

/** The asset of a content, or what stands in the place of a large value. */
export function openContent(content: Content, isLarge = false): unknown {
  return isLarge ? new LargeValue(content) : createAsset(content, text => fromTagged(JSON.parse(text)))
}

export function openNowhere(reference: AssetReference, isLarge: boolean): unknown {
  return openContent(nowhere(reference), isLarge)
}

/** Of a row that was read from a file of lines, or from anywhere else but its database. */
function nowhere(reference: AssetReference): Content {
  return {
    reference,
    chunks: () => {
      throw assetNotFound(reference.hash, 'where this row was read from')
    },
  }
}
