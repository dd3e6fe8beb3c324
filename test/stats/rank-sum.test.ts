// Checks ranks, their sums over labellings, and the counts of U against all labellings listed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countSubsets, eachSubset } from '../../src/stats/arrangements.ts'
import { doubledRanks, extremeRankSums, rejectedCount, tieTerm } from '../../src/stats/rank-sum.ts'

test('equal values share the middle of their ranks', () => {
  assert.deepEqual([...doubledRanks([10, 20, 10, 30, 10])], [4, 8, 4, 10, 4])
  assert.equal(tieTerm(doubledRanks([10, 20, 10, 30, 10])), 24)
  assert.equal(tieTerm(doubledRanks([1, 2, 3])), 0)
})

test('the observed labelling and its mirror are among the extreme ones', () => {
  assert.equal(extremeRankSums(doubledRanks([4, 5, 6, 1, 2, 3]), 3), 2)
  assert.equal(extremeRankSums(doubledRanks([1, 1, 1, 1]), 2), 6)
})

test('the counts of U are those of all labellings', () => {
  for (const [m, n] of [
    [3, 4],
    [5, 3],
    [4, 6],
  ] as const) {
    const counts = new Map<number, number>()
    eachSubset(m + n, m, chosen => {
      const u = chosen.reduce((sum, index) => sum + index, 0) - (m * (m - 1)) / 2
      counts.set(u, (counts.get(u) ?? 0) + 1)
    })
    for (const tail of [0.02, 0.05, 0.1, 0.3]) {
      let expected = 0
      for (let below = counts.get(0) ?? 0; below / countSubsets(m + n, m) < tail; below += counts.get(expected) ?? 0) expected++
      assert.equal(rejectedCount(m, n, tail), expected)
    }
  }
})

test('a tail of exactly the level is not below it', () => {
  assert.equal(rejectedCount(1, 39, (1 - 0.95) / 2), 0)
})
