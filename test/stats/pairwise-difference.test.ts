// Checks that the k-th smallest difference is that of the list of all differences.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { pairwiseDifference } from '../../src/stats/pairwise-difference.ts'

const sorted = (value: fc.Arbitrary<number>) =>
  fc.array(value, { minLength: 1, maxLength: 12 }).map(values => values.toSorted((a, b) => a - b))

function assertSameAsList(first: readonly number[], second: readonly number[]): void {
  const all = first.flatMap(a => second.map(b => a - b)).toSorted((a, b) => a - b)
  for (const [i, expected] of all.entries()) assert.equal(pairwiseDifference(first, second, i + 1) + 0, expected + 0)
}

test('every rank, with many ties', () => {
  const few = sorted(fc.integer({ min: -5, max: 5 }))
  fc.assert(fc.property(few, few, assertSameAsList))
})

test('every rank, of numbers of any size', () => {
  const any = sorted(fc.double({ min: -1e6, max: 1e6, noNaN: true }))
  fc.assert(fc.property(any, any, assertSameAsList))
})
