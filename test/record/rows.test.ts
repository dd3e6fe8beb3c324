// Any record comes back from its stored form as it went in: every key, every value, whatever else is in the table.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { foldName } from '../../src/record/names.ts'
import { awkwardKeys, key, record, value } from './arbitrary.ts'
import { writeAndRead } from './table.ts'

test('any records come back as they went in', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 6 }), records => {
      assert.deepEqual(writeAndRead(records).rows, records)
    }),
    { numRuns: 500 },
  )
})

test('values of every kind may follow each other in one column', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 8 }), values => {
      const records = values.map(one => (one === undefined ? {} : { a: one }))
      assert.deepEqual(writeAndRead(records).rows, records)
    }),
    { numRuns: 500 },
  )
})

test('keys past the limit come back as they went in', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 4 }), fc.nat(6), (records, limit) => {
      const { columns, rows } = writeAndRead(records, limit)
      assert.deepEqual(rows, records)
      assert.ok([...columns.values()].filter(column => column.place === 'own').length <= limit)
    }),
    { numRuns: 300 },
  )
})

test('the first thousand keys are columns and the rest goes to one cell', () => {
  const wide = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`key_${i}`, i]))
  const { columns, rows } = writeAndRead([wide])
  assert.deepEqual(rows, [wide])
  assert.equal([...columns.values()].filter(column => column.place === 'own').length, 1000)
  assert.equal(columns.get('key_999')?.place, 'own')
  assert.equal(columns.get('key_1000')?.place, 'more')
})

test('a table of every awkward key has as many columns as keys', () => {
  const wide = Object.fromEntries(awkwardKeys.filter(name => name !== '__proto__').map((name, i) => [name, i]))
  Object.defineProperty(wide, '__proto__', { value: 'own', enumerable: true, configurable: true, writable: true })
  const { columns, rows } = writeAndRead([wide])
  assert.deepEqual(rows, [wide])
  assert.equal(new Set([...columns.values()].map(column => foldName(column.name))).size, awkwardKeys.length)
})

test('names of columns stay apart for an engine that folds case, whatever the keys', () => {
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 40 }), keys => {
      const { columns } = writeAndRead([Object.fromEntries(keys.map(name => [name, 1]))])
      const names = [...columns.values()].map(column => column.name)
      assert.equal(new Set(names.map(foldName)).size, names.length)
      for (const name of names) assert.ok(name !== '' && name.isWellFormed() && !name.includes('\0'), JSON.stringify(name))
    }),
    { numRuns: 300 },
  )
})

test('null, NaN, an invalid date and an absent key stay apart, though all are NULL', () => {
  const records = [{ a: 1.5 }, { a: null }, { a: Number.NaN }, { a: new Date(Number.NaN) }, {}]
  assert.deepEqual(writeAndRead(records).rows, records)
  assert.deepEqual(writeAndRead(records.toReversed()).rows, records.toReversed())
})

test('undefined is absent', () => {
  assert.deepEqual(writeAndRead([{ a: undefined, b: 1 }]).rows, [{ b: 1 }])
})

test('most rows need no map of odd cells', () => {
  const { columns } = writeAndRead([{ a: 1, b: 'x' }])
  assert.deepEqual(
    [...columns.values()].map(({ type, base }) => [type, base]),
    [
      ['integer', 'integer'],
      ['text', 'text'],
    ],
  )
})
