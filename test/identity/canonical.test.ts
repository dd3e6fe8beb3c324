// Equal values have one identity, different ones two, and what cannot be told apart has none: pair by pair, and over any values.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import * as fc from 'fast-check'
import { isEqual } from '../../src/base/equal.ts'
import { canonical } from '../../src/identity/canonical.ts'
import { digest } from '../../src/identity/digest.ts'
import { value } from '../record/arbitrary.ts'
import { differ, refused, same } from './pairs.ts'

test('each of the values that differ has an identity of its own', () => {
  for (const [a, b] of differ) {
    assert.notEqual(digest(a), digest(b), `${canonical(a)} and ${canonical(b)}`)
    assert.notEqual(digest({ v: [a] }), digest({ v: [b] }), `inside others: ${canonical(a)} and ${canonical(b)}`)
  }
})

test('values that are equal have one identity', () => {
  for (const [a, b] of same) {
    assert.equal(canonical(a), canonical(b))
    assert.equal(digest({ v: [a] }), digest({ v: [b] }))
  }
})

for (const [what, one, message] of refused) {
  test(`${what} has no identity`, () => {
    assert.throws(() => digest(one, 'v'), { name: 'TypeError', message })
  })
}

test('two values have one text exactly when they are equal', () => {
  fc.assert(
    fc.property(value, value, (a, b) => {
      assert.equal(canonical(a) === canonical(b), isEqual(a, b), `${canonical(a)} and ${canonical(b)}`)
    }),
    { numRuns: 1000 },
  )
})

test('a copy has the text of the original', () => {
  fc.assert(
    fc.property(
      value.filter(one => isCloned(one)),
      one => assert.equal(canonical(structuredClone(one)), canonical(one)),
    ),
  )
})

test('the order of keys does not matter, at any depth', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), value), { maxLength: 8 }), entries => {
      const unique = [...new Map(entries)]
      const one = Object.fromEntries(unique)
      const other = Object.fromEntries(unique.toReversed())
      assert.equal(canonical([{ one }]), canonical([{ one: other }]))
    }),
  )
})

test('data of another realm, such as a test runner’s, is the same data', () => {
  const foreign: unknown = runInNewContext(`({ o: { b: [1, { a: -0 }], a: 2n }, d: new Date(5), m: new Map([['a', 1]]),
    s: new Set([1]), r: /a/g, u: new Uint8Array([1]), f: new Float64Array([1]), n: Object.create(null), p: { a: [1, 'x'] } })`)
  const own = {
    o: { b: [1, { a: -0 }], a: 2n },
    d: new Date(5),
    m: new Map([['a', 1]]),
    s: new Set([1]),
    r: /a/g,
    u: new Uint8Array([1]),
    f: new Float64Array([1]),
    n: {},
    p: { a: [1, 'x'] },
  }
  assert.notEqual(Object.getPrototypeOf(foreign), Object.prototype)
  assert.equal(canonical(foreign), canonical(own))
  assert.equal(canonical(runInNewContext("({ b: [1], a: 'x' })")), '{"a":"x","b":[1]}')
})

test('what another realm hides is refused too', () => {
  for (const source of ['new WeakMap()', 'Promise.resolve()', 'new (class extends Map {})()'])
    assert.throws(() => canonical(runInNewContext(source)), TypeError, source)
})

/** `structuredClone` makes nothing of a URL, and of an error less than it was. */
function isCloned(one: unknown): boolean {
  return !/#url|#error/.test(canonical(one))
}
