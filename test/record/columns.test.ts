// Holds how a table's columns grow: what a batch adds or widens, and what it leaves alone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { type Column, type Columns, columnsToChange, toCells } from '../../src/record/columns.ts'
import { typeOfCell, joinTypes } from '../../src/record/types.ts'
import { record } from './arbitrary.ts'

const none: Columns = new Map()

function change(records: readonly object[], columns: Columns = none, limit?: number): Column[] {
  return columnsToChange(
    columns,
    records.map(one => toCells(one as Record<string, unknown>)),
    limit,
  )
}

function columnOf(values: readonly unknown[]): Pick<Column, 'type' | 'base'> | undefined {
  const [column] = change(values.map(a => ({ a })))
  return column && { type: column.type, base: column.base }
}

test('a first null leaves the kind open for numbers', () => {
  assert.deepEqual(columnOf([null]), { type: 'null', base: 'null' })
  assert.deepEqual(columnOf([null, 9, 10]), { type: 'integer', base: 'integer' })
  assert.deepEqual(columnOf([null, 9, 10, 0.5]), { type: 'number', base: 'integer' })
})

test('NaN keeps a column numeric, a text makes it mixed', () => {
  assert.deepEqual(columnOf([1.5, Number.NaN, -0]), { type: 'number', base: 'number' })
  assert.deepEqual(columnOf([Number.NaN, 2]), { type: 'number', base: 'number' })
  assert.deepEqual(columnOf([1, 'one']), { type: 'mixed', base: 'integer' })
})

test('a batch that fits changes nothing', () => {
  const columns = new Map(change([{ a: 1.5, b: 'x' }]).map(column => [column.key, column]))
  assert.deepEqual(change([{ a: 2 }, { b: null }, {}, { a: Number.NaN }], columns), [])
})

test('only what changes is named, once for the whole batch', () => {
  const columns = new Map(change([{ a: 1, b: 1 }]).map(column => [column.key, column]))
  const changed = change(
    [
      { a: 0.5, c: 1 },
      { a: 2, c: 'x', b: 3 },
    ],
    columns,
  )
  assert.deepEqual(
    changed.map(({ key, type }) => [key, type]),
    [
      ['a', 'number'],
      ['c', 'mixed'],
    ],
  )
})

test('a widened column keeps its name, its place and its base', () => {
  const columns = new Map(change([{ Loss: 1 }]).map(column => [column.key, column]))
  const [column] = change([{ Loss: 'high' }], columns)
  assert.deepEqual(column, { key: 'Loss', name: 'Loss', type: 'mixed', base: 'integer', place: 'own', isFixed: false })
})

test('a new key gets a name that no column has, those past the limit included', () => {
  const columns = new Map(change([{ a: 1, b: 1, B: 1 }], none, 2).map(column => [column.key, column]))
  assert.equal(columns.get('B')?.place, 'more')
  const [column] = change([{ A: 1 }], columns, 10)
  assert.match(column?.name ?? '', /^A~[0-9a-f]{6}$/)
})

test('a column is the join of all its cells, in one batch or in many', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 6 }), records => {
      const together = new Map(change(records).map(column => [column.key, column]))
      const apart = new Map<string, Column>()
      for (const one of records) for (const column of change([one], apart)) apart.set(column.key, column)
      assert.deepEqual(apart, together)
      for (const { key, type } of together.values()) {
        const cells = records.map(one => toCells(one))
        const kinds = cells.flatMap(({ keys, types }) => types.filter((_, i) => keys[i] === key)).map(typeOfCell)
        assert.equal(type, kinds.reduce(joinTypes))
      }
    }),
  )
})
