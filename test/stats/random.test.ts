// Pins the random streams, since stored intervals are recomputed from them, and checks that no index is favoured.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { createRandom } from '../../src/stats/random.ts'

function take(seed: string, count: number, n: number): readonly number[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => random.index(n))
}

// Oracle: FNV-1a, splitmix64 and xoroshiro128+ written anew in Python on 64-bit integers, checked with their published vectors
// (FNV-1a of "foobar" is 85944171f73967e8, splitmix64 from 1234567 starts 6457827717110365317).
test('the streams are those of an independent implementation, and never change', () => {
  assert.deepEqual(take('assay', 8, 1000), [262, 595, 258, 575, 99, 410, 18, 575])
  assert.deepEqual(take('', 8, 1000), [173, 412, 803, 671, 795, 519, 884, 519])
  assert.deepEqual(take('größe ✓', 8, 1000), [598, 357, 578, 672, 715, 35, 205, 722])
  assert.deepEqual(take('assay', 4, 2 ** 32), [1128938647, 2559617306, 1108852805, 2471492166])
})

test('the same seed gives the same stream', () => {
  fc.assert(fc.property(fc.string(), seed => assert.deepEqual(take(seed, 20, 1e6), take(seed, 20, 1e6))))
})

test('seeds that differ in one character give different streams', () => {
  fc.assert(fc.property(fc.string(), seed => assert.notDeepEqual(take(`${seed}a`, 5, 1e6), take(`${seed}b`, 5, 1e6))))
})

test('an index is an integer from 0 to n - 1', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, n) => {
      for (const index of take(seed, 10, n)) assert.ok(Number.isInteger(index) && index >= 0 && index < n)
    }),
  )
})

test('words past the last full bucket are drawn again, so that no index is favoured', () => {
  const n = 3 * 2 ** 30
  const words = take('bias', 1000, 2 ** 32)
  const kept = words.filter(word => word < n)
  assert.ok(kept.length > 700 && kept.length < 800)
  assert.deepEqual(take('bias', kept.length, n), kept)
})

test('every index of a small range comes up equally often', () => {
  for (const n of [2, 3, 6, 7, 10]) {
    const counts = Array.from({ length: n }, () => 0)
    for (const index of take(`counts of ${n}`, 100_000, n)) counts[index] = (counts[index] ?? 0) + 1
    const expected = 100_000 / n
    const chiSquare = counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0)
    // The 99.99 % point of chi-square with 9 degrees of freedom is 33.7.
    assert.ok(chiSquare < 33.7, `got ${chiSquare} for ${n}`)
  }
})

test('a range of one index is always that index', () => {
  assert.deepEqual(take('one', 3, 1), [0, 0, 0])
})

test('impossible ranges are refused', () => {
  const random = createRandom('seed')
  for (const n of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) {
    assert.throws(() => random.index(n), new RangeError(`expected \`n\` to be an integer from 1 to 2^32, got ${n}`))
  }
})
