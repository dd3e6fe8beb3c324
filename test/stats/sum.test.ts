// Shows what plain addition gets wrong and the compensated sum gets right.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { sum } from '../../src/stats/sum.ts'
import { assertClose } from './close.ts'

test('nothing adds up to 0', () => {
  assert.equal(sum([]), 0)
})

test("Neumaier's example keeps the small terms", () => {
  assert.equal(sum([1, 1e100, 1, -1e100]), 2)
})

test('ten tenths are one', () => {
  assert.equal(sum(Array.from({ length: 10 }, () => 0.1)), 1)
})

test('any iterable can be added', () => {
  assert.equal(sum(new Set([1, 2, 3])), 6)
  assert.equal(sum(new Float64Array([1, 2, 3])), 6)
})

test('infinities and NaN come out as from plain addition', () => {
  const value = fc.constantFrom(1, -1, 1e308, -1e308, Infinity, -Infinity, Number.NaN)
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), values => {
      const plain = values.reduce((total, value) => total + value, 0)
      if (!Number.isFinite(plain)) assert.equal(sum(values), plain)
    }),
  )
})

test('the sum of integers is exact in any order', () => {
  const value = fc.integer({ min: -(2 ** 40), max: 2 ** 40 })
  fc.assert(
    fc.property(fc.array(value), values => {
      assert.equal(sum(values), Number(values.reduce((total, value) => total + BigInt(value), 0n)))
      assert.equal(sum(values.toSorted((a, b) => a - b)), sum(values))
    }),
  )
})

test('the sum hardly depends on the order', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), values => {
      const size = sum(values.map(Math.abs))
      assert.ok(Math.abs(sum(values) - sum(values.toReversed())) <= size * Number.EPSILON)
    }),
  )
})

test('adding it to its own negation leaves nothing', () => {
  assertClose(sum([0.1, 0.2, 0.3, -0.1, -0.2, -0.3]), 0, 1e-17)
})
