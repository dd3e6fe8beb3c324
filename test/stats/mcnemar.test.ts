// Checks McNemar's exact and mid-p tests against statsmodels and SciPy, and their p-values against their intervals.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { mcnemar } from '../../src/stats/mcnemar.ts'
import { assertClose, assertSixDecimals } from './close.ts'

// Oracle: statsmodels 0.15 mcnemar([[0, b], [c, 0]], exact=True), less SciPy's binom.pmf(min(b, c), b + c, 0.5) for mid-p.
test('p-values agree with statsmodels', () => {
  for (const [b, c, exact, mid] of [
    [20, 9, 0.06142834573984146, 0.04277394525706768],
    [6, 9, 0.6072387695312499, 0.4544982910156249],
    [59, 70, 0.3786876626931185, 0.33468775873692724],
    [0, 5, 0.0625, 0.03125],
    [12, 2, 0.012939453125, 0.007385253906249991],
  ] as const) {
    assertClose(mcnemar(b, c).p, exact, 1e-12)
    assertClose(mcnemar(b, c, { convention: 'mid-p' }).p, mid, 1e-12)
    assertClose(mcnemar(c, b).p, exact, 1e-12)
  }
})

test('the published example: 6 wins and 9 losses', () => {
  assertSixDecimals(mcnemar(6, 9).p, 0.607239)
})

// Oracle: SciPy 1.17 brentq of binom.cdf(19, 29, p) + binom.pmf(20, 29, p) / 2 - 0.025, and of the upper tail.
test('the share of flips has the interval of the test', () => {
  const exact = mcnemar(20, 9)
  assert.deepEqual([exact.value, exact.n, exact.method, exact.reason], [20 / 29, 29, 'mcnemar-exact', null])
  const mid = mcnemar(20, 9, { convention: 'mid-p' })
  assertClose(mid.low, 0.5062497467036225, 1e-12)
  assertClose(mid.high, 0.8367987858625552, 1e-12)
  assert.equal(mid.method, 'mcnemar-mid-p')
})

const count = fc.integer({ min: 0, max: 60 })

test('p is below α exactly when 1/2 lies outside the interval', () => {
  fc.assert(
    fc.property(
      count,
      count,
      fc.constantFrom('exact' as const, 'mid-p' as const),
      fc.constantFrom(0.8, 0.9, 0.95, 0.99),
      (b, c, convention, level) => {
        if (b + c === 0) return
        const { p, low, high } = mcnemar(b, c, { convention, level })
        assert.equal((p ?? 1) < 1 - level, (low ?? 0) > 0.5 || (high ?? 1) < 0.5)
      },
    ),
    { numRuns: 300 },
  )
})

test('mid-p is the less cautious, and as many wins as losses have p 1', () => {
  fc.assert(
    fc.property(count, count, (b, c) => {
      const [exact, mid] = [mcnemar(b, c).p ?? 0, mcnemar(b, c, { convention: 'mid-p' }).p ?? 0]
      assert.ok(mid <= exact && exact <= 1)
      assert.equal(mcnemar(b, b, { convention: 'mid-p' }).p, 1)
    }),
  )
})

test('when no item differs p is 1 and there is no share', () => {
  const { p, value, low, high, reason } = mcnemar(0, 0)
  assert.deepEqual([p, value, low, high, reason], [1, null, null, null, 'no item differs between the runs'])
  assert.throws(() => mcnemar(-1, 2), new RangeError('expected `b` to be an integer from 0, got -1'))
})
