// Checks that differences of pairs are exact where they vary, and equal where only rounding does.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { largestOf, pairedDifferences } from '../../src/stats/differences.ts'

test('differences that vary by rounding only are made equal', () => {
  const differences = pairedDifferences([0.9, 0.5, 0.4], [0.8, 0.4, 0.3])
  assert.equal(new Set(differences).size, 1)
})

test('differences that vary more, however little, are left alone', () => {
  assert.deepEqual(pairedDifferences([1, 1 + 1e-10], [0, 0]), [1, 1 + 1e-10])
})

test('values that are not finite are left alone', () => {
  assert.deepEqual(pairedDifferences([1, Infinity], [0, 0]), [1, Infinity])
})

test('the largest absolute value', () => {
  assert.deepEqual([largestOf([1, -3, 2]), largestOf([])], [3, 0])
})
