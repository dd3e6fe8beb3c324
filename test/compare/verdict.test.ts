// Checks margins, directions and what an undecided comparison says: where they come from, and what the sentence tells of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mean } from '../../src/metrics/columns.ts'
import { accuracy } from '../../src/metrics/labels.ts'
import { assertSixDecimals } from '../stats/close.ts'
import { answers, compareRows, rowsOf } from './rows.ts'

/** +0.003 of 1,000: between −0.0025 and 0.0094 at 90 % by Tango's score. */
const close = answers(6, 3, 800, 191)

test('without a margin nothing is equivalent', async () => {
  const { verdict, message } = await compareRows(...close, accuracy())
  assert.equal(verdict, 'inconclusive')
  assert.doesNotMatch(message, /margin/)
})

test('a margin is declared with the metric, or asked for, and the sentence says which', async () => {
  const declared = await compareRows(...close, accuracy({ margin: 0.02 }))
  assert.equal(declared.verdict, 'equivalent')
  assert.match(declared.message, /^accuracy is equivalent, within the declared margin of 0\.02: 0\.806 against 0\.803, /)
  const asked = await compareRows(...close, accuracy({ margin: 0.02 }), { margin: 0.001 })
  assert.equal(asked.verdict, 'inconclusive')
  assert.match(asked.message, /; the margin of 0\.001 is not excluded; it could have seen/)
})

test('a share is one of the baseline', async () => {
  const ratio = await compareRows(...close, accuracy(), { marginRatio: 0.02 })
  assert.match(ratio.message, /equivalent, within the margin of 2 % of the baseline \(0\.01606\)/)
  const declared = await compareRows(...close, accuracy({ marginRatio: 0.02 }))
  assert.match(declared.message, /within the declared margin of 2 % of the baseline \(0\.01606\)/)
  assert.equal((await compareRows(...close, accuracy({ marginRatio: 0.02 }), { margin: 0.001 })).verdict, 'inconclusive')
})

test('a share of a baseline of 0 is no margin, which is said', async () => {
  const { verdict, message } = await compareRows(...answers(1, 0, 0, 99), accuracy(), { marginRatio: 0.5 })
  assert.equal(verdict, 'inconclusive')
  assert.match(message, /a margin of 50 % of a baseline of 0 is none/)
})

test('lower is better where the metric says so', async () => {
  const values = Array.from({ length: 40 }, (_, i) => i % 7)
  const less = values.map((value, i) => value - 1 - (i % 2))
  const [baseline, candidate] = [rowsOf('cost_usd', values), rowsOf('cost_usd', less)]
  assert.equal((await compareRows(baseline, candidate, mean('cost_usd'))).verdict, 'better')
  assert.equal((await compareRows(baseline, candidate, mean('cost_usd', { better: 'higher' }))).verdict, 'worse')
})

test('without a direction there is no verdict, whatever the interval says', async () => {
  const values = Array.from({ length: 40 }, (_, i) => i % 7)
  const rows = [
    rowsOf('turns', values),
    rowsOf(
      'turns',
      values.map((value, i) => value + (i % 3)),
    ),
  ] as const
  const comparison = await compareRows(...rows, mean('turns'), { margin: 5 })
  const { verdict, itemsNeeded, pValue } = comparison
  assert.deepEqual([verdict, itemsNeeded], ['inconclusive', null])
  assert.ok((pValue ?? 1) < 0.001)
  assert.match(comparison.message, /^mean\(turns\) is compared: .*; no verdict: the metric does not say whether higher or lower/)
})

test('an undecided one says what it could have seen, and how many items would decide it', async () => {
  const open = await compareRows(...answers(59, 70, 71), accuracy())
  // z(0.975) + z(0.8) = 2.801585, by the share of items that differ.
  const detectable = 2.801585 * Math.sqrt(129 / 200 / 200)
  assertSixDecimals(open.detectable, detectable)
  assert.equal(open.itemsNeeded, Math.ceil(200 * (((open.detectable ?? 0) * 200) / 11) ** 2))
  assert.match(open.message, new RegExp(`it could have seen 0\\.1591, and about ${open.itemsNeeded} items would decide it`))
  const within = await compareRows(...answers(59, 70, 71), accuracy(), { margin: 0.3, level: 0.99 })
  assert.equal(within.verdict, 'equivalent')
  assert.equal(within.itemsNeeded, null)
})

test('the items needed are more than there are, whatever the margin', async () => {
  for (const margin of [0.001, 0.01, 0.05, 0.08, 0.1]) {
    const { verdict, itemsNeeded } = await compareRows(...answers(24, 20, 150, 6), accuracy(), { margin })
    if (verdict === 'inconclusive') assert.ok((itemsNeeded ?? 0) > 200, `${itemsNeeded} at ${margin}`)
  }
})

test('another level widens the interval and holds the margin against its own', async () => {
  const [wide, narrow] = await Promise.all([0.99, 0.8].map(level => compareRows(...close, accuracy(), { level, margin: 0.007 })))
  assert.deepEqual([wide?.effect.level, narrow?.effect.level], [0.99, 0.8])
  assert.deepEqual([wide?.verdict, narrow?.verdict], ['inconclusive', 'equivalent'])
  assert.match(wide?.message ?? '', /at 99 %/)
})

test('where the difference is not that of the two values, the sentence says so', async () => {
  const [baseline, candidate] = answers(20, 9, 200, 21)
  const { message } = await compareRows(baseline.slice(10), candidate, accuracy())
  assert.match(message, /: 0\.88 against 0\.8708 over all rows, a difference of \+0\.004167 \[.*\] at 95 % on 240 paired items/)
})
