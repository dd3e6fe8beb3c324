// Holds what one value becomes in SQL: numbers stay numbers for aggregates, and nothing turns into something it was not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { fromCell, toCell } from '../../src/record/cells.ts'
import { value } from './arbitrary.ts'

const cellOf = (one: unknown) => toCell(one, 'a')

test('numbers are stored as SQL counts with them', () => {
  assert.deepEqual(cellOf(5), { value: 5n, type: 'integer' })
  assert.deepEqual(cellOf(Number.MAX_SAFE_INTEGER), { value: 9007199254740991n, type: 'integer' })
  assert.deepEqual(cellOf(2 ** 53), { value: 2 ** 53, type: 'number' })
  assert.deepEqual(cellOf(-0), { value: -0, type: 'number' })
  assert.deepEqual(cellOf(Infinity), { value: Infinity, type: 'number' })
})

test('NaN is NULL and never a text', () => {
  assert.deepEqual(cellOf(Number.NaN), { value: null, type: 'nan' })
})

test('whole numbers beyond 64 bits are text', () => {
  assert.deepEqual(cellOf(2n ** 60n), { value: 2n ** 60n, type: 'bigint' })
  assert.deepEqual(cellOf(-(2n ** 63n)), { value: -(2n ** 63n), type: 'bigint' })
  assert.deepEqual(cellOf(2n ** 63n), { value: '9223372036854775808', type: 'bigint' })
})

test('dates are UTC texts that sort by time within the years 0 to 9999', () => {
  assert.deepEqual(cellOf(new Date('2026-01-02T03:04:05.678+02:00')), { value: '2026-01-02T01:04:05.678Z', type: 'date' })
  assert.deepEqual(cellOf(new Date(8.64e15)), { value: '+275760-09-13T00:00:00.000Z', type: 'date' })
  assert.deepEqual(cellOf(new Date(Number.NaN)), { value: null, type: 'invalid_date' })
})

test('text that no engine takes is kept as bytes', () => {
  assert.deepEqual(cellOf('a\ud800'), { value: new Uint8Array([97, 0, 0, 0xd8]), type: 'ill_formed_text' })
})

test('a nested value is JSON that any program reads', () => {
  assert.deepEqual(cellOf({ a: [1, 'ü'] }), { value: '{"a":[1,"ü"]}', type: 'json' })
})

test('bytes are copied: a buffer filled anew changes no stored row', () => {
  const buffer = Buffer.from([1, 2, 3])
  const cell = cellOf(buffer)
  buffer.fill(9)
  assert.deepEqual(cell, { value: new Uint8Array([1, 2, 3]), type: 'bytes' })
})

test('integers are read as numbers, whichever way the driver gives them', () => {
  assert.equal(fromCell(5n, 'integer'), 5)
  assert.equal(fromCell(5, 'integer'), 5)
  assert.equal(fromCell(5, 'bigint'), 5n)
  assert.equal(fromCell(1n, 'boolean'), true)
})

test('any value comes back from its cell', () => {
  fc.assert(
    fc.property(
      value.filter(one => one !== undefined),
      one => {
        const cell = cellOf(one)
        assert.deepEqual(fromCell(cell.value, cell.type), one)
      },
    ),
    { numRuns: 500 },
  )
})
