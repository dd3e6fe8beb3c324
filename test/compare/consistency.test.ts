// Checks that no verdict contradicts its own p-value or interval, whatever is compared and at whatever level.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { Comparison } from '../../src/compare/comparison.ts'
import { mean, quantile } from '../../src/metrics/columns.ts'
import { accuracy, f1 } from '../../src/metrics/labels.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import { type Row, answers, compareRows, otherItems, rowsOf } from './rows.ts'

const levels = fc.constantFrom(0.8, 0.9, 0.95, 0.99)
const margins = fc.constantFrom(undefined, 0.01, 0.05, 0.2, 1)

/** What each verdict claims, held against the interval and the p-value of the same answer. */
function assertConsistent({ verdict, pValue, effect, message }: Comparison, better: 'higher' | 'lower', margin?: number): void {
  const { low, high, level } = effect
  const leavesOutZero = low !== null && high !== null && (low > 0 || high < 0)
  if (pValue !== null && Math.abs(pValue - (1 - level)) > 1e-9) assert.equal(leavesOutZero, pValue < 1 - level, message)
  if (low === null || high === null) assert.equal(verdict, 'inconclusive', message)
  if (verdict === 'better') assert.ok(better === 'higher' ? (low ?? 0) > 0 : (high ?? 0) < 0, message)
  if (verdict === 'worse') assert.ok(better === 'higher' ? (high ?? 0) < 0 : (low ?? 0) > 0, message)
  if (verdict === 'inconclusive') assert.ok(!leavesOutZero, message)
  if (verdict === 'equivalent') assert.ok(margin !== undefined && Math.abs(effect.value ?? 1) < margin, message)
}

async function check(runs: number, values: fc.Arbitrary<readonly [Row[], Row[]]>, metric: Metric<never>): Promise<void> {
  const better = metric.better ?? 'higher'
  const property = fc.asyncProperty(values, levels, margins, async ([baseline, candidate], level, margin) => {
    const comparison = await compareRows(baseline, candidate, metric, { level, ...(margin !== undefined && { margin }) })
    assertConsistent(comparison, better, margin)
  })
  await fc.assert(property, { numRuns: runs, seed: 5 })
}

const count = fc.integer({ min: 0, max: 12 })

test('10,000 random tables of right and wrong answers', () => {
  const tables = fc.tuple(count, count, count, count).map(counts => answers(...counts))
  return check(10_000, tables, accuracy())
})

test('answers to other items', () => {
  const tables = fc.tuple(count, count, count, count, count).map(([more, ...counts]) => {
    const [baseline] = answers(...counts)
    return [baseline, otherItems(answers(more, 0, 5, 3)[1])] as const
  })
  return check(1_000, tables, accuracy())
})

/** Whole numbers have ties, and lists of equal ones. */
function scores(fewest: number, most: number): fc.Arbitrary<number[]> {
  return fc.oneof(
    fc.array(fc.integer({ min: 0, max: 3 }), { minLength: fewest, maxLength: most }),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: fewest, maxLength: most }),
  )
}

const sides = (fewest: number, most: number) =>
  fc.tuple(scores(fewest, most), scores(fewest, most)).map(([a, b]) => [rowsOf('score', a), rowsOf('score', b)] as const)

test('means of few items, by flipping signs', () => check(300, sides(1, 10), mean('score', { better: 'higher' })))

test('means of many items', () => check(300, sides(30, 45), mean('score', { better: 'lower' })))

test('means of other items, few and many', async () => {
  const apart = (fewest: number, most: number) => sides(fewest, most).map(([a, b]) => [a, otherItems(b)] as const)
  await check(100, apart(1, 6), mean('score', { better: 'higher' }))
  await check(200, apart(30, 40), mean('score', { better: 'higher' }))
})

test('what is resampled: F1 and medians', async () => {
  const said = fc.constantFrom('a', 'b', 'c', null)
  const labels = fc.array(fc.tuple(said, said, fc.constantFrom('a', 'b', 'c')), { minLength: 15, maxLength: 40 })
  const bothSides = labels.map(all => {
    const side = (which: 0 | 1) =>
      rowsOf(
        'prediction',
        all.map(one => one[which]),
      ).map((row, i) => ({ ...row, expected: all[i]?.[2] }))
    return [side(0), side(1)] as const
  })
  await check(12, bothSides, f1())
  await check(12, sides(15, 40), quantile('score', 0.5, { better: 'lower' }))
})

test('no discordant pair: inconclusive on 10 items with a margin of 0.03, equivalent on 1,000', async () => {
  const [few, many] = await Promise.all(
    [10, 1_000].map(n => compareRows(...answers(0, 0, n - 2, 2), accuracy(), { margin: 0.03 })),
  )
  assert.deepEqual([few?.verdict, few?.pValue, many?.verdict, many?.pValue], ['inconclusive', 1, 'equivalent', 1])
  const half = 0.277533
  assert.ok(Math.abs((few?.effect.high ?? 0) - half) < 1e-6 && Math.abs((few?.effect.low ?? 0) + half) < 1e-6)
})
