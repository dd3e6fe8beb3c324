// Checks Clopper and Pearson's limits against the published values and SciPy, and that they cover at least as often as they say.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { clopperPearson } from '../../src/stats/clopper-pearson.ts'
import { coverage } from '../../src/stats/coverage.ts'
import { wilsonInterval } from '../../src/stats/wilson.ts'
import { assertClose, assertSixDecimals } from './close.ts'

test('the published examples', () => {
  for (const [successes, n, low, high] of [
    [17, 20, 0.621073, 0.967929],
    [20, 20, 0.831567, 1],
    [0, 30, 0, 0.115703],
  ] as const) {
    const result = clopperPearson(successes, n)
    assertSixDecimals(result.low, low)
    assertSixDecimals(result.high, high)
    assert.deepEqual([result.value, result.n, result.level, result.reason], [successes / n, n, 0.95, null])
  }
  const upper = clopperPearson(0, 30, { side: 'upper' })
  assertSixDecimals(upper.high, 0.095034)
  assert.deepEqual([upper.low, upper.method], [0, 'clopper-pearson-upper'])
})

// Oracle: SciPy 1.17 stats.binomtest(k, n).proportion_ci(level), and alternative='less' for the upper limit alone.
test('rare and frequent successes agree with SciPy', () => {
  assertClose(clopperPearson(3, 250).low, 0.002481558254699233, 1e-10)
  assertClose(clopperPearson(3, 250).high, 0.03466661457477235, 1e-10)
  assertClose(clopperPearson(850, 1000, { level: 0.99 }).low, 0.8187459865043876, 1e-10)
  assertClose(clopperPearson(850, 1000, { level: 0.99 }).high, 0.8778542783913186, 1e-10)
  assertClose(clopperPearson(850, 1000, { side: 'upper' }).high, 0.8682916684686298, 1e-10)
})

const counts = fc.integer({ min: 1, max: 300 }).chain(n => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))

test('failures have the mirrored interval', () => {
  fc.assert(
    fc.property(counts, ([k, n]) => {
      const [one, other] = [clopperPearson(k, n), clopperPearson(n - k, n)]
      assertClose(one.low, 1 - (other.high ?? 9), 1e-9)
      assertClose(clopperPearson(k, n, { side: 'lower' }).low, 1 - (clopperPearson(n - k, n, { side: 'upper' }).high ?? 9), 1e-9)
    }),
  )
})

test("intervals are nested in level and contain the rate, Wilson's centre side included", () => {
  fc.assert(
    fc.property(counts, fc.double({ min: 0.5, max: 0.98, noNaN: true }), ([k, n], level) => {
      const inner = clopperPearson(k, n, { level })
      const outer = clopperPearson(k, n, { level: level + 0.01 })
      assert.ok((outer.low ?? 1) <= (inner.low ?? 0) && (inner.high ?? 1) <= (outer.high ?? 0))
      assert.ok((inner.low ?? 1) <= k / n && k / n <= (inner.high ?? 0))
      assert.ok((wilsonInterval(k, n, level).high ?? 9) >= (inner.low ?? 9))
    }),
  )
})

test('it covers at least 95 % at every rate', () => {
  for (let rate = 0.01; rate < 1; rate += 0.01) assert.ok(coverage(30, rate, clopperPearsonOf) >= 0.95)
})

test('without items everything is null, and impossible counts are refused', () => {
  const { value, low, high, reason } = clopperPearson(0, 0)
  assert.deepEqual([value, low, high, reason], [null, null, null, 'there are no items'])
  assert.throws(() => clopperPearson(3, 2), new RangeError('expected `successes` to be an integer between 0 and 2, got 3'))
  assert.throws(() => clopperPearson(0.5, 2), RangeError)
  assert.throws(() => clopperPearson(1, 2, { level: 1 }), RangeError)
})

function clopperPearsonOf(successes: number, n: number) {
  return clopperPearson(successes, n)
}
