// Holds the lattice of logical types to its laws, because processes that widen a column in any order must agree.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { type CellType, type LogicalType, joinTypes, typeOfCell } from '../../src/record/types.ts'

const types = ['null', 'boolean', 'integer', 'number', 'bigint', 'text', 'date', 'bytes', 'json', 'mixed'] as const
const type = fc.constantFrom<LogicalType>(...types)
const isBelow = (a: LogicalType, b: LogicalType) => joinTypes(a, b) === b

test('the order of joining does not matter', () => {
  fc.assert(
    fc.property(type, type, type, (a, b, c) => {
      assert.equal(joinTypes(a, b), joinTypes(b, a))
      assert.equal(joinTypes(joinTypes(a, b), c), joinTypes(a, joinTypes(b, c)))
      assert.equal(joinTypes(a, a), a)
    }),
    { numRuns: 2000 },
  )
})

test('a join holds both sides: a column never narrows', () => {
  for (const a of types)
    for (const b of types) assert.ok(isBelow(a, joinTypes(a, b)) && isBelow(b, joinTypes(a, b)), `${a}, ${b}`)
})

test('null is below everything and mixed above', () => {
  for (const a of types) assert.ok(isBelow('null', a) && isBelow(a, 'mixed'), a)
})

test('integers widen to numbers, and other kinds to mixed', () => {
  assert.equal(joinTypes('integer', 'number'), 'number')
  assert.equal(joinTypes('integer', 'bigint'), 'mixed')
  assert.equal(joinTypes('integer', 'boolean'), 'mixed')
  assert.equal(joinTypes('date', 'text'), 'mixed')
})

test('a cell that SQL cannot hold counts as its own kind', () => {
  const kinds: readonly CellType[] = ['nan', 'invalid_date', 'ill_formed_text', 'null', 'json']
  assert.deepEqual(kinds.map(typeOfCell), ['number', 'date', 'text', 'null', 'json'])
})
