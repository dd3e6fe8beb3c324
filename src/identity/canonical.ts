// The one canonical, type-tagged text of a value: equal values have equal texts, different values different ones, for good.
import { isPlainObject } from '../base/keys.ts'
import { Trail } from '../base/trail.ts'
import { hiddenState } from './classes.ts'
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
  if (Array.isArray(value)) return `[${writeItems(value, trail).join(',')}]`
  if (isPlainObject(value)) return writeFields(value, trail)
  if (value instanceof Date) return `#date(${value.getTime()})`
  if (value instanceof Map) return `#map(${writePairs(value, trail).sort().join(',')})`
  if (value instanceof Set)
    return `#set(${writeItems([...value], trail)
      .sort()
      .join(',')})`
  if (ArrayBuffer.isView(value)) return writeBytes(value)
  if (value instanceof ArrayBuffer) return `#ArrayBuffer(${Buffer.from(value).toString('base64')})`
  if (value instanceof RegExp) return `#regexp(${JSON.stringify(value.source)},${value.flags})`
  if (value instanceof URL) return `#url(${JSON.stringify(value.href)})`
  if (value instanceof Error) return writeError(value, trail)
  return writeInstance(value, trail)
}

function writeFields(value: Readonly<Record<string, unknown>>, trail: Trail): string {
  if (Object.getOwnPropertySymbols(value).length > 0) throw refused(trail, 'an object with a symbol key', 'use text keys')
  trail.enter(value)
  let text = ''
  for (const key of Object.keys(value).sort()) {
    trail.at(key)
    text += `${text === '' ? '{' : ','}${JSON.stringify(key)}:${write(value[key], trail)}`
  }
  trail.leave()
  return text === '' ? '{}' : `${text}}`
}

function writeItems(items: readonly unknown[], trail: Trail): string[] {
  trail.enter(items)
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

/** A Buffer is a Uint8Array; every other view keeps its kind, because the same bytes mean other numbers in it. */
function writeBytes(view: ArrayBufferView): string {
  const kind = view instanceof Uint8Array ? 'Uint8Array' : view.constructor.name
  return `#${kind}(${Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64')})`
}

/** Name, message, cause and own fields; the stack says where, not what. */
function writeError(error: Error, trail: Trail): string {
  const { stack: _, name, message, cause, ...fields } = { ...error, name: error.name, message: error.message, cause: error.cause }
  return `#error(${error.constructor.name},${writeFields({ ...fields, name, message, cause }, trail)})`
}

function writeInstance(value: object, trail: Trail): string {
  const hidden = hiddenState(value)
  if (hidden !== null) throw refused(trail, hidden, 'pass a plain object of what matters in it')
  return `#class(${value.constructor.name},${writeFields(value as Record<string, unknown>, trail)})`
}

function refused(trail: Trail, got: string, fix: string): TypeError {
  return new TypeError(`expected ${trail} to be data, got ${got}, which has no identity; ${fix}`)
}
