// Checks the best split of a budget against a search over all designs, and its rules of thumb.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { bestSplit } from '../../src/stats/best-split.ts'
import { plannedStandardError } from '../../src/stats/variance-components.ts'
import { assertClose } from './close.ts'

test('items that cost nothing are better than trials, until they run out', () => {
  const free = { costPerTrial: 1, costPerItem: 0 }
  const many = bestSplit({ between: 0.1, within: 0.2 }, { ...free, budget: 100, availableItems: 500 })
  assert.deepEqual([many.items, many.trials, many.cost, many.reason], [100, 1, 100, null])
  const few = bestSplit({ between: 0.05, within: 0.2 }, { ...free, budget: 1000, availableItems: 60 })
  assert.deepEqual([few.items, few.trials, few.cost], [60, 16, 960])
})

test('designs found by a search in Python', () => {
  // A loop over all items and trials that cost at most the budget; smallest √((between + within / K) / n), then smallest cost.
  const examples = [
    [
      { between: 0.05, within: 0.2 },
      { budget: 100, costPerTrial: 1, costPerItem: 0, availableItems: 60 },
      50,
      2,
      0.05477225575051661,
    ],
    [
      { between: 0.05, within: 0.2 },
      { budget: 100, costPerTrial: 1, costPerItem: 4, availableItems: 1000 },
      11,
      5,
      0.09045340337332908,
    ],
    [
      { between: 0.1, within: 0.15 },
      { budget: 500, costPerTrial: 0.1, costPerItem: 2.5, availableItems: 300 },
      161,
      6,
      0.02786391062876764,
    ],
  ] as const
  for (const [components, budget, items, trials, standardError] of examples) {
    const split = bestSplit(components, budget)
    assert.deepEqual([split.items, split.trials], [items, trials])
    assertClose(split.standardError, standardError, 1e-12)
  }
})

test('a budget that buys an exact number buys it, whatever doubles say', () => {
  // 0.6 / 0.1 is 5.999999999999999 and 0.3 / 0.1 is 2.9999999999999996.
  const split = bestSplit({ between: 1, within: 0 }, { budget: 0.3, costPerTrial: 0.1, costPerItem: 0, availableItems: 9 })
  assert.deepEqual([split.items, split.trials], [3, 1])
})

test('a budget for less than two items has no design', () => {
  const split = bestSplit({ between: 1, within: 1 }, { budget: 1, costPerTrial: 1, costPerItem: 0, availableItems: 9 })
  assert.deepEqual([split.items, split.standardError, split.reason], [null, null, 'the budget does not buy two items'])
})

test('impossible numbers are refused', () => {
  const budget = { budget: 1, costPerTrial: 1, costPerItem: 0, availableItems: 9 }
  assert.throws(
    () => bestSplit({ between: 1, within: -1 }, budget),
    new RangeError('expected `within` to be a finite number from 0, got -1'),
  )
  assert.throws(() => bestSplit({ between: 1, within: 1 }, { ...budget, costPerTrial: 0 }), RangeError)
  assert.throws(() => bestSplit({ between: 1, within: 1 }, { ...budget, availableItems: 0 }), RangeError)
  assert.throws(() => bestSplit({ between: Number.NaN, within: 1 }, budget), RangeError)
})

const variances = fc.double({ min: 0.01, max: 1, noNaN: true })
const costs = fc.integer({ min: 0, max: 5 })

test('no design within the budget is better', () => {
  fc.assert(
    fc.property(
      variances,
      variances,
      fc.integer({ min: 2, max: 80 }),
      costs,
      fc.integer({ min: 2, max: 30 }),
      (between, within, budget, costPerItem, availableItems) => {
        const split = bestSplit({ between, within }, { budget, costPerTrial: 1, costPerItem, availableItems })
        let smallest = Infinity
        for (let items = 2; items <= availableItems; items++) {
          const trials = Math.floor(budget / items - costPerItem)
          if (trials >= 1) smallest = Math.min(smallest, plannedStandardError({ between, within }, items, trials))
        }
        if (split.standardError === null) assert.equal(smallest, Infinity)
        else assertClose(split.standardError, smallest, 1e-12)
        assert.ok((split.cost ?? 0) <= budget)
      },
    ),
  )
})
