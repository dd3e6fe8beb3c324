// Checks that arrangements are counted, visited and drawn as often as there are.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { arrangementP, countSubsets, drawSubset, eachSubset, flipSigns } from '../../src/stats/arrangements.ts'
import { createRandom } from '../../src/stats/random.ts'

test('subsets are counted exactly, and far too many of them are infinite', () => {
  assert.deepEqual([countSubsets(9, 4), countSubsets(52, 5), countSubsets(5, 0), countSubsets(5, 5)], [126, 2_598_960, 1, 1])
  assert.equal(countSubsets(20_000, 10_000), Infinity)
})

test('every subset is visited once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(9), (n, size) => {
      fc.pre(size <= n)
      const seen = new Set<string>()
      eachSubset(n, size, chosen => seen.add(chosen.join()))
      assert.equal(seen.size, countSubsets(n, size))
    }),
  )
})

test('a random subset has different members, each as often as the others', () => {
  const random = createRandom('subsets')
  const order = Int32Array.from({ length: 6 }, (_, i) => i)
  const counts = [0, 0, 0, 0, 0, 0]
  for (let draw = 0; draw < 6000; draw++) {
    drawSubset(order, 2, random)
    for (const index of order.subarray(0, 2)) counts[index] = (counts[index] ?? 0) + 1
  }
  assert.deepEqual(order.toSorted(), Int32Array.of(0, 1, 2, 3, 4, 5))
  for (const count of counts) assert.ok(Math.abs(count - 2000) < 200, `got ${count}`)
})

test('signs follow the bits of a pattern, or are drawn anew every 32', () => {
  const signs = new Int8Array(4)
  flipSigns(signs, 0b0101)
  assert.deepEqual([...signs], [-1, 1, -1, 1])
  const many = new Int8Array(64)
  flipSigns(many, createRandom('signs'))
  assert.notDeepEqual(many.subarray(0, 32), many.subarray(32))
})

test('p of random arrangements is never 0, and p of all of them has no error', () => {
  assert.deepEqual(arrangementP(0, 99, false), { p: 0.01, error: Math.sqrt((0.01 * 0.99) / 100) })
  assert.deepEqual(arrangementP(16, 1024, true), { p: 0.015625, error: null })
})
