// Checks the e-process by exact arithmetic, and proves that looking at every item keeps its promise.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { eProcess } from '../../src/stats/e-process.ts'
import { assertClose } from './close.ts'

const wins = (count: number) => Array.from({ length: count }, () => 1 as const)

test('the e value is 2^d / ((d + 1) C(d, wins))', () => {
  // Python: Fraction(2**(b+c), (b+c+1) * math.comb(b+c, b)).
  assertClose(eProcess(wins(8)).eValue, 256 / 9, 1e-13)
  assertClose(eProcess([...wins(9), -1]).eValue, 1024 / 110, 1e-13)
  assertClose(eProcess([-1, 1]).eValue, 2 / 3, 1e-13)
})

test('p is 1 over the largest e so far, and stays when e falls', () => {
  const result = eProcess([...wins(8), 0, -1, 0])
  assertClose(result.largest, 256 / 9, 1e-13)
  assertClose(result.p, 9 / 256, 1e-13)
  assert.ok(result.eValue < result.largest)
  assert.deepEqual([result.n, result.wins, result.losses, result.stoppedAt, result.reason], [11, 8, 1, 8, null])
})

test('p is never above 1', () => {
  assert.equal(eProcess([1, -1, 1, -1]).p, 1)
  assert.equal(eProcess([0, 0]).p, 1)
})

test('without items there is no p', () => {
  const { p, reason, eValue, stoppedAt } = eProcess([])
  assert.deepEqual([p, reason, eValue, stoppedAt], [null, 'there are no items', 1, null])
})

test('other outcomes and levels are refused', () => {
  assert.throws(() => eProcess([2 as 1]), new RangeError('expected `outcomes` to be -1, 0 or 1, got 2'))
  assert.throws(() => eProcess([], 1), RangeError)
})

test('under the null one stops at most as often as α, however long one looks', () => {
  // Over all sequences of up to 1000 discordant items; the same sums in Python's fractions are 0.035712 and 0.072466.
  assertClose(chanceToStop(1000, 0.05), 0.035712146855784624, 1e-9)
  assertClose(chanceToStop(1000, 0.1), 0.07246573615523651, 1e-9)
})

const outcomes = fc.array(fc.constantFrom(-1, 0, 1), { maxLength: 60 }) as fc.Arbitrary<(-1 | 0 | 1)[]>

test('p only falls as items arrive, and one stops exactly when it is at most α', () => {
  fc.assert(
    fc.property(outcomes, outcomes => {
      const steps = outcomes.map((_, i) => eProcess(outcomes.slice(0, i + 1)))
      steps.reduce((before, after) => {
        assert.ok((after.p ?? 2) <= before)
        return after.p ?? 2
      }, 1)
      const first = steps.findIndex(step => (step.p ?? 2) <= 0.05)
      assert.equal(eProcess(outcomes).stoppedAt, first === -1 ? null : first + 1)
    }),
  )
})

test('the sides may be swapped', () => {
  fc.assert(
    fc.property(outcomes, outcomes => {
      const swapped = outcomes.map(outcome => (0 - outcome) as -1 | 0 | 1)
      assertClose(eProcess(swapped).p ?? 1, eProcess(outcomes).p ?? 1, 1e-12)
    }),
  )
})

/** The probability that fair coins ever reach 1/α within `length` of them, summed over the count of wins. */
function chanceToStop(length: number, alpha: number): number {
  let stopped = 0
  let running = new Map([[0, 1]])
  for (let d = 1; d <= length; d++) {
    const next = new Map<number, number>()
    for (const [count, chance] of running) {
      for (const to of [count, count + 1]) next.set(to, (next.get(to) ?? 0) + chance / 2)
    }
    running = new Map()
    for (const [count, chance] of next) {
      const result = eValueOf(count, d - count)
      if (result >= 1 / alpha) stopped += chance
      else running.set(count, chance)
    }
  }
  return stopped
}

const known = new Map<number, number>()

function eValueOf(b: number, c: number): number {
  const key = Math.max(b, c) * 4096 + Math.min(b, c)
  const value = known.get(key) ?? eProcess([...wins(b), ...Array.from({ length: c }, () => -1 as const)]).eValue
  known.set(key, value)
  return value
}
