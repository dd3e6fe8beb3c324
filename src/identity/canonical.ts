// The one canonical, type-tagged text of a value: equal values have equal texts, different values different ones, for good.
import { isPlainObject } from '../base/keys.ts'
import { Trail } from '../base/trail.ts'
import { contentOf } from '../record/asset.ts'
import { builtInOf, hiddenState } from './classes.ts'
import { notPlain, sortPlain } from './plain.ts'

/** Stands in front of every digest. A change of the text below is a new number; stored parts are then digested again. */
export const encodingNumber = 1

/**
 * JSON with sorted keys for what JSON can say; `#kind` and brackets for the rest, which JSON text never begins with. Maps and sets
 * are sorted like keys. Arrays count by their elements. A `TypeError` names the path of what has no identity, and the fix.
 */
export function canonical(value: unknown, path = 'value'): string {
  const plain = sortPlain(value)
  return plain === notPlain ? write(value, new Trail(path)) : JSON.stringify(plain)
}

function write(value: unknown, trail: Trail): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? String(value) : `#${Object.is(value, -0) ? '-0' : value}`
    case 'boolean':
      return value ? 'true' : 'false'
    case 'undefined':
      return '#undefined'
    case 'bigint':
      return `#bigint(${value})`
    case 'object':
      return value === null ? 'null' : writeObject(value, trail)
    default:
      throw refused(trail, `a ${typeof value}`, 'pass what it computes, or its name')
  }
}

function writeObject(value: object, trail: Trail): string {
  if (Array.isArray(value)) return writeArray(value, trail)
  if (isPlainObject(value)) return writeFields(value, trail)
  const content = contentOf(value)
  if (content !== null) return `#asset(${content.reference.kind},${content.reference.hash})`
  const kind = builtInOf(value)
  if (kind === 'Date') return `#date(${Date.prototype.getTime.call(value)})`
  if (kind === 'Map')
    return `#map(${writePairs(value as ReadonlyMap<unknown, unknown>, trail)
      .sort()
      .join(',')})`
  if (kind === 'Set')
    return `#set(${writeItems([...(value as ReadonlySet<unknown>)], trail, value)
      .sort()
      .join(',')})`
  if (kind === 'RegExp') return `#regexp(${JSON.stringify((value as RegExp).source)},${(value as RegExp).flags})`
  if (kind === 'URL') return `#url(${JSON.stringify((value as URL).href)})`
  if (kind !== null && ArrayBuffer.isView(value)) return `#${kind}(${base64(value)})`
  if (kind === 'ArrayBuffer') return `#ArrayBuffer(${base64(new Uint8Array(value as ArrayBuffer))})`
  if (value instanceof Error) return writeError(value, trail)
  return `#class(${writeInstance(value, trail)})`
}

function base64(view: ArrayBufferView): string {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64')
}

function writeArray(value: readonly unknown[], trail: Trail): string {
  if (value.constructor?.name !== 'Array')
    throw refused(trail, `an array of the class ${value.constructor?.name}`, 'pass a plain array')
  return `[${writeItems(value, trail).join(',')}]`
}

/** Of an error its fields come as a new object each time, in which a cycle would not show: `whole` is entered instead. */
function writeFields(value: Readonly<Record<string, unknown>>, trail: Trail, whole: object = value): string {
  if (Object.getOwnPropertySymbols(value).length > 0) throw refused(trail, 'an object with a symbol key', 'use text keys')
  trail.enter(whole)
  let text = ''
  for (const key of Object.keys(value).sort()) {
    trail.at(key)
    text += `${text === '' ? '{' : ','}${JSON.stringify(key)}:${write(value[key], trail)}`
  }
  trail.leave()
  return text === '' ? '{}' : `${text}}`
}

/** A set is entered itself: its members come as a new array each time, in which a cycle would not show. */
function writeItems(items: readonly unknown[], trail: Trail, whole: object = items): string[] {
  trail.enter(whole)
  const texts: string[] = []
  for (let i = 0; i < items.length; i++) {
    trail.at(i)
    const item = items[i]
    texts.push(item === undefined && !(i in items) ? '#hole' : write(item, trail))
  }
  trail.leave()
  return texts
}

function writePairs(map: ReadonlyMap<unknown, unknown>, trail: Trail): string[] {
  trail.enter(map)
  const texts: string[] = []
  for (const [key, value] of map) {
    trail.at(String(typeof key === 'object' ? texts.length : key))
    texts.push(`${write(key, trail)}=>${write(value, trail)}`)
  }
  trail.leave()
  return texts
}

/** Name, message, cause and own fields; the stack says where, not what. */
function writeError(error: Error, trail: Trail): string {
  const { name, message, cause, errors } = error as Error & { readonly errors?: unknown }
  const { stack: _, ...own } = { ...error, name, message, cause, errors }
  return `#error(${writeInstance(error, trail, own)})`
}

/** Class name and fields; not of a class that hides some of its state. */
function writeInstance(value: object, trail: Trail, fields: object = value): string {
  const hidden = hiddenState(value)
  if (hidden !== null) throw refused(trail, hidden, 'pass a plain object of what matters in it')
  return `${JSON.stringify(value.constructor.name)},${writeFields(fields as Record<string, unknown>, trail, value)}`
}

function refused(trail: Trail, got: string, fix: string): TypeError {
  return new TypeError(`expected ${trail} to be data, got ${got}, which has no identity; ${fix}`)
}
