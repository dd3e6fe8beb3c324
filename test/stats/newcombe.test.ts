// Checks Newcombe's interval against statsmodels, and its p-value against the interval it inverts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { newcombe } from '../../src/stats/newcombe.ts'
import { assertClose } from './close.ts'

// Oracle: statsmodels 0.15 confint_proportions_2indep(k1, n1, k2, n2, method='newcomb', compare='diff', alpha); the first is
// Newcombe's own example.
test('limits agree with statsmodels', () => {
  const examples = [
    [56, 70, 48, 80, 0.95, 0.05243147240236498, 0.33387265403690614],
    [56, 70, 48, 80, 0.9, 0.07656419154407207, 0.31364458358294384],
    [9, 10, 3, 10, 0.95, 0.1705227239345029, 0.809017973535488],
    [10, 10, 0, 20, 0.95, 0.6790860371419145, 1],
    [5, 56, 0, 29, 0.95, -0.038137147903536936, 0.19256001385511165],
  ] as const
  for (const [k1, n1, k2, n2, level, low, high] of examples) {
    const result = newcombe({ successes: k1, n: n1 }, { successes: k2, n: n2 }, level)
    assertClose(result.low, low, 1e-12)
    assertClose(result.high, high, 1e-12)
    assert.deepEqual([result.value, result.n, result.sizes, result.method], [k1 / n1 - k2 / n2, n1 + n2, [n1, n2], 'newcombe'])
  }
})

const passed = fc
  .integer({ min: 1, max: 150 })
  .chain(n => fc.record({ successes: fc.integer({ min: 0, max: n }), n: fc.constant(n) }))

test('p is below α exactly when 0 lies outside the interval', () => {
  fc.assert(
    fc.property(passed, passed, fc.double({ min: 0.5, max: 0.999, noNaN: true }), (first, second, level) => {
      const { p, low, high } = newcombe(first, second, level)
      assert.equal((p ?? 1) < 1 - level, (low ?? 0) > 0 || (high ?? 0) < 0)
    }),
    { numRuns: 500 },
  )
})

test('at level 1 - p a limit is 0', () => {
  const p = newcombe({ successes: 56, n: 70 }, { successes: 48, n: 80 }).p ?? 1
  assert.ok(Math.abs(newcombe({ successes: 56, n: 70 }, { successes: 48, n: 80 }, 1 - p).low ?? 1) < 1e-12)
})

test('swapping the groups mirrors everything, and intervals are nested in level', () => {
  fc.assert(
    fc.property(passed, passed, fc.double({ min: 0.5, max: 0.98, noNaN: true }), (first, second, level) => {
      const [one, other] = [newcombe(first, second, level), newcombe(second, first, level)]
      assertClose(one.low, -(other.high ?? 9), 1e-9)
      assertClose(one.p, other.p ?? 9, 1e-12)
      const outer = newcombe(first, second, level + 0.01)
      assert.ok((outer.low ?? 9) <= (one.low ?? -9) && (one.high ?? 9) <= (outer.high ?? -9))
      assert.ok((outer.low ?? -9) >= -1 - 1e-15 && (outer.high ?? 9) <= 1 + 1e-15)
    }),
  )
})

test('equal rates have p 1, and a group without items has nothing', () => {
  assert.equal(newcombe({ successes: 1, n: 3 }, { successes: 33, n: 99 }).p, 1)
  const none = newcombe({ successes: 0, n: 0 }, { successes: 1, n: 2 })
  assert.deepEqual([none.value, none.low, none.p, none.reason], [null, null, null, 'a group has no items'])
  assert.throws(
    () => newcombe({ successes: 3, n: 2 }, { successes: 1, n: 2 }),
    new RangeError('expected `first.successes` to be an integer between 0 and 2, got 3'),
  )
})
