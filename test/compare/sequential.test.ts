// Checks what is said of a comparison that was looked at while its items came: the numbers of the statistics, in that order.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { History } from '../../src/compare/looks.ts'
import { compareSlices } from '../../src/compare/slices.ts'
import { mean, passAt, sum } from '../../src/metrics/columns.ts'
import { accuracy, f1 } from '../../src/metrics/labels.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import { confidenceSequence } from '../../src/stats/confidence-sequence.ts'
import { eProcess } from '../../src/stats/e-process.ts'
import { type Row, answers, otherItems, rowsOf } from './rows.ts'

const sampled: History = { run: { runId: 'now', isSample: true }, earlier: [] }

function compared(baseline: readonly Row[], candidate: readonly Row[], metric: Metric<never>, history: History | null = sampled) {
  return compareSlices({ name: 'metric', metric }, baseline, candidate, { history, isSequential: true, level: 0.9 })
}

async function sequentialOf(...given: Parameters<typeof compared>) {
  return (await compared(...given)).sequential
}

test('right or wrong items: the e-process and the confidence sequence, of items in the order in which they came', async () => {
  const [baseline, candidate] = answers(30, 4, 50, 16)
  const first = new Set(Array.from({ length: 20 }, (_, i) => `i${String(i + 20).padStart(3, '0')}`))
  const history: History = { ...sampled, earlier: [{ runId: 'first', isSample: true, items: first }] }
  const { sequential, looks } = await compared(baseline, candidate, accuracy(), history)
  assert.deepEqual(
    looks.map(({ items }) => items),
    [20, 100],
  )
  assert.ok(sequential !== null && typeof sequential !== 'string')
  const { test: name, pValue, stoppedAt, interval } = sequential
  // Ten of the first 20 items are wins and four are losses, which decides nothing. The largest evidence is no less than the last.
  const counted = eProcess([...Array<1>(30).fill(1), ...Array<-1>(4).fill(-1), ...Array<0>(66).fill(0)].toReversed(), 0.9)
  assert.equal(name, 'e-process-beta-binomial')
  assert.ok(pValue !== null && pValue <= 1 / counted.eValue + 1e-12 && pValue < 0.001)
  assert.ok(stoppedAt !== null && stoppedAt > 20 && stoppedAt <= 100)
  assert.deepEqual([interval.method, interval.level, interval.value], ['hedged-betting', 0.9, 0.26])
  assert.ok((interval.low ?? -1) > 0 && (interval.high ?? 1) < 0.6)
})

test('one item after another decides at a known place', async () => {
  const [baseline, candidate] = answers(12, 0, 0)
  const sequential = await sequentialOf(baseline, candidate, accuracy())
  const expected = eProcess(Array<1>(12).fill(1), 0.9)
  const { p: _, ...limits } = confidenceSequence(Array<1>(12).fill(1), 0.9)
  assert.ok(sequential !== null && typeof sequential !== 'string')
  assert.deepEqual([sequential.pValue, sequential.stoppedAt], [expected.p, expected.stoppedAt])
  assert.deepEqual([sequential.interval.low, sequential.interval.high], [limits.low, limits.high])
})

test('items of several trials are differences between -1 and 1, and have the test of the sequence', async () => {
  const trials = (values: readonly string[]) => Array.from({ length: 30 }, () => [...values])
  const of = (values: readonly string[]) => rowsOf('prediction', trials(values), { expected: 'yes' })
  const sequential = await sequentialOf(of(['yes', 'no', 'no']), of(['yes', 'yes', 'no']), accuracy())
  const expected = confidenceSequence(Array<number>(30).fill(2 / 3 - 1 / 3), 0.9)
  assert.ok(sequential !== null && typeof sequential !== 'string')
  assert.deepEqual([sequential.test, sequential.pValue?.toFixed(12)], ['hedged-betting', expected.p?.toFixed(12)])
})

test('where differences have no known bounds, or items are not paired, it says why', async () => {
  const [baseline, candidate] = answers(20, 9, 200, 21)
  const unbounded = 'only differences of right or wrong answers are known to lie between -1 and 1'
  assert.equal(await sequentialOf(baseline, candidate, f1()), unbounded)
  const scores = [rowsOf('score', [0.1, 0.5, 0.2]), rowsOf('score', [0.2, 0.1, 0.9])] as const
  assert.equal(await sequentialOf(...scores, mean('score', { better: 'higher' })), unbounded)
  const whether = [rowsOf('ok', [true, false]), rowsOf('ok', [true, true])] as const
  assert.equal(await sequentialOf(...whether, sum('ok')), unbounded)
  assert.notEqual(typeof (await sequentialOf(...whether, passAt(1, 'ok'))), 'string')
  assert.match(String(await sequentialOf(otherItems(baseline), candidate, accuracy())), /no pair of items/)
  const grouped = accuracy({ cluster: 'expected' })
  assert.match(String(await sequentialOf(baseline, candidate, grouped)), /items of one cluster do not come one by one/)
})

test('items that came in another order than a random one get the finding instead', async () => {
  const [baseline, candidate] = answers(20, 9, 200, 21)
  const whole: History = { run: { runId: 'now', isSample: false }, earlier: [] }
  const { sequential, comparison } = await compared(baseline, candidate, accuracy(), whole)
  assert.deepEqual([sequential, comparison.findings.map(({ id }) => id)], [null, ['looks']])
  const without = await compared(baseline, candidate, accuracy(), null)
  assert.deepEqual([without.sequential, without.looks, without.comparison.findings], [null, [], []])
})
