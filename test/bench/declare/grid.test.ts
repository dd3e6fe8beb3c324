// Checks that a grid is every combination, in an order that one can predict.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { grid } from '../../../src/bench/declare/grid.ts'

test('every combination, the last axis fastest', () => {
  assert.deepEqual(grid({ model: ['a', 'b'], chars: [16, 80] }), [
    { model: 'a', chars: 16 },
    { model: 'a', chars: 80 },
    { model: 'b', chars: 16 },
    { model: 'b', chars: 80 },
  ])
})

test('without axes there is one empty configuration, with an empty axis none', () => {
  assert.deepEqual(grid({}), [{}])
  assert.deepEqual(grid({ model: ['a', 'b'], chars: [] }), [])
})

test('values of any kind are kept as they are', () => {
  const options = { deep: [1] }
  const [first] = grid({ options: [options, null], list: [[1, 2]] })
  assert.equal(first?.options, options)
  assert.deepEqual(first?.list, [1, 2])
})

test('an axis that is no list is refused by name', () => {
  assert.throws(
    () => grid({ model: 'abc' as unknown as string[] }),
    new TypeError('expected the axis `model` to be a list of values, got a text'),
  )
})

test('the literals keep their types', () => {
  const [first] = grid({ model: ['a', 'b'], chars: [16] })
  const model: 'a' | 'b' | undefined = first?.model
  const chars: 16 | undefined = first?.chars
  assert.deepEqual([model, chars], ['a', 16])
})

test('as many combinations as the product of the axes, no two equal', () => {
  const axis = fc.uniqueArray(fc.integer(), { maxLength: 5 })
  fc.assert(
    fc.property(axis, axis, axis, (a, b, c) => {
      const combinations = grid({ a, b, c })
      assert.equal(combinations.length, a.length * b.length * c.length)
      assert.equal(new Set(combinations.map(entry => JSON.stringify(entry))).size, combinations.length)
    }),
  )
})
