// Checks planning against the published figures, and that items and detectable effect are each other's inverse.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { detectableEffect, itemsNeeded } from '../../src/stats/power.ts'
import type { PairedMeans } from '../../src/stats/power.ts'
import { assertClose, assertSixDecimals } from './close.ts'

const pairedMeans = (trialVariance: number, trials: number): PairedMeans => ({
  kind: 'paired-means',
  itemVariance: 1 / 9,
  trialVariance: [trialVariance, trialVariance],
  trials: [trials, trials],
})

test("Miller's published example", () => {
  const examples = [
    [0, 1, 968.997],
    [1 / 6, 1, 3875.99],
    [1 / 6, 10, 1259.697],
  ] as const
  for (const [trialVariance, trials, exact] of examples) {
    const result = itemsNeeded(pairedMeans(trialVariance, trials), 0.03)
    assert.ok(Math.abs((result.exact ?? 0) - exact) <= 0.0005, `got ${result.exact}`)
    assert.equal(result.n, Math.ceil(exact))
    assert.deepEqual([result.method, result.level, result.power, result.reason], ['miller', 0.95, 0.8, null])
  }
})

test('the published detectable effects', () => {
  assertSixDecimals(detectableEffect({ kind: 'paired-proportions', discordant: 0.15 }, 200).effect, 0.076725)
  assertSixDecimals(detectableEffect({ kind: 'two-proportions', rate: 0.8 }, 200).effect, 0.112063)
})

test("Connor's published sample size", () => {
  const result = itemsNeeded({ kind: 'paired-proportions', discordant: 0.17 }, 0.07)
  assertSixDecimals(result.exact, 269.938138)
  assert.deepEqual([result.n, result.method], [270, 'connor'])
})

test('a seen spread of 0 is an unknown spread', () => {
  const design = { kind: 'paired-proportions', discordant: 0 } as const
  assert.deepEqual(
    [itemsNeeded(design, 0.1).n, itemsNeeded(design, 0.1).reason],
    [null, 'nothing varies, so the spread is unknown'],
  )
  assert.equal(detectableEffect(design, 100).effect, null)
  assert.equal(detectableEffect({ kind: 'two-proportions', rate: 1 }, 100).effect, null)
})

test('sides that differ on few items cannot differ by more', () => {
  const { n, reason } = itemsNeeded({ kind: 'paired-proportions', discordant: 0.1 }, 0.2)
  assert.equal(n, null)
  assert.match(reason ?? '', /^a difference of 0\.2 is impossible/)
})

test('numbers out of range are refused', () => {
  const design = { kind: 'two-proportions', rate: 0.5 } as const
  assert.throws(() => itemsNeeded(design, 0), new RangeError('expected `effect` to be finite and not 0, got 0'))
  assert.throws(() => detectableEffect(design, 0), new RangeError('expected `n` to be positive and finite, got 0'))
  assert.throws(
    () => itemsNeeded(design, 1, { power: 0.2 }),
    new RangeError('expected `power` to be from 0.5 and below 1, got 0.2'),
  )
  assert.throws(
    () => itemsNeeded({ kind: 'two-proportions', rate: 2 }, 1),
    new RangeError('expected `rate` to be between 0 and 1, got 2'),
  )
  assert.throws(
    () => itemsNeeded(pairedMeans(-1, 1), 1),
    new RangeError('expected variances to be finite numbers from 0, got -1'),
  )
  assert.throws(() => itemsNeeded(pairedMeans(1, 0), 1), new RangeError('expected `trials` to be integers from 1, got 0'))
})

const effects = fc.double({ min: 0.001, max: 0.5, noNaN: true })
const shares = fc.double({ min: 0.01, max: 0.99, noNaN: true })

test('the items that an effect needs detect that effect', () => {
  fc.assert(
    fc.property(effects, shares, (effect, rate) => {
      for (const design of [{ kind: 'two-proportions', rate } as const, pairedMeans(rate, 3)]) {
        assertClose(detectableEffect(design, itemsNeeded(design, effect).exact ?? 0).effect, effect, 1e-12)
      }
    }),
  )
})

test('smaller effects, more certainty and more noise need more items; the sign does not matter', () => {
  fc.assert(
    fc.property(effects, shares, (effect, discordant) => {
      fc.pre(effect < discordant)
      const design = { kind: 'paired-proportions', discordant } as const
      const exact = itemsNeeded(design, effect).exact ?? 0
      assert.ok((itemsNeeded(design, effect / 2).exact ?? 0) > exact)
      assert.ok((itemsNeeded(design, effect, { level: 0.99 }).exact ?? 0) > exact)
      assert.ok((itemsNeeded(design, effect, { power: 0.9 }).exact ?? 0) > exact)
      assert.equal(itemsNeeded(design, -effect).exact, exact)
      assert.ok((detectableEffect(design, exact).effect ?? 0) >= effect)
    }),
  )
})
