// Checks pass@k and pass^k on rows against published values and against all subsets of trials.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passAll, passAt } from 'assay'
import { estimateMetric } from '../../src/metrics/estimate.ts'
import type { Estimate, Metric, MetricOptions } from '../../src/metrics/metric.ts'
import { clusteredMean } from '../../src/stats/clustered.ts'
import { assertClose, assertSixDecimals } from '../stats/close.ts'
import { type Given, rowsOf } from './rows.ts'

type Kind = (k: number, column: 'solved', options?: MetricOptions) => object

function estimate(kind: Kind, k: number, given: readonly Given[], options: MetricOptions = {}): Estimate {
  return estimateMetric('metric', kind(k, 'solved', options) as Metric<never>, rowsOf(given))
}

/** Item i passes as often as its count says; by turns, so that the first trials are not all passes. */
function trialsOf(passes: readonly number[], trials: number): Given[] {
  return passes.flatMap((count, i) =>
    Array.from({ length: trials }, (_, trial) => ({ id: `task-${i}`, trial, solved: (trial * 3 + i) % trials < count })),
  )
}

test('the published values: ten trials of four items', () => {
  const given = trialsOf([10, 7, 3, 0], 10)
  for (const [kind, k, expected] of [
    [passAt, 2, 0.616667],
    [passAll, 2, 0.383333],
    [passAt, 5, 0.729167],
    [passAll, 5, 0.270833],
  ] as const) {
    const result = estimate(kind, k, given)
    assertSixDecimals(result.value, expected)
    assert.equal(result.n, 4)
  }
  // Standard error 0.229936 over items, times t(3) = 3.182446; scipy.stats.t.interval(0.95, 3, mean, sem).
  const { low, high, method } = estimate(passAt, 2, given)
  assertClose(low, -0.11509096634682903, 1e-12)
  assertClose(high, 1.3484242996801625, 1e-12)
  assert.equal(method, 'pass-at-t')
})

const fifty = Array.from({ length: 50 }, (_, i) => (i * 7 + Math.floor(i / 3)) % 5)

/** The share of all subsets of k trials for which `holds`. */
function shareOfSubsets(outcomes: readonly boolean[], k: number, holds: (chosen: readonly boolean[]) => boolean): number {
  const subsets = Array.from({ length: 2 ** outcomes.length }, (_, mask) => outcomes.filter((_, i) => (mask >> i) & 1))
  const ofSize = subsets.filter(chosen => chosen.length === k)
  return ofSize.filter(holds).length / ofSize.length
}

test('50 tasks of 4 trials: every k is that of all subsets, and the error bar is over tasks', () => {
  const given = trialsOf(fifty, 4)
  const tasks = fifty.map((_, i) => given.slice(4 * i, 4 * i + 4).map(({ solved }) => solved === true))
  for (const k of [1, 2, 3, 4]) {
    for (const [kind, holds] of [
      [passAll, (chosen: readonly boolean[]) => chosen.every(Boolean)],
      [passAt, (chosen: readonly boolean[]) => chosen.some(Boolean)],
    ] as const) {
      const chances = tasks.map(outcomes => shareOfSubsets(outcomes, k, holds))
      const mean = chances.reduce((sum, chance) => sum + chance, 0) / 50
      const variance = chances.reduce((sum, chance) => sum + (chance - mean) ** 2, 0) / 49
      // scipy.stats.t.ppf(0.975, 49)
      const half = 2.0095752371292392 * Math.sqrt(variance / 50)
      const result = estimate(kind, k, given)
      assertClose(result.value, mean, 1e-12)
      assertClose(result.low, mean - half, 1e-9)
      assertClose(result.high, mean + half, 1e-9)
      assert.deepEqual([result.n, result.planned], [50, 200])
    }
  }
})

test('1 and 0 are yes and no, other numbers are refused', () => {
  const given = trialsOf([2, 1], 2)
  const numbers = given.map(row => ({ ...row, solved: Number(row['solved']) }))
  assert.equal(estimate(passAll, 2, numbers).value, estimate(passAll, 2, given).value)
  const reason = 'column solved holds a number, and passAt takes booleans, or 1 and 0'
  assert.deepEqual(estimate(passAt, 1, [{ solved: 0.5 }]).reason, reason)
})

test('items with fewer than k trials make it null, with how many there are', () => {
  const result = estimate(passAt, 3, [...trialsOf([2, 1], 3), { id: 'short', trial: 0, solved: true }])
  assert.deepEqual([result.value, result.reason, result.n], [null, '1 of 3 items have fewer than 3 trials', 3])
})

test('a failed trial did not succeed, unless it is left out', () => {
  const given: Given[] = [
    ...trialsOf([2, 1], 2),
    { id: 'task-0', trial: 2, status: 'error' },
    { id: 'task-1', trial: 2, solved: null },
  ]
  // Chances of one trial: 2/3 and 1/3.
  assertClose(estimate(passAt, 1, given).value, 1 / 2, 1e-12)
  const without = estimate(passAt, 1, given, { failed: 'exclude', unanswered: 'exclude' })
  assertClose(without.value, 3 / 4, 1e-12)
  assert.deepEqual([without.failed, without.unanswered, without.n, without.worst, without.best], [1, 1, 2, null, null])
})

test('items may be clustered by a column', () => {
  const given = trialsOf([0, 1, 2, 2, 1, 2], 2).map(row => ({
    ...row,
    repo: Number(String(row.id).slice(-1)) < 3 ? 'one' : 'two',
  }))
  const result = estimate(passAt, 1, given, { cluster: 'repo' })
  const { low, high } = clusteredMean([0, 0.5, 1, 1, 0.5, 1], [1, 1, 1, 2, 2, 2])
  assertClose(result.low, low ?? 0, 1e-12)
  assertClose(result.high, high ?? 0, 1e-12)
  assert.equal(result.method, 'pass-at-t-clustered')
})
