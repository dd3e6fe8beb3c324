// Checks the correction for the best of many.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rankConfigurations } from '../../src/compare/ranking.ts'
import { metricFor } from '../../src/compare/rows.ts'
import { winnerOf } from '../../src/compare/winner.ts'
import { accuracy } from '../../src/metrics/labels.ts'
import { mean } from '../../src/metrics/columns.ts'
import type { Leaderboard } from '../../src/compare/leaderboard-entry.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import { rowsOf } from './rows.ts'

type Board = Pick<Leaderboard<unknown>, 'entries' | 'better' | 'ownError'>

function board(values: Readonly<Record<string, readonly unknown[]>>, column: string, metric: Metric<never>) {
  const rows = Object.entries(values).flatMap(([params_model, own]) => rowsOf(column, own, { params_model, expected: 1 }))
  return rankConfigurations(metricFor(rows, metric), rows as never)
}

const near = (value: number | null | undefined, expected: number) =>
  assert.ok(Math.abs((value ?? Number.NaN) - expected) < 1e-4, `${value} is not ${expected}`)

// statistics.md row 25: E max of 2, 5, 10, 20 normals 0.5642, 1.1630, 1.5388, 1.8675.
test('the best of K loses the expected maximum of K normals, in the unit of its own error', async () => {
  const first = await board({ a: [1, 1, 0, 1, 1, 0, 1, 1, 0, 1] }, 'prediction', accuracy())
  const unit: Board = { ...first, ownError: 0.01 }
  for (const [tried, expected] of [
    [2, 0.5642],
    [5, 1.163],
    [10, 1.5388],
    [20, 1.8675],
  ] as const) {
    const winner = winnerOf(unit as Leaderboard<unknown>, tried)
    near(winner?.inflation, 0.01 * expected)
    near(winner?.corrected, 0.7 - 0.01 * expected)
  }
  assert.deepEqual(winnerOf(unit as Leaderboard<unknown>, 1), { tried: 1, inflation: 0, corrected: 0.7 })
})

test('its own error is what pairs differ by, so that difficulty which all share does not count', async () => {
  // 4 of 100 items differ: the difference has the standard error √4/100, and each has 1/√2 of it.
  const a = Array.from({ length: 100 }, (_, i) => (i < 52 ? 1 : 0))
  const b = Array.from({ length: 100 }, (_, i) => (i < 50 || i >= 98 ? 1 : 0))
  const { ownError } = await board({ a, b }, 'prediction', accuracy())
  near(ownError, 0.02 / Math.SQRT2)
})

test('where lower is better the correction goes up; alone, all of its error counts; without a value there is none', async () => {
  const values = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 9 : 11))
  const lower = await board({ a: values }, 'score', mean('score', { better: 'lower' }))
  assert.equal(lower.ownError, null)
  const winner = winnerOf(lower, 10)
  near(winner?.inflation, (1.5388 * ((lower.entries[0]?.estimate.high ?? 0) - 10)) / 1.959964)
  assert.ok((winner?.corrected ?? 0) > 10)
  assert.equal(winnerOf(await board({ a: [null] }, 'score', mean('score', { better: 'lower' })), 3), null)
})
