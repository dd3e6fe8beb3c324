// Values are compared by what they hold, and a pair at which Node's own comparison breaks off is not equal.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { isEqual } from '../../src/base/equal.ts'

test('equal and different values', () => {
  assert.ok(isEqual({ a: [1, new Set(['x'])] }, { a: [1, new Set(['x'])] }))
  assert.ok(!isEqual({ a: 0 }, { a: -0 }))
})

test('sets that hold undefined on one side and an object on the other', () => {
  const pair = [new Set<unknown>([undefined, {}, 'x']), new Set<unknown>([{ a: 1 }, [], new Map()])] as const
  assert.throws(() => isDeepStrictEqual(...pair), 'the reason for this module')
  assert.equal(isEqual(...pair), false)
})
