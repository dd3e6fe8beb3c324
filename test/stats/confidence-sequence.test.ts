// Checks the confidence sequence against an independent computation, and proves its promise by simulation.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { confidenceSequence } from '../../src/stats/confidence-sequence.ts'
import { createRandom } from '../../src/stats/random.ts'
import { assertClose } from './close.ts'

const repeat = (pattern: readonly number[], times: number) => Array.from({ length: times }, () => pattern).flat()
const OUTCOMES = repeat([1, 0, 0, 1, -1, 0, 1, 0], 25)
const SCORES = repeat([0.3, -0.1, 0.25, 0, 0.4, 0.15, -0.05, 0.2], 30)

test('the limits agree with an independent computation', () => {
  // NumPy 2.4 cumulative sums of log(1 ± λ(x - m)), their maximum solved for log(2/α) by SciPy 1.17 brentq(xtol=1e-15).
  const examples = [
    [OUTCOMES.slice(0, 5), 0.95, -0.6448024300797255, 1, 1.125, null],
    [OUTCOMES.slice(0, 40), 0.95, -0.05723990838492332, 0.5491208857883727, 7.695683638964653, null],
    [OUTCOMES, 0.95, 0.10777512957328872, 0.40473760784734925, 3094.9345761619816, 57],
    [SCORES.slice(0, 8), 0.95, -0.477209324256327, 0.610874853534146, 1, null],
    [SCORES, 0.95, 0.10347787225595684, 0.1793412994461474, 2937711.0388514483, 56],
    [SCORES, 0.9, 0.1094276888936776, 0.17501600429612707, 1825833.3213283897, 45],
  ] as const
  for (const [differences, level, low, high, largest, stoppedAt] of examples) {
    const result = confidenceSequence(differences, level)
    assertClose(result.low, low, 1e-9)
    assertClose(result.high, high, 1e-9)
    assertClose(result.largest, largest, 1e-9)
    assertClose(result.p, 1 / largest, 1e-9)
    assert.deepEqual([result.n, result.stoppedAt, result.level, result.reason], [differences.length, stoppedAt, level, null])
  }
})

test('the value is the mean, and the method has a name', () => {
  assertClose(confidenceSequence(SCORES).value, 0.14375, 1e-12)
  assert.equal(confidenceSequence(SCORES).method, 'hedged-betting')
})

test('items that never differ tighten the limits about 0 too', () => {
  const { low, high, p } = confidenceSequence(Array.from({ length: 500 }, () => 0))
  assert.ok(low !== null && high !== null && low > -0.05 && high < 0.05, `got ${low} to ${high}`)
  assert.equal(p, 1)
})

test('without differences everything is null', () => {
  const { value, low, high, p, reason } = confidenceSequence([])
  assert.deepEqual([value, low, high, p, reason], [null, null, null, null, 'there are no differences'])
})

test('sorted items, which are not in random order, leave no mean', () => {
  const sorted = [...Array.from({ length: 300 }, () => 1), ...Array.from({ length: 300 }, () => -1)]
  const { value, low, high, reason, p } = confidenceSequence(sorted)
  assert.deepEqual([value, low, high], [0, null, null])
  assert.match(reason ?? '', /random order/)
  assert.ok(p !== null && p < 0.05)
})

test('differences outside -1 to 1 are refused', () => {
  assert.throws(() => confidenceSequence([1.5]), new RangeError('expected `differences` to be between -1 and 1, got 1.5'))
  assert.throws(() => confidenceSequence([Number.NaN]), RangeError)
  assert.throws(() => confidenceSequence([0], 95), RangeError)
})

const differences = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 80 })

test('limits only tighten, mirror, and leave out 0 exactly when p is below α', () => {
  fc.assert(
    fc.property(differences, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (differences, level) => {
      const whole = confidenceSequence(differences, level)
      const part = confidenceSequence(differences.slice(0, -1), level)
      const mirrored = confidenceSequence(
        differences.map(difference => -difference),
        level,
      )
      fc.pre(whole.low !== null && whole.high !== null)
      assert.ok(whole.low >= (part.low ?? -1) && whole.high <= (part.high ?? 1))
      assertClose(1 - (mirrored.low ?? 9), 1 + whole.high, 1e-9)
      assert.equal((whole.p ?? 2) <= 1 - level, whole.low > 0 || whole.high < 0)
      assert.equal(whole.stoppedAt !== null, (whole.p ?? 2) <= 1 - level)
    }),
  )
})

// 2000 sequences of 200 items: the simulation's standard error at 0.05 is √(0.05 · 0.95 / 2000) = 0.0049, and 3 of them are allowed.
const RUNS = 2000
const ALLOWED = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / RUNS)

test('under the null, however often one looks, p falls to α at most as often as α', () => {
  // The mean of each list is 0.
  const nulls: readonly (readonly [string, readonly number[]])[] = [
    ['pass or fail', [1, -1, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['skewed', [0.9, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1]],
    ['all differ', [1, -1]],
  ]
  for (const [name, values] of nulls) {
    const random = createRandom(`null ${name}`)
    let stopped = 0
    for (let run = 0; run < RUNS; run++) {
      const drawn = Array.from({ length: 200 }, () => values[random.index(values.length)] ?? 0)
      if (confidenceSequence(drawn).stoppedAt !== null) stopped++
    }
    assert.ok(stopped / RUNS <= ALLOWED, `${name}: ${stopped / RUNS}`)
  }
})

test('the limits contain the true mean at all times as often as they say', () => {
  const random = createRandom('coverage')
  const values = [1, 1, 1, 0, 0, 0, 0, -1]
  let missed = 0
  for (let run = 0; run < RUNS; run++) {
    const { low, high } = confidenceSequence(Array.from({ length: 200 }, () => values[random.index(8)] ?? 0))
    if (low === null || high === null || low > 0.25 || high < 0.25) missed++
  }
  assert.ok(missed / RUNS <= ALLOWED, `got ${missed / RUNS}`)
})
