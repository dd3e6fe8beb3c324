// The fast way through the engine's JSON writer gives the same text as the slow way, whatever it is given.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { canonical } from '../../src/identity/canonical.ts'
import { notPlain, sortPlain } from '../../src/identity/plain.ts'
import { key, value } from '../record/arbitrary.ts'

const leaf = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.integer(), fc.boolean(), fc.constant(null))
const plain = fc.letrec(tie => ({
  value: fc.oneof({ maxDepth: 4, depthIdentifier: 'plain' }, leaf, tie('array'), tie('object')),
  array: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(fc.oneof(key, fc.string({ unit: 'grapheme' })), tie('value'), { maxKeys: 5, noNullPrototype: true }),
})).value

/** Beside a bigint everything takes the slow way, because JSON cannot say it. */
function slowly(one: unknown): string {
  const text = canonical([one, 1n])
  return text.slice('['.length, -',#bigint(1)]'.length)
}

test('both ways give one text for plain values', () => {
  fc.assert(
    fc.property(plain, one => assert.equal(canonical(one), slowly(one))),
    { numRuns: 2000 },
  )
})

test('both ways give one text for any value', () => {
  fc.assert(
    fc.property(value, one => assert.equal(canonical(one), slowly(one))),
    { numRuns: 500 },
  )
})

test('plain values with ordinary keys take the fast way', () => {
  assert.equal(sortPlain('a'), 'a')
  assert.notEqual(sortPlain({ b: [1, { d: null, c: true }], a: 'ü' }), notPlain)
})

test('a value whose keys are in order is not copied', () => {
  const sorted = { a: [{ b: 1, c: [] }], d: {} }
  assert.equal(sortPlain(sorted), sorted)
})

test('the value itself is never changed', () => {
  const unsorted = { b: { d: 1, c: 2 }, a: [{ f: 1, e: 2 }] }
  canonical(unsorted)
  assert.equal(JSON.stringify(unsorted), '{"b":{"d":1,"c":2},"a":[{"f":1,"e":2}]}')
})

test('what the engine’s writer would say otherwise takes the slow way', () => {
  const hidden = Object.defineProperty({ a: 1 }, 'toJSON', { value: () => 'else' })
  const listed = Object.defineProperty([1], 'toJSON', { value: () => 'else' })
  for (const one of [
    -0,
    Number.NaN,
    undefined,
    1n,
    [undefined],
    Array.from({ length: 1 }),
    { 1: 1 },
    { a: { '0a': 1 } },
    hidden,
    listed,
    new Date(0),
  ])
    assert.equal(sortPlain(one), notPlain)
  assert.equal(canonical(hidden), '{"a":1}')
  assert.equal(canonical(listed), '[1]')
})

test('depth alone changes no text, and no cycle is missed', () => {
  let deep: unknown = 1
  for (let i = 0; i < 200; i++) deep = i % 2 === 0 ? [deep] : { a: deep }
  assert.equal(canonical(deep), slowly(deep))
  assert.equal(canonical(deep), JSON.stringify(deep))
  const cycle: unknown[] = []
  cycle.push({ cycle })
  assert.throws(() => canonical(cycle), /expected value\.0\.cycle to be a tree, got a cycle/)
})
