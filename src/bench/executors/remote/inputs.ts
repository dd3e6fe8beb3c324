// Carries inputs to another thread or process exactly as they are, and refuses those that would arrive as something else.
import { deserialize, serialize } from 'node:v8'
import { isPlainObject } from '../../../base/keys.ts'
import { Trail } from '../../../base/trail.ts'

/** An input that a worker would get as something else. */
export class UnsendableInput extends TypeError {
  override readonly name = 'TypeError'
}

/** An `UnsendableInput` names the path of what would not arrive as it is. */
export function encodeInputs(inputs: readonly unknown[]): Uint8Array {
  for (const input of inputs) check(input, new Trail('the input'))
  return serialize(inputs)
}

export function decodeInputs(bytes: Uint8Array): unknown[] {
  return deserialize(bytes) as unknown[]
}

/** Classes whose instances arrive as such. */
const whole: ReadonlySet<unknown> = new Set(
  [Date, RegExp, Buffer, ArrayBuffer, DataView, ...typedArrays()].map(({ prototype }) => prototype as unknown),
)

function typedArrays() {
  return [
    Int8Array,
    Uint8Array,
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
}

function check(value: unknown, trail: Trail): void {
  if (typeof value === 'function' || typeof value === 'symbol') refuse(trail, `a ${typeof value}`)
  if (typeof value !== 'object' || value === null) return
  const prototype: unknown = Object.getPrototypeOf(value)
  if (whole.has(prototype)) return
  if (Array.isArray(value) || isPlainObject(value)) checkEach(value, Object.entries(value), trail)
  else if (prototype === Map.prototype) checkEach(value, [...(value as Map<unknown, unknown>)].flat().entries(), trail)
  else if (prototype === Set.prototype) checkEach(value, (value as Set<unknown>).entries(), trail)
  else refuse(trail, `an instance of ${value.constructor?.name || 'a class without a name'}`)
}

function checkEach(object: object, entries: Iterable<readonly [unknown, unknown]>, trail: Trail): void {
  trail.enter(object)
  for (const [key, child] of entries) {
    trail.at(typeof key === 'number' ? key : String(key))
    check(child, trail)
  }
  trail.leave()
}

function refuse(trail: Trail, got: string): never {
  throw new UnsendableInput(
    `expected ${trail} to be plain data, because a worker gets a copy of it, got ${got}; return plain data from \`input\`, or run it inline`,
  )
}
