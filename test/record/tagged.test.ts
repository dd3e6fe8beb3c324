// Nested values: exact both ways, readable as JSON, and refused by path where they are no data.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { decodeTagged, encodeTagged } from '../../src/record/tagged.ts'
import { value } from './arbitrary.ts'

const copyOf = (one: unknown) => decodeTagged(encodeTagged(one))

test('any value comes back as it went in', () => {
  fc.assert(
    fc.property(value, one => assert.deepEqual(copyOf(one), one)),
    { numRuns: 1000 },
  )
})

test('plain data is plain JSON', () => {
  const plain = fc.json().filter(text => !/-0|"\$/.test(text))
  fc.assert(fc.property(plain, text => encodeTagged(JSON.parse(text)) === JSON.stringify(JSON.parse(text))))
  assert.equal(encodeTagged({ a: [1, 'x', null, true] }), '{"a":[1,"x",null,true]}')
})

test('what JSON lacks is tagged as the command line documents it', () => {
  const odd = { a: Number.NaN, b: -Infinity, c: 2n ** 70n, d: new Date(0), e: new Uint8Array([255]) }
  assert.equal(
    encodeTagged(odd),
    '{"a":{"$nan":true},"b":{"$infinity":-1},"c":{"$bigint":"1180591620717411303424"},' +
      '"d":{"$date":"1970-01-01T00:00:00.000Z"},"e":{"$bytes":"/w=="}}',
  )
})

test('a user’s own keys that look like tags stay keys', () => {
  for (const key of ['$date', '$$date', '$', '$$', '$nan', '$hole', '$undefined', '__proto__']) {
    const one = Object.fromEntries([[key, [{ [key]: 1 }]]])
    assert.deepEqual(copyOf(one), one, key)
  }
})

test('holes of an array are not undefined', () => {
  const sparse = [1, 2, 3, 4] as unknown[]
  delete sparse[1]
  sparse[2] = undefined
  sparse.length = 6
  const copy = copyOf(sparse) as unknown[]
  assert.deepEqual(Object.keys(copy), ['0', '2', '3'])
  assert.equal(copy.length, 6)
})

test('an error keeps its class, its cause and its own fields, and has no trace of where it was read', () => {
  const error = Object.assign(new RangeError('far', { cause: new Error('near') }), { code: 'E_FAR', at: [1n] })
  const copy = copyOf(error) as RangeError & { code: string; at: unknown }
  assert.ok(copy instanceof RangeError)
  assert.deepEqual([copy.message, copy.code, copy.at, copy.cause], ['far', 'E_FAR', [1n], new Error('near')])
  assert.equal(copy.stack, 'RangeError: far')
})

test('an error of somebody’s own class keeps its name', () => {
  class RateLimitError extends Error {
    override name = 'RateLimitError'
    readonly retryAfter = 30
  }
  const copy = copyOf(new RateLimitError('slow down')) as RateLimitError
  assert.ok(copy instanceof Error)
  assert.deepEqual([copy.name, copy.message, copy.retryAfter], ['RateLimitError', 'slow down', 30])
})

test('an aggregate keeps its errors', () => {
  const copy = copyOf(new AggregateError([new TypeError('a'), 1], 'many')) as AggregateError
  assert.ok(copy instanceof AggregateError)
  assert.deepEqual([copy.message, copy.errors], ['many', [new TypeError('a'), 1]])
})

test('an array of a class that extends a typed array is one of the built-in class', () => {
  class Embedding extends Float32Array {}
  assert.deepEqual(copyOf(Embedding.of(1, 2)), Float32Array.of(1, 2))
})

test('one value in two places is stored in both', () => {
  const shared = { a: 1 }
  assert.deepEqual(copyOf([shared, shared, new Map([[shared, shared]])]), [shared, shared, new Map([[shared, shared]])])
})

test('a tag of a newer version is an error, not a guess', () => {
  assert.throws(() => decodeTagged('{"$decimal":"1.0"}'), /expected a known tag, got \$decimal; a newer version of assay/)
  assert.throws(() => decodeTagged('{"$array":["Float8Array","AA=="]}'), /expected a typed array, got Float8Array/)
})
