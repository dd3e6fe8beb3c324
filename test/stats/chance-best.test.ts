// Checks P(best) against the published enumeration, and drawing against counting.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { chanceBest } from '../../src/stats/chance-best.ts'
import { assertClose, assertSixDecimals } from './close.ts'

const A = [1, 1, 1, 0, 1]
const B = [1, 0, 1, 1, 1]
const C = [0, 1, 1, 0, 1]
const options = { better: 'higher', seed: 'test' } as const

test('the published example, all 3125 resamples', () => {
  const { chances, draws, method, n, monteCarloErrors, reason } = chanceBest([A, B, C], options)
  ;[0.4248, 0.48656, 0.08864].forEach((expected, i) => assertSixDecimals(chances?.[i] ?? null, expected))
  assert.deepEqual([draws, method, n, monteCarloErrors, reason], [3125, 'item-bootstrap-exact', 5, [0, 0, 0], null])
})

test('where lower is better the signs turn', () => {
  const negated = [A, B, C].map(scores => scores.map(score => 3 - score))
  const { chances } = chanceBest(negated, { ...options, better: 'lower' })
  assertSixDecimals(chances?.[1] ?? null, 0.48656)
})

test('drawn resamples are within their error of the counted ones', () => {
  // Ten items, whose 10^10 resamples are too many to count; two candidates that mirror each other, so that the truth is 1/2.
  const first = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0]
  const second = first.toReversed()
  const result = chanceBest([first, second], options)
  assert.deepEqual([result.method, result.draws], ['item-bootstrap', 10_000])
  const [chance = 0] = result.chances ?? []
  const [error = 0] = result.monteCarloErrors ?? []
  assert.ok(Math.abs(chance - 0.5) < 4 * error, `got ${chance}`)
})

test('the same seed gives the same chances, and more draws a smaller error', () => {
  const scores = [A, B, C].map(own => [...own, ...own])
  assert.deepEqual(chanceBest(scores, options), chanceBest(scores, options))
  assert.notDeepEqual(chanceBest(scores, options).chances, chanceBest(scores, { ...options, seed: 'other' }).chances)
  const [few, many] = [100, 10_000].map(draws => chanceBest(scores, { ...options, draws }).monteCarloErrors?.[0] ?? 0)
  assert.ok((many ?? 1) < (few ?? 0))
})

test('equal candidates share, also when their sums round differently', () => {
  const { chances } = chanceBest([[0.1, 0.2, 0.3], [0.3, 0.2, 0.1].toReversed(), [0, 0, 0]], options)
  assert.deepEqual(chances, [0.5, 0.5, 0])
  const same = chanceBest(
    [
      [0.1, 0.2, 0.3],
      [0.1 + 1e-17, 0.1 + 0.1, 0.1 + 0.2],
    ],
    options,
  )
  assert.deepEqual(same.chances, [0.5, 0.5])
})

test('without data there is no chance', () => {
  assert.deepEqual([chanceBest([], options).chances, chanceBest([], options).reason], [null, 'there are no candidates'])
  assert.equal(chanceBest([[], []], options).reason, 'there are no items')
  assert.equal(chanceBest([[Number.NaN]], options).reason, 'some scores are not finite')
})

test('lists of different lengths and counts out of range are refused', () => {
  assert.throws(() => chanceBest([A, [1]], options), /one score an item \(5\) for every candidate, got 1/)
  assert.throws(() => chanceBest([A], { ...options, draws: 0 }), RangeError)
})

const boards = fc
  .integer({ min: 1, max: 4 })
  .chain(n => fc.array(fc.array(fc.nat(3), { minLength: n, maxLength: n }), { minLength: 1, maxLength: 4 }))

test('chances sum to 1 and do not depend on the order of items or candidates', () => {
  fc.assert(
    fc.property(boards, scores => {
      const chances = chanceBest(scores, options).chances ?? []
      assertClose(
        chances.reduce((total, chance) => total + chance, 0),
        1,
        1e-12,
      )
      const turned =
        chanceBest(
          scores.toReversed().map(own => own.toReversed()),
          options,
        ).chances ?? []
      turned.toReversed().forEach((chance, i) => assertClose(chance + 1, (chances[i] ?? 0) + 1, 1e-12))
    }),
  )
})
