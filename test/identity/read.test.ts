// Canonical texts are read back: as plain values where they are no more, and field by field whatever they hold.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { canonical } from '../../src/identity/canonical.ts'
import { fieldTexts, isWritten, plainOf } from '../../src/identity/read.ts'
import { value } from '../record/arbitrary.ts'

test('the fields of any object have the canonical texts of their values', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), object => {
      const expected = Object.keys(object)
        .sort()
        .map(key => [key, canonical(object[key])])
      assert.deepEqual([...fieldTexts(canonical(object))], expected)
    }),
  )
})

test('what is no object has no fields', () => {
  for (const other of ['a{', [{ a: 1 }], new Map([['a', 1]]), null, 7]) assert.equal(fieldTexts(canonical(other)).size, 0)
  assert.equal(fieldTexts('{}').size, 0)
})

test('a plain value comes back as it is, and a tagged one not at all', () => {
  for (const plain of ['#nan', { b: [1, { a: null }], a: true }, 1e21, {}])
    assert.deepEqual(plainOf(canonical(plain)), { value: plain })
  for (const tagged of [Number.NaN, -0, 1n, new Date(0), { a: [undefined] }]) assert.equal(plainOf(canonical(tagged)), null)
  assert.equal(plainOf('{"b":1,"a":1}'), null, 'no canonical text')
})

test('a text means what is written so, as on a command line, and a value only itself', () => {
  const pairs: [unknown, unknown][] = [
    ['7', 7],
    ['7', '7'],
    ['true', true],
    ['NaN', Number.NaN],
    ['5', 5n],
    ['null', null],
    [7, 7],
  ]
  for (const [wanted, is] of pairs) assert.ok(isWritten(canonical(is), wanted), `${String(wanted)} ${String(is)}`)
  const others: [unknown, unknown][] = [
    [7, '7'],
    ['7', 77],
    [true, 'true'],
    ['a', 'A'],
    [1, 1n],
  ]
  for (const [wanted, is] of others) assert.ok(!isWritten(canonical(is), wanted), `${String(wanted)} ${String(is)}`)
})
