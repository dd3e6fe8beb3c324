// Checks that any row becomes one line of JSON and comes back, and that other people's JSON is left as it is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { decodeLine, encodeLine } from '../../src/record/lines.ts'
import { record } from './arbitrary.ts'

test('any row is one line of JSON, and comes back', () => {
  fc.assert(
    fc.property(record, row => {
      const line = encodeLine(row)
      assert.equal(line.includes('\n'), false)
      assert.deepEqual(decodeLine(JSON.parse(line)), row)
    }),
    { numRuns: 500 },
  )
})

test('an absent value is left out, and a date of a class of its own is a date', () => {
  class Day extends Date {}
  assert.equal(encodeLine({ a: undefined, at: new Day(0) }), '{"$assay":1,"at":{"$date":"1970-01-01T00:00:00.000Z"}}')
})

test('a row’s own key `$assay` is not taken for the mark', () => {
  const row = { $assay: 7, $date: 'x' }
  assert.deepEqual(decodeLine(JSON.parse(encodeLine(row))), row)
})

test('what cannot be stored is named', () => {
  assert.throws(() => encodeLine({ list: [() => 1] }), /^TypeError: expected list\.0 to be plain data/)
})

test('JSON without the mark is what it is, tags or not', () => {
  for (const value of [{ $date: '2020-01-01' }, { at: { $date: '2020-01-01' }, $$key: 1 }, [{ $nan: true }], 'text', 1, null])
    assert.deepEqual(decodeLine(structuredClone(value)), value)
})

test('a format that is not known is an error', () => {
  assert.throws(
    () => decodeLine({ $assay: 2, x: 1 }),
    /^TypeError: it has the format 2, which a newer version of assay may have written/,
  )
})
