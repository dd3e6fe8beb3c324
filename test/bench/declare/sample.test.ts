// Checks that a sample is the same every time, that a larger one contains a smaller, and that no item is favoured.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Item } from '../../../src/bench/declare/items.ts'
import { sampleItems } from '../../../src/bench/declare/sample.ts'

const items = (ids: readonly string[]) => ids.map(id => ({ id }) as Item)
const all = items(Array.from({ length: 200 }, (_, i) => `item-${i}`))
const ids = (chosen: readonly Item[]) => chosen.map(({ id }) => id)

test('a limit takes the first items, one beyond the end takes all', () => {
  assert.deepEqual(ids(sampleItems(all, { limit: 3 })), ['item-0', 'item-1', 'item-2'])
  assert.equal(sampleItems(all, { limit: 500 }).length, 200)
  assert.equal(sampleItems(all, {}).length, 200)
  assert.equal(sampleItems(all, { sample: 500 }).length, 200)
})

test('a sample is in the order of the data, and the same every time', () => {
  const chosen = sampleItems(all, { sample: 20 })
  assert.equal(chosen.length, 20)
  assert.deepEqual(
    chosen,
    all.filter(item => chosen.includes(item)),
  )
  assert.deepEqual(sampleItems(all, { sample: 20 }), chosen)
})

test('a larger sample contains a smaller one', () => {
  const small = ids(sampleItems(all, { sample: 20 }))
  const large = ids(sampleItems(all, { sample: 50 }))
  assert.ok(small.every(id => large.includes(id)))
})

test('the sample depends on the ids alone: not on the order, and on another item by one place at most', () => {
  const chosen = ids(sampleItems(all, { sample: 20 }))
  assert.deepEqual(ids(sampleItems(all.toReversed(), { sample: 20 })).toReversed(), chosen)
  const more = ids(sampleItems([...items(['new']), ...all], { sample: 20 }))
  assert.ok(chosen.filter(id => more.includes(id)).length >= 19)
})

test('every item has the same chance', () => {
  // 10,000 ids, half of them chosen: the share of the first half is within 4 standard errors (0.02) of one half.
  const many = items(Array.from({ length: 10_000 }, (_, i) => `${i}`))
  const chosen = sampleItems(many, { sample: 5_000 })
  const first = chosen.filter(({ id }) => Number(id) < 5_000).length
  assert.ok(Math.abs(first / 5_000 - 0.5) < 0.02)
})

test('any number of any items', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 12 }), (names, sample) => {
      assert.equal(sampleItems(items(names), { sample }).length, Math.min(sample, names.length))
    }),
  )
})
