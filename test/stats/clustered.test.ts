// Checks clustered error bars against statsmodels, and that unknown spreads and design effects take the safe way out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { clusteredMean, clusteredWilson } from '../../src/stats/clustered.ts'
import { meanInterval } from '../../src/stats/mean.ts'
import { wilsonInterval } from '../../src/stats/wilson.ts'
import { assertClose, assertSixDecimals } from './close.ts'

// The published example: [[1,1,1,0], [0,0,1], [1,1,1], [0,0]].
const outcomes = [1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0] as const
const keys = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c', 'd', 'd']

// Six documents with five questions each.
const documents = ['11111', '11110', '00000', '10000', '11101', '00101']
const answers = documents.flatMap(document => [...document].map(digit => (digit === '1' ? 1 : 0)))
const sources = documents.flatMap((document, i) => [...document].map(() => i))

test('the published example: clustered standard error and its t interval', () => {
  const result = clusteredMean(outcomes, keys)
  assertSixDecimals(result.value, 0.583333)
  assertSixDecimals(result.standardError, 0.190772)
  assertSixDecimals(result.designEffect, 1.64709)
  assertSixDecimals(result.low, -0.023789)
  assertSixDecimals(result.high, 1.190456)
  assert.deepEqual([result.clusters, result.level, result.method, result.reason], [4, 0.95, 't-clustered', null])
})

// Oracle: statsmodels 0.15, OLS on a constant, cov_type='cluster' with its correction, which for one parameter is C/(C-1), and
// SciPy 1.17 t.ppf with C - 1 degrees of freedom.
test('scores and clusters of unequal size agree with statsmodels', () => {
  const scores = [0.9, 0.4, 0.7, 0.8, 0.3, 0.6, 0.9, 0.5, 0.2, 0.7]
  const result = clusteredMean(scores, [...'aabbbcdddd'])
  assertClose(result.value, 0.6, 1e-14)
  assertClose(result.standardError, 0.01632993161855452, 1e-12)
  assertClose(result.low, 0.5480308694549956, 1e-12)
  assertClose(result.high, 0.6519691305450044, 1e-12)
  assertClose(result.designEffect, 0.04444444444444443, 1e-12)
})

// Oracle for the next two: deff = (statsmodels' clustered SE / (s/√n))², n_eff = n / max(1, deff) and statsmodels 0.15
// proportion_confint(p · n_eff, n_eff, method='wilson').
test('the Wilson interval at the effective size agrees with statsmodels', () => {
  const examples = [
    { outcomes, keys, level: 0.95, effectiveN: 7.285576614198519, low: 0.263463390025545, high: 0.8456638591989294 },
    { outcomes, keys, level: 0.8, effectiveN: 7.285576614198519, low: 0.35599590800217773, high: 0.780010972528586 },
    {
      outcomes: answers,
      keys: sources,
      level: 0.95,
      effectiveN: 9.988109393579078,
      low: 0.2609774398970952,
      high: 0.7871711320073194,
    },
    {
      outcomes: answers,
      keys: sources,
      level: 0.99,
      effectiveN: 9.988109393579078,
      low: 0.20456335610889714,
      high: 0.8354940173762737,
    },
  ] as const
  for (const { outcomes, keys, level, effectiveN, low, high } of examples) {
    const result = clusteredWilson(outcomes, keys, level)
    assertClose(result.effectiveN, effectiveN, 1e-12)
    assertClose(result.low, low, 1e-12)
    assertClose(result.high, high, 1e-12)
    assert.deepEqual([result.level, result.method, result.reason], [level, 'wilson-clustered', null])
  }
})

test('a design effect below 1 is not credited to the Wilson interval', () => {
  // Six pairs, mostly one right and one wrong: statsmodels gives deff 0.31428571428571445.
  const pairs = [1, 0, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1] as const
  const pairKeys = pairs.map((_, i) => Math.floor(i / 2))
  assertClose(clusteredMean(pairs, pairKeys).designEffect, 0.31428571428571445, 1e-12)
  const result = clusteredWilson(pairs, pairKeys)
  assert.equal(result.effectiveN, 12)
  assertClose(result.low, 0.31951131254954973, 1e-12)
  assertClose(result.high, 0.8067396863412435, 1e-12)
})

test('all right or all wrong counts every cluster once', () => {
  // statsmodels proportion_confint(3, 3) and (0, 3), method='wilson'.
  const right = clusteredWilson([1, 1, 1, 1, 1], [1, 1, 2, 2, 3])
  assert.deepEqual([right.value, right.effectiveN, right.clusters, right.high], [1, 3, 3, 1])
  assertClose(right.low, 0.43850296824495444, 1e-13)
  const wrong = clusteredWilson([0, 0, 0, 0, 0], [1, 1, 2, 2, 3])
  assert.deepEqual([wrong.value, wrong.effectiveN, wrong.low], [0, 3, 0])
  assertClose(wrong.high, 0.5614970317550455, 1e-13)
})

test('one cluster counts as one item', () => {
  // statsmodels proportion_confint(0.75, 1, method='wilson').
  const result = clusteredWilson([1, 1, 0, 1], ['x', 'x', 'x', 'x'])
  assert.deepEqual([result.value, result.effectiveN, result.clusters], [0.75, 1, 1])
  assertClose(result.low, 0.11790958799950951, 1e-13)
  assertClose(result.high, 0.9853650691891092, 1e-13)
})

test('one cluster has no clustered standard error', () => {
  const result = clusteredMean([1, 1, 0, 1], ['x', 'x', 'x', 'x'])
  assert.deepEqual([result.value, result.low, result.high, result.standardError], [0.75, null, null, null])
  assert.deepEqual([result.clusters, result.designEffect], [1, null])
  assert.equal(result.reason, 'one cluster does not show a spread between clusters')
})

test('equal values have neither limits nor a design effect', () => {
  const result = clusteredMean([0.1, 0.1, 0.1], [1, 1, 2])
  assert.deepEqual([result.value, result.low, result.standardError, result.designEffect], [0.1, null, null, null])
  assert.equal(result.reason, 'all 3 values are equal, so the spread is unknown')
  assert.equal(result.method, 't-clustered')
})

test('clusters with the same mean leave the spread unknown, rounding or not', () => {
  for (const [a, b] of [
    [1, 0],
    [0.1, 0.3],
    [1e9 + 0.1, 1e9 + 0.7],
  ] as const) {
    const result = clusteredMean([a, b, b, a, a, b], [1, 1, 2, 2, 3, 3])
    assert.deepEqual([result.low, result.standardError, result.designEffect], [null, null, 0])
    assert.equal(result.reason, 'no cluster deviates from the mean, so the spread between clusters is unknown')
  }
  assert.equal(clusteredWilson([1, 0, 0, 1], [1, 1, 2, 2]).effectiveN, 4)
})

test('without items everything is null', () => {
  const mean = clusteredMean([], [])
  assert.deepEqual([mean.value, mean.low, mean.standardError, mean.designEffect, mean.clusters], [null, null, null, null, 0])
  assert.equal(mean.reason, 'there are no values')
  const rate = clusteredWilson([], [])
  assert.deepEqual([rate.value, rate.low, rate.high, rate.effectiveN, rate.clusters], [null, null, null, null, 0])
  assert.equal(rate.reason, 'there are no items')
})

test('1 and "1" are two clusters', () => {
  assert.equal(clusteredMean([0, 1, 2], [1, '1', 1]).clusters, 2)
})

test('wrong lengths, outcomes and levels are refused', () => {
  assert.throws(() => clusteredMean([1, 2], [1]), new RangeError('expected `clusters` to have one key a value (2), got 1'))
  assert.throws(() => clusteredWilson([1, 0.5 as 1], [1, 2]), new RangeError('expected `outcomes` to be 0 or 1, got 0.5'))
  assert.throws(() => clusteredMean([1], [1], 0), new RangeError('expected `level` to be between 0 and 1, got 0'))
  assert.throws(() => clusteredWilson([1], [1], 0), new RangeError('expected `level` to be between 0 and 1, got 0'))
})

const outcome = fc.constantFrom<0 | 1>(0, 1)
const items = fc.array(fc.tuple(outcome, fc.nat(9)), { minLength: 2, maxLength: 60 })

test('with one item a cluster the error bar is that of independent items', () => {
  const score = fc.integer({ min: -1000, max: 1000 }).map(score => score / 7)
  fc.assert(
    fc.property(fc.array(score, { minLength: 2, maxLength: 40 }), values => {
      const plain = meanInterval(values)
      const clustered = clusteredMean(values, [...values.keys()])
      if (plain.standardError === null) return
      assertClose(clustered.standardError, plain.standardError, 1e-10)
      assertClose(clustered.designEffect, 1, 1e-10)
    }),
  )
})

test('the clustered Wilson interval is never narrower than the plain one', () => {
  fc.assert(
    fc.property(items, items => {
      const outcomes = items.map(([outcome]) => outcome)
      const clustered = clusteredWilson(
        outcomes,
        items.map(([, key]) => key),
      )
      const plain = wilsonInterval(outcomes.filter(Boolean).length, outcomes.length)
      assert.ok((clustered.low ?? 1) <= (plain.low ?? 0) + 1e-12)
      assert.ok((clustered.high ?? 0) >= (plain.high ?? 1) - 1e-12)
    }),
  )
})

test('the order of the items does not matter', () => {
  fc.assert(
    fc.property(items, items => {
      const results = [items, items.toReversed()].map(order =>
        clusteredWilson(
          order.map(([outcome]) => outcome),
          order.map(([, key]) => key),
        ),
      )
      assertClose(results[0]?.low ?? 0, results[1]?.low ?? 1, 1e-12)
      assertClose(results[0]?.effectiveN ?? 0, results[1]?.effectiveN ?? 1, 1e-12)
    }),
  )
})

test('intervals are nested in level', () => {
  fc.assert(
    fc.property(items, fc.double({ min: 0.01, max: 0.98, noNaN: true }), (items, level) => {
      const outcomes = items.map(([outcome]) => outcome)
      const clusters = items.map(([, key]) => key)
      for (const interval of [clusteredMean, clusteredWilson]) {
        const inner = interval(outcomes, clusters, level)
        const outer = interval(outcomes, clusters, level + 0.01)
        if (inner.low === null || inner.high === null) continue
        assert.ok(outer.low !== null && outer.low <= inner.low && outer.high !== null && outer.high >= inner.high)
      }
    }),
  )
})
