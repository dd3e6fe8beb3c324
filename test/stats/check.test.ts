// Checks what arguments are refused, in the words that the reader sees, and what values are unusable.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkInteger, checkPaired, checkSuccesses, whyUnusable } from '../../src/stats/check.ts'

test('counts are integers from their least value', () => {
  checkInteger('n', 0)
  assert.throws(() => checkInteger('n', -1), new RangeError('expected `n` to be an integer from 0, got -1'))
  assert.throws(() => checkInteger('draws', 1, 2), new RangeError('expected `draws` to be an integer from 2, got 1'))
  assert.throws(() => checkInteger('n', Number.NaN), RangeError)
})

test('successes are at most all of the items', () => {
  checkSuccesses(3, 3)
  assert.throws(
    () => checkSuccesses(4, 3, ['first.successes', 'first.n']),
    new RangeError('expected `first.successes` to be an integer between 0 and 3, got 4'),
  )
})

test('lists that belong together are as long as each other', () => {
  checkPaired('weights', [1, 2], 2)
  assert.throws(() => checkPaired('weights', [1], 2), new RangeError('expected `weights` to have 2 entries, got 1'))
})

test('no values, and values that are not finite, are unusable', () => {
  assert.equal(whyUnusable([1, 2]), null)
  assert.equal(whyUnusable([]), 'there are no values')
  assert.equal(whyUnusable([1, Number.NaN, Infinity]), '2 of 3 values are not finite')
})
