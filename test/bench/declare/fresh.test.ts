// Checks that copies share nothing that a task could change, and keep every kind of value.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fresh, freezeDeep } from '../../../src/bench/declare/fresh.ts'

test('containers are copied all the way down', () => {
  const value = {
    list: [{ a: 1 }],
    map: new Map([['k', [1]]]),
    set: new Set([{ a: 1 }]),
    date: new Date(5),
    bytes: new Uint8Array([1]),
    buffer: Buffer.from('x'),
    floats: new Float32Array([0.5]),
  }
  const copy = fresh(value) as typeof value
  assert.deepEqual(copy, value)
  assert.ok(Buffer.isBuffer(copy.buffer) && copy.floats instanceof Float32Array)
  copy.list[0]!.a = 2
  copy.map.get('k')!.push(2)
  for (const entry of copy.set) entry.a = 2
  copy.set.add({ a: 3 })
  copy.date.setTime(6)
  copy.bytes[0] = 2
  copy.buffer.write('y')
  copy.floats[0] = 2
  assert.deepEqual(value, {
    list: [{ a: 1 }],
    map: new Map([['k', [1]]]),
    set: new Set([{ a: 1 }]),
    date: new Date(5),
    bytes: new Uint8Array([1]),
    buffer: Buffer.from('x'),
    floats: new Float32Array([0.5]),
  })
})

test('a key called __proto__ is a key, and an object without a prototype stays one', () => {
  const value = JSON.parse('{"__proto__":{"a":1}}') as object
  const copy = fresh(value) as object
  assert.ok(Object.hasOwn(copy, '__proto__'))
  assert.equal(Object.getPrototypeOf(fresh(Object.create(null))), null)
})

test('an instance of a class is passed as it is', () => {
  const url = new URL('file:///a')
  assert.equal(fresh(url), url)
})

test('frozen means every plain container in it', () => {
  const value = freezeDeep({ list: [{ a: 1 }] }) as { list: { a: number }[] }
  assert.ok(Object.isFrozen(value) && Object.isFrozen(value.list) && Object.isFrozen(value.list[0]))
})
