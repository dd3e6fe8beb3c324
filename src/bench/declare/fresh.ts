// Copies of inputs and params, so that a task that changes what it was given changes nothing that a later datapoint gets.
import { isPlainObject, setKey } from '../../base/keys.ts'
import { Trail } from '../../base/trail.ts'

/** A copy of plain data; instances of classes are passed as they are. A `TypeError` names the path of what is a cycle, or nested too deeply. */
export function fresh(value: unknown, what = 'the value'): unknown {
  return typeof value === 'object' && value !== null ? copy(value, new Trail(what)) : value
}

function copy(value: unknown, trail: Trail): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return copyItems(value, trail)
  if (isPlainObject(value)) return copyFields(value, trail)
  if (value instanceof Map) return new Map(copyItems([...value], trail, value) as [unknown, unknown][])
  if (value instanceof Set) return new Set(copyItems([...value], trail, value))
  if (value instanceof Date) return new Date(value)
  if (Buffer.isBuffer(value)) return Buffer.from(value)
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return (value as Uint8Array).slice()
  return value
}

function copyFields(value: Readonly<Record<string, unknown>>, trail: Trail): object {
  const copied = Object.create(Object.getPrototypeOf(value) as object | null) as object
  trail.enter(value)
  for (const key of Object.keys(value)) {
    trail.at(key)
    setKey(copied, key, copy(value[key], trail))
  }
  trail.leave()
  return copied
}

/** A map or a set is entered itself: its members come as a new list each time, in which a cycle would not show. */
function copyItems(items: readonly unknown[], trail: Trail, whole: object = items): unknown[] {
  trail.enter(whole)
  const copied = items.map((item, i) => {
    trail.at(i)
    return copy(item, trail)
  })
  trail.leave()
  return copied
}

export function freezeDeep(value: unknown): unknown {
  if (Array.isArray(value) || isPlainObject(value)) {
    for (const child of Object.values(value)) freezeDeep(child)
    Object.freeze(value)
  }
  return value
}
