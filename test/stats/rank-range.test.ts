// Checks the ranks that intervals allow against the published example, and that paired differences separate more.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { upperProbability } from '../../src/stats/interval.ts'
import { normalQuantile } from '../../src/stats/normal.ts'
import { rankRange, rankRangeOfDifferences, sidakLevel } from '../../src/stats/rank-range.ts'
import { assertSixDecimals } from './close.ts'

const PUBLISHED = [
  { low: 0.76, high: 0.84 },
  { low: 0.74, high: 0.82 },
  { low: 0.66, high: 0.74 },
  { low: 0.65, high: 0.73 },
]

test('the published example', () => {
  const { ranks, n, method } = rankRange(PUBLISHED, 'higher')
  assert.deepEqual(
    ranks.map(({ best, worst }) => [best, worst]),
    [
      [1, 2],
      [1, 3],
      [2, 4],
      [3, 4],
    ],
  )
  assert.deepEqual([n, method], [4, 'interval-overlap'])
})

test('where lower is better the ranks are turned round', () => {
  const { ranks } = rankRange(PUBLISHED, 'lower')
  assert.deepEqual(
    ranks.map(({ best, worst }) => [best, worst]),
    [
      [3, 4],
      [2, 4],
      [1, 3],
      [1, 2],
    ],
  )
})

test('unknown limits rule nothing out', () => {
  const { ranks } = rankRange([...PUBLISHED, { low: null, high: null }], 'higher')
  assert.deepEqual(ranks[4], { best: 1, worst: 5 })
  assert.deepEqual(ranks[0], { best: 1, worst: 3 })
})

test("Šidák's published z for 6 pairs", () => {
  assertSixDecimals(normalQuantile(upperProbability(sidakLevel(0.95, 6))), 2.631038)
  assert.equal(sidakLevel(0.95, 1), 0.95)
})

test('paired differences separate what overlaps', () => {
  const values = [0.8, 0.78, 0.7]
  const difference = (first: number, second: number) => {
    const gap = (values[first] ?? 0) - (values[second] ?? 0)
    return { low: gap - 0.03, high: gap + 0.03 }
  }
  const { ranks, method } = rankRangeOfDifferences(3, difference, 'higher')
  assert.deepEqual(
    ranks.map(({ best, worst }) => [best, worst]),
    [
      [1, 2],
      [1, 2],
      [3, 3],
    ],
  )
  assert.equal(method, 'paired-differences')
  assert.deepEqual(rankRangeOfDifferences(3, difference, 'lower').ranks[2], { best: 1, worst: 1 })
})

test('each pair is asked for once, and unknown differences separate nothing', () => {
  const asked: string[] = []
  const { ranks } = rankRangeOfDifferences(
    3,
    (first, second) => {
      asked.push(`${first}-${second}`)
      return { low: null, high: null }
    },
    'higher',
  )
  assert.deepEqual(asked, ['0-1', '0-2', '1-2'])
  assert.ok(ranks.every(({ best, worst }) => best === 1 && worst === 3))
})

test('arguments out of range are refused', () => {
  assert.throws(() => sidakLevel(0.95, 0), new RangeError('expected `comparisons` to be an integer from 1, got 0'))
  assert.throws(() => sidakLevel(1, 2), RangeError)
  assert.throws(() => rankRangeOfDifferences(-1, () => ({ low: 0, high: 0 }), 'higher'), RangeError)
})

const boards = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.3, noNaN: true })), {
  minLength: 1,
  maxLength: 12,
})

test('the rank by value lies in the range, wider intervals allow more ranks, and both methods agree on the same intervals', () => {
  fc.assert(
    fc.property(boards, board => {
      const intervals = board.map(([value, half]) => ({ low: value - half, high: value + half }))
      const wider = board.map(([value, half]) => ({ low: value - 2 * half, high: value + 2 * half }))
      const { ranks } = rankRange(intervals, 'higher')
      const { ranks: widerRanks } = rankRange(wider, 'higher')
      const { ranks: ofDifferences } = rankRangeOfDifferences(
        board.length,
        (i, j) => ({
          low: (intervals[i]?.low ?? 0) - (intervals[j]?.high ?? 0),
          high: (intervals[i]?.high ?? 0) - (intervals[j]?.low ?? 0),
        }),
        'higher',
      )
      assert.deepEqual(ofDifferences, ranks)
      for (const [i, { best, worst }] of ranks.entries()) {
        const own = board[i]?.[0] ?? 0
        const above = board.filter(([value]) => value > own).length
        const below = board.filter(([value]) => value < own).length
        assert.ok(best <= 1 + above && worst >= board.length - below)
        assert.ok((widerRanks[i]?.best ?? 99) <= best && (widerRanks[i]?.worst ?? 0) >= worst)
      }
    }),
  )
})
