// Checks how many items and trials a pilot says are needed, against published numbers, and what they cost.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Detection, detect } from '../../src/compare/detect.ts'
import { metricFor } from '../../src/compare/rows.ts'
import { mean } from '../../src/metrics/columns.ts'
import { accuracy, f1 } from '../../src/metrics/labels.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import { type Row, rowsOf } from './rows.ts'

async function planned(rows: readonly Row[], metric: Metric<never>, effect: number, margin?: number): Promise<Detection> {
  const found = await detect(metricFor(rows, metric), rows as readonly never[], {
    effect,
    ...(margin !== undefined && { margin }),
  })
  assert.ok(typeof found === 'object', String(found))
  return found
}

/** 24 items that only `new` has right, 10 that only `old` has, of 200: they differ on a share of 0.17. */
const shares = [
  ...rowsOf(
    'prediction',
    Array.from({ length: 200 }, (_, i) => (i >= 24 ? 1 : 0)),
    { params_model: 'old', expected: 1, cost_usd: 0.001, duration_ms: 100 },
  ),
  ...rowsOf(
    'prediction',
    Array.from({ length: 200 }, (_, i) => (i < 190 ? 1 : 0)),
    { params_model: 'new', expected: 1, cost_usd: 0.003, duration_ms: 300 },
  ),
]

// statistics.md row 23: Connor's n for 80 % where ψ = .17 and δ = .07 is 270.
test('shares on the same items: Connor’s number, with what the datapoints of both took', async () => {
  const { designs, pair, items, trials, method } = await planned(shares, accuracy(), 0.07, 0.05)
  assert.deepEqual([pair, items, trials, method], [[{ model: 'new' }, { model: 'old' }], 200, 1, 'connor'])
  const [design, ...others] = designs
  assert.deepEqual(others, [], 'one trial each tells nothing of more')
  assert.deepEqual([design?.trials, design?.items, design?.datapoints], [1, 270, 540])
  // (1.644854 + 1.281552)² · 0.17 / 0.05² = 582.3
  assert.equal(design?.itemsWithinMargin, 583)
  assert.ok(Math.abs((design?.costUsd ?? 0) - 1.08) < 1e-9)
  assert.ok(Math.abs((design?.durationMs ?? 0) - 108_000) < 1e-6)
})

// statistics.md row 22: δ = .03, ω² = 1/9, σ² = 1/6 a side gives 3875.990 items at one trial; by the same formula 1695.746 at four.
test('trials of an item: Miller’s number, by the variance over items and over trials', async () => {
  const [items, spread] = [40, Math.sqrt(1 / 12)]
  const step = Math.sqrt(((1 / 9 + 1 / 6) * (items - 1)) / items)
  const side = (params_model: string, levelOf: (i: number) => number) =>
    rowsOf(
      'score',
      Array.from({ length: items }, (_, i) => [levelOf(i) - spread, levelOf(i) + spread]),
      { params_model },
    )
  const rows = [...side('a', i => i), ...side('b', i => i + (i % 2 === 0 ? step : -step))]
  const { designs, trials, method } = await planned(rows, mean('score', { better: 'higher' }), 0.03)
  assert.deepEqual([trials, method], [2, 'miller'])
  assert.deepEqual(
    designs.map(design => [design.trials, design.items]).filter(([count]) => count === 1 || count === 4),
    [
      [1, 3876],
      [4, 1696],
    ],
  )
  assert.ok(
    designs.every(({ costUsd, durationMs }) => costUsd === null && durationMs === null),
    'unknown, not 0',
  )
})

test('what is no mean is planned by its bootstrap error', async () => {
  const { designs, method } = await planned(shares, f1({ average: 'micro' }), 0.07)
  assert.equal(method, 'miller')
  // Micro F1 of these rows is the accuracy, whose difference varies by 0.17 − 0.07² an item.
  const expected = (2.801585 ** 2 * (0.17 - 0.07 ** 2)) / 0.07 ** 2
  assert.ok(Math.abs((designs[0]?.items ?? 0) / expected - 1) < 0.1, `${designs[0]?.items} is not about ${expected}`)
})

test('the next best takes the place of one that never differed; without any there is no plan', async () => {
  const twin = shares.filter(row => row['params_model'] === 'new').map(row => ({ ...row, params_model: 'twin' }))
  assert.deepEqual((await planned([...twin, ...shares], accuracy(), 0.07)).pair[1], { model: 'old' })
  const why = (rows: readonly Row[]) => detect(metricFor(rows, accuracy()), rows as readonly never[], { effect: 0.07 })
  const alone = twin.map(row => ({ ...row, params_model: 'new' }))
  assert.match(String(await why([...twin, ...alone])), /nothing differed between them/)
  assert.match(String(await why(twin)), /two configurations with a value of accuracy are needed, and there is one/)
})

test('a difference larger than what the sides differ by is impossible, and says so', async () => {
  const { designs, reason } = await planned(shares, accuracy(), 0.5)
  assert.equal(designs[0]?.items, null)
  assert.match(String(reason), /a difference of 0\.5 is impossible/)
})
