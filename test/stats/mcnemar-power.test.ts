// Checks the exact power against the published figure and SciPy, and that the test keeps its size.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { mcnemarPower } from '../../src/stats/mcnemar-power.ts'
import { assertClose, assertSixDecimals } from './close.ts'

test('the published power', () => {
  const result = mcnemarPower({ n: 200, onlyFirst: 0.12, onlySecond: 0.05 })
  assertSixDecimals(result.power, 0.617639)
  assert.deepEqual([result.n, result.level, result.method], [200, 0.95, 'mcnemar-exact'])
})

test('other levels agree with SciPy', () => {
  // SciPy 1.17: binom.pmf(d, n, 0.4) times binom.pmf(b, d, 0.75) over all d and b with 2 binom.cdf(min(b, d - b), d, 0.5) ≤ α.
  const design = { n: 50, onlyFirst: 0.3, onlySecond: 0.1 }
  assertClose(mcnemarPower(design).power, 0.5466923294834758, 1e-10)
  assertClose(mcnemarPower(design, 0.9).power, 0.6785167928305479, 1e-10)
})

test('a p value of exactly α rejects', () => {
  // Seven items that all differ one way have p = 2/128, which comes out as 1e-17 more in doubles.
  const design = { n: 7, onlyFirst: 1, onlySecond: 0 }
  assertClose(mcnemarPower(design, 1 - 2 / 128).power, 1, 1e-12)
  assert.equal(mcnemarPower(design, 1 - 1.9 / 128).power, 0)
})

test('sides that never differ are never told apart', () => {
  assert.equal(mcnemarPower({ n: 100, onlyFirst: 0, onlySecond: 0 }).power, 0)
})

test('arguments out of range are refused', () => {
  assert.throws(() => mcnemarPower({ n: 0, onlyFirst: 0, onlySecond: 0 }), RangeError)
  assert.throws(
    () => mcnemarPower({ n: 1, onlyFirst: 0.7, onlySecond: 0.7 }),
    new RangeError('expected shares to be from 0 and together at most 1, got 0.7 and 0.7'),
  )
})

const shares = fc.double({ min: 0, max: 0.5, noNaN: true })
const sizes = fc.integer({ min: 1, max: 120 })

test('without a difference the test errs at most as often as it says', () => {
  fc.assert(
    fc.property(sizes, shares, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (n, share, level) => {
      assert.ok(mcnemarPower({ n, onlyFirst: share, onlySecond: share }, level).power <= 1 - level + 1e-9)
    }),
  )
})

test('the sides may be swapped', () => {
  fc.assert(
    fc.property(sizes, shares, shares, (n, onlyFirst, onlySecond) => {
      const { power } = mcnemarPower({ n, onlyFirst, onlySecond })
      assertClose(mcnemarPower({ n, onlyFirst: onlySecond, onlySecond: onlyFirst }).power + 1, power + 1, 1e-9)
    }),
  )
})
