// Checks that an estimate depends on the rows alone, never on their order, and that its numbers fit together.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { accuracy, mean, quantile, sum } from 'assay'
import { estimateMetric } from '../../src/metrics/estimate.ts'
import type { Metric, MetricOptions } from '../../src/metrics/metric.ts'

const row = fc.record({
  status: fc.constantFrom('ok', 'ok', 'ok', 'error', 'timeout', 'skipped'),
  prediction: fc.constantFrom('a', 'b', null),
  expected: fc.constantFrom('a', 'b', null),
  x: fc.oneof(
    fc.integer({ min: -50, max: 50 }).map(n => n / 7),
    fc.constant(null),
  ),
  flag: fc.option(fc.boolean()),
})
const rows = fc
  .array(fc.tuple(fc.nat(20), row), { maxLength: 40, size: 'max' })
  .map(drawn => drawn.map(([item, rest], trial) => ({ input_id: `i${item}`, trial, ...rest })))
const options: fc.Arbitrary<MetricOptions> = fc.record(
  { failed: fc.constantFrom('wrong', 'exclude'), unanswered: fc.constantFrom('wrong', 'exclude') },
  { requiredKeys: [] },
)
const metrics = (given: MetricOptions) =>
  ({
    accuracy: accuracy(given),
    rate: mean('flag', given),
    mean: mean('x', given),
    sum: sum('x', given),
    p50: quantile('x', 0.5, given),
  }) as unknown as Record<string, Metric<never>>

test('the order of the rows does not matter, to the last bit', () => {
  fc.assert(
    fc.property(rows, options, fc.infiniteStream(fc.nat()), (rows, options, keys) => {
      const order = [...keys.take(rows.length)]
      const shuffled = rows.map((row, i) => ({ row, key: order[i] ?? 0 })).sort((a, b) => a.key - b.key)
      for (const [name, metric] of Object.entries(metrics(options))) {
        const [one, other] = [rows, shuffled.map(({ row }) => row)].map(rows => estimateMetric(name, metric, rows))
        assert.deepEqual(other, one, name)
      }
    }),
    { numRuns: 60 },
  )
})

test('every planned row is counted once, and the value lies between its bounds', () => {
  fc.assert(
    fc.property(rows, options, fc.nat(5), (rows, options, absent) => {
      for (const name of ['accuracy', 'rate']) {
        const metric = metrics(options)[name] as Metric<never>
        const planned = rows.length + absent
        const result = estimateMetric(name, metric, rows, planned)
        const { value, low, high, n, failed, skipped, unanswered, unlabelled, worst, best, reason } = result
        // A reason may also stand for the limits alone.
        assert.ok(value !== null || reason !== null)
        if (value === null || worst === null || best === null) continue
        assert.ok(n <= planned - skipped - unlabelled && failed + unanswered <= planned)
        assert.ok(0 <= worst && worst <= best && best <= 1, `${worst} to ${best}`)
        assert.ok((low ?? 0) <= value && value <= (high ?? 1))
        if (options.failed === 'wrong' && options.unanswered === 'wrong' && absent === 0) assert.equal(worst, value)
      }
    }),
    { numRuns: 60 },
  )
})
