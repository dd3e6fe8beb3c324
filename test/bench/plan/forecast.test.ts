// Checks what earlier rows let expect: the arithmetic, the interval, and when nothing can be said.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foreseeCost, foreseeDuration } from '../../../src/bench/plan/forecast.ts'

/** Rows of one run, `gapMs` from end to end. */
function rows(durations: readonly number[], gapMs: number, others: object = {}) {
  return durations.map((duration, i) => ({
    status: 'ok',
    duration_ms: duration,
    timestamp: new Date(1e12 + i * gapMs),
    produced_by: 'one',
    ...others,
  }))
}

test('mean times missing of each configuration, with an interval for the sum of new draws', () => {
  const foreseen = [
    { missing: 10, rows: rows([90, 110], 200) },
    { missing: 5, rows: rows([10, 10, 10], 200) },
    { missing: 0, rows: [] },
  ]
  const { value, low, high, n, planned, method, reason } = foreseeDuration(foreseen, 8)
  assert.equal(value, 10 * 100 + 5 * 10)
  // s² = 200, so the variance of ten draws and of their mean is 200 · (10 + 100 / 2); t has one degree of freedom.
  const half = 12.706_204_736_174_698 * Math.sqrt(200 * 60)
  assert.equal(low, Math.max(0, 1_050 - half))
  assert.ok(Math.abs((high ?? 0) - (1_050 + half)) < 1e-6)
  assert.deepEqual([n, planned, reason, method], [5, 5, null, 'mean of earlier rows × missing, t'])
})

test('rows that were in flight together let others be too, as many as there are', () => {
  const waiting = rows([100, 100, 100, 100], 5)
  assert.equal(foreseeDuration([{ missing: 20, rows: waiting }], 8).value, 250)
  assert.equal(foreseeDuration([{ missing: 20, rows: waiting }], 8).method, 'mean of earlier rows × missing ÷ 8 in flight, t')
  assert.equal(foreseeDuration([{ missing: 2, rows: waiting }], 8).value, 100)
  const ofTwoRuns = waiting.map((row, i) => ({ ...row, produced_by: String(i) }))
  assert.equal(foreseeDuration([{ missing: 20, rows: ofTwoRuns }], 8).value, 2_000)
})

test('unknown is null with a reason, and failed rows are no measure', () => {
  const known = { missing: 1, rows: rows([100, 200], 300) }
  const failed = { missing: 1, rows: rows([5], 300, { status: 'error' }) }
  const some = foreseeDuration([known, failed], 8)
  assert.deepEqual([some.value, some.low, some.n, some.failed, some.planned], [null, null, 2, 1, 3])
  assert.equal(some.reason, '1 of 2 configurations have no earlier row with `duration_ms`')
  assert.equal(foreseeDuration([failed], 8).reason, 'no earlier row of these params with `duration_ms`')
  const one = foreseeDuration([{ missing: 3, rows: rows([100], 0) }], 8)
  assert.deepEqual([one.value, one.low, one.reason], [300, null, 'one earlier row does not show a spread'])
  assert.equal(foreseeDuration([{ missing: 0, rows: [] }], 8).value, 0)
})

test('costs are of the rows that have one', () => {
  assert.equal(foreseeCost([{ missing: 4, rows: rows([1, 1], 5, { cost_usd: 0.5 }) }]).value, 2)
  const { value, reason, unanswered } = foreseeCost([{ missing: 4, rows: rows([1, 1], 5, { cost_usd: null }) }])
  assert.deepEqual([value, reason, unanswered], [null, 'no earlier row of these params with `cost_usd`', 2])
})
