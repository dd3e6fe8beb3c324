// Checks stratified means against a computation with NumPy and SciPy, and that unknown spreads are said.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { meanInterval } from '../../src/stats/mean.ts'
import { stratifiedMean } from '../../src/stats/stratified.ts'
import { assertClose } from './close.ts'

const suite = [
  [1, 1, 0, 1, 0, 1],
  [1, 0, 0, 0],
  [1, 1, 1, 1, 0, 1, 1, 1],
]

// Oracle: NumPy and SciPy 1.17: np.dot(w, means), √Σ w²·np.var(stratum, ddof=1)/n, Satterthwaite's df, stats.t.ppf.
test('macro, micro and own weights agree with NumPy', () => {
  const examples = [
    {
      weights: 'macro',
      method: 't-stratified-macro',
      expected: [0.5972222222222221, 0.11669973076444447, 8.6738310266441, 0.33170806330085323, 0.862736381143591],
    },
    {
      weights: 'micro',
      method: 't-stratified-micro',
      expected: [0.6666666666666666, 0.10540925533894598, 13.114880493446414, 0.43914642168017803, 0.8941869116531552],
    },
    {
      weights: [1, 2, 3],
      method: 't-stratified-weighted',
      expected: [0.6319444444444444, 0.10993299025169384, 7.869366543254131, 0.37770413836319683, 0.886184750525692],
    },
  ] as const
  for (const { weights, method, expected } of examples) {
    const result = stratifiedMean(suite, { weights })
    const actual = [result.value, result.standardError, result.df, result.low, result.high]
    for (const [i, value] of expected.entries()) assertClose(actual[i] ?? null, value, 1e-12)
    assert.deepEqual([result.method, result.n, result.strata, result.constantStrata], [method, 18, 3, 0])
  }
})

test('one stratum is a mean', () => {
  const values = [0.2, 0.4, 0.5, 0.7, 0.9, 1]
  const [one, mean] = [stratifiedMean([values], { weights: 'macro', level: 0.9 }), meanInterval(values, 0.9)]
  assertClose(one.low, mean.low ?? 0, 1e-12)
  assertClose(one.high, mean.high ?? 0, 1e-12)
  assertClose(one.df, 5, 1e-12)
})

test('the order of strata does not matter, and a weight of 0 leaves one out', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(scores, { minLength: 2, maxLength: 5 }), strata => {
      const [forward, backward] = [strata, strata.toReversed()].map(list => stratifiedMean(list, { weights: 'micro' }))
      assertClose(forward?.value ?? null, backward?.value ?? 0, 1e-12)
      const weights = [...strata.map(() => 1), 0]
      const without = stratifiedMean([...strata, [5]], { weights })
      assertClose(without.value, stratifiedMean(strata, { weights: 'macro' }).value ?? 0, 1e-12)
    }),
  )
})

test('constant strata are counted, and unknown spreads are null', () => {
  const partly = stratifiedMean([[1, 1, 1], ...suite], { weights: 'macro' })
  assert.deepEqual([partly.constantStrata, partly.strata, partly.reason], [1, 4, null])
  const reasonOf = (strata: readonly (readonly number[])[]) => {
    const { value, low, high, standardError, df, reason } = stratifiedMean(strata, { weights: 'macro' })
    assert.deepEqual([low, high, standardError, df], [null, null, null, null])
    return [value, reason]
  }
  assert.deepEqual(
    reasonOf([
      [1, 1],
      [0, 0],
    ]),
    [0.5, 'all values of a stratum are equal, in every one'],
  )
  assert.deepEqual(reasonOf([[1, 0], [1]]), [0.75, 'a stratum of one value does not show a spread'])
  assert.deepEqual(reasonOf([[1, 0], []]), [null, 'a stratum is unusable: there are no values'])
  assert.deepEqual(reasonOf([]), [null, 'there are no strata'])
})

test('impossible weights are refused', () => {
  const run = (weights: readonly number[]) => () => stratifiedMean(suite, { weights })
  assert.throws(run([1, 2]), new RangeError('expected `weights` to have 3 entries, got 2'))
  assert.throws(run([1, 2, -1]), new RangeError('expected `weights` to be finite numbers from 0, not all 0'))
  assert.throws(run([0, 0, 0]), RangeError)
})
