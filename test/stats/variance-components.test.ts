// Checks the split of variance and the two error bars against statsmodels, and what they do when something is unknown.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { meanInterval } from '../../src/stats/mean.ts'
import { createRandom } from '../../src/stats/random.ts'
import { plannedStandardError, varianceComponents } from '../../src/stats/variance-components.ts'
import { assertClose } from './close.ts'

// Five items, four trials each. SciPy 1.17: f_oneway gives F = 3.75 = 0.625 / (1/6), the mean squares of items and of trials.
const BALANCED = [
  [1, 1, 0, 1],
  [0, 0, 1, 0],
  [1, 1, 1, 1],
  [0, 1, 0, 1],
  [0, 0, 0, 0],
]

test('a balanced design', () => {
  const result = varianceComponents(BALANCED)
  assert.deepEqual([result.value, result.items, result.trials, result.trialsPerItem], [0.5, 5, 20, 4])
  assertClose(result.within, 1 / 6, 1e-12)
  assertClose(result.between, 0.11458333333333334, 1e-12)
  assertClose(result.icc, 0.40740740740740744, 1e-12)
  assert.deepEqual([result.method, result.reason], ['anova-one-way', null])
})

test('the two error bars by name', () => {
  const { rerun, population } = varianceComponents(BALANCED)
  assertClose(rerun.standardError, 0.09128709291752768, 1e-12)
  assertClose(population.standardError, 0.1767766952966369, 1e-12)
  // SciPy 1.17: t.ppf(0.975, 15) and t.ppf(0.975, 4).
  assertClose(rerun.high, 0.5 + 2.131449545559776 * 0.09128709291752768, 1e-12)
  assertClose(population.low, 0.5 - 2.7764451051977934 * 0.1767766952966369, 1e-12)
  assert.deepEqual([rerun.method, rerun.df, population.method, population.df], ['rerun-t', 15, 'population-t', 4])
})

test('items may have different numbers of trials', () => {
  // statsmodels 0.15: anova_lm(ols('v ~ C(g)')), mean squares 6.727273 and 1.142857; the rest by the formulas in NumPy.
  const result = varianceComponents([
    [1, 2, 3],
    [2, 4],
    [5, 5, 6, 4],
    [1, 3],
  ])
  assertClose(result.trialsPerItem, 2.6666666666666665, 1e-12)
  assertClose(result.within, 1.1428571428571428, 1e-12)
  assertClose(result.between, 2.0941558441558428, 1e-12)
  assertClose(result.icc, 0.646940822467402, 1e-12)
  assert.equal(result.value, 3)
  assertClose(result.population.standardError, Math.SQRT1_2, 1e-12)
  assertClose(result.rerun.standardError, 0.33629635456727464, 1e-12)
})

test('the standard error of a design that was not run', () => {
  const components = { between: 0.11458333333333334, within: 1 / 6 }
  assertClose(plannedStandardError(components, 5, 1), 0.23717082451262844, 1e-12)
  assertClose(plannedStandardError(components, 5, 4), 0.1767766952966369, 1e-12)
  assertClose(plannedStandardError(components, 5, 16), 0.15811388300841897, 1e-12)
  assert.equal(plannedStandardError({ between: -1, within: 4 }, 4, 1), 1)
  assert.throws(() => plannedStandardError(components, 0, 1), RangeError)
})

test('one trial of each item knows the population bar only', () => {
  const result = varianceComponents([[1], [0], [1], [1]])
  const plain = meanInterval([1, 0, 1, 1])
  assert.equal(result.population.standardError, plain.standardError)
  assert.deepEqual([result.population.low, result.population.high], [plain.low, plain.high])
  assert.deepEqual([result.within, result.between, result.icc, result.rerun.standardError], [null, null, null, null])
  assert.equal(result.rerun.reason, 'one trial of each item does not show a spread between trials')
})

test('one item knows the rerun bar only', () => {
  const { rerun, population, between } = varianceComponents([[1, 0, 1, 1]])
  assertClose(rerun.standardError, 0.25, 1e-12)
  assert.deepEqual([population.standardError, between], [null, null])
  assert.equal(population.reason, 'one item does not show a spread between items')
})

test('trials that all agree leave the rerun bar unknown, and an icc of 1', () => {
  const { rerun, icc, within } = varianceComponents([
    [0.1, 0.1, 0.1],
    [0.7, 0.7, 0.7],
  ])
  assert.deepEqual([within, icc, rerun.standardError, rerun.reason], [0, 1, null, 'no item varied over its trials'])
})

test('nothing varies: nothing is known', () => {
  const { value, icc, rerun, population } = varianceComponents([
    [1, 1],
    [1, 1],
  ])
  assert.deepEqual([value, icc, rerun.standardError, population.standardError], [1, null, null, null])
  assert.equal(population.reason, 'all 2 items have the same mean')
})

test('items that differ less than chance explains have a negative variance, as an unbiased estimate must', () => {
  const { between, icc } = varianceComponents([
    [0, 1],
    [1, 0],
  ])
  assert.ok(between !== null && between < 0)
  assert.equal(icc, -1)
})

test('bad data', () => {
  assert.deepEqual([varianceComponents([]).value, varianceComponents([]).reason], [null, 'there are no items'])
  assert.equal(varianceComponents([[1, Number.NaN], [1]]).reason, 'some scores are not finite')
  assert.throws(() => varianceComponents([[1], []]), new RangeError('expected `scores` to have a trial for every item, got none'))
})

const designs = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }), {
  minLength: 2,
  maxLength: 10,
})

test('the parts add up to the population bar, and order does not matter', () => {
  fc.assert(
    fc.property(designs, scores => {
      const { between, within, population, items } = varianceComponents(scores)
      const square = ((between ?? 0) + (within ?? 0) / 3) / items
      assertClose((population.standardError ?? 0) ** 2 + 1, square + 1, 1e-12)
      const reordered = varianceComponents(scores.toReversed().map(own => own.toReversed()))
      assertClose((reordered.between ?? 0) + 1, (between ?? 0) + 1, 1e-12)
    }),
  )
})

test('both bars show what they name: over many samples they are the spread of reruns and of new items', () => {
  // Items pass with probability 0.2 or 0.8. Given the items, the mean of 40 items with 5 trials has SD √(0.16 / 200); with new
  // items √((0.09 + 0.16 / 5) / 40).
  const random = createRandom('components')
  const seen = Array.from({ length: 2000 }, () => {
    const scores = Array.from({ length: 40 }, () => {
      const passing = random.index(2) === 0 ? 2 : 8
      return Array.from({ length: 5 }, () => (random.index(10) < passing ? 1 : 0))
    })
    const { rerun, population } = varianceComponents(scores)
    return [(rerun.standardError ?? 0) ** 2, (population.standardError ?? 0) ** 2] as const
  })
  const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length
  assertClose(mean(seen.map(([rerun]) => rerun)), 0.16 / 200, 0.02)
  assertClose(mean(seen.map(([, population]) => population)), (0.09 + 0.16 / 5) / 40, 0.02)
})
