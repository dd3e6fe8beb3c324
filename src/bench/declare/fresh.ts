// Copies of inputs and params, so that a task that changes what it was given changes nothing that a later datapoint gets.
import { isPlainObject, setKey } from '../../base/keys.ts'

/** A copy of plain data; instances of classes are passed as they are. */
export function fresh(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(fresh)
  if (isPlainObject(value)) {
    const copy = Object.create(Object.getPrototypeOf(value) as object | null) as object
    for (const key of Object.keys(value)) setKey(copy, key, fresh(value[key]))
    return copy
  }
  if (value instanceof Map) return new Map([...value].map(([key, child]) => [key, fresh(child)]))
  if (value instanceof Set) return new Set([...value].map(fresh))
  if (value instanceof Date) return new Date(value)
  if (Buffer.isBuffer(value)) return Buffer.from(value)
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return (value as Uint8Array).slice()
  return value
}

export function freezeDeep(value: unknown): unknown {
  if (Array.isArray(value) || isPlainObject(value)) {
    for (const child of Object.values(value)) freezeDeep(child)
    Object.freeze(value)
  }
  return value
}
