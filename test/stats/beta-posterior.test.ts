// Checks the posterior of a pass rate against the published example, and the probability to be higher against SciPy's quadrature.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { betaPosterior, probabilityHigher } from '../../src/stats/beta-posterior.ts'
import { assertClose, assertSixDecimals } from './close.ts'

test('the published example', () => {
  const result = betaPosterior(17, 20)
  assertSixDecimals(result.low, 0.636576)
  assertSixDecimals(result.high, 0.945536)
  assert.deepEqual([result.value, result.n, result.method, result.reason], [18 / 22, 20, 'beta-posterior', null])
  assertSixDecimals(probabilityHigher({ successes: 17, n: 20 }, { successes: 13, n: 20 }), 0.920542)
})

// Oracle: SciPy 1.17 integrate.quad of stats.beta.pdf(t, 1 + k1, 1 + n1 - k1) · stats.beta.cdf(t, 1 + k2, 1 + n2 - k2).
test('the probability to be higher agrees with quadrature', () => {
  assertClose(probabilityHigher({ successes: 0, n: 5 }, { successes: 3, n: 4 }), 0.015151515151515142, 1e-12)
  assertClose(probabilityHigher({ successes: 180, n: 200 }, { successes: 170, n: 200 }), 0.9333052932178124, 1e-10)
  assertClose(probabilityHigher({ successes: 1800, n: 2000 }, { successes: 1790, n: 2000 }), 0.6986997097253567, 1e-9)
})

const passed = fc
  .integer({ min: 0, max: 200 })
  .chain(n => fc.record({ successes: fc.integer({ min: 0, max: n }), n: fc.constant(n) }))

test('one of the two is higher', () => {
  fc.assert(
    fc.property(passed, passed, (first, second) => {
      assertClose(probabilityHigher(first, second) + probabilityHigher(second, first), 1, 1e-9)
    }),
  )
})

test('without items the prior remains', () => {
  const { value, low, high } = betaPosterior(0, 0)
  assert.equal(value, 0.5)
  assertClose(low, 0.025, 1e-12)
  assertClose(high, 0.975, 1e-12)
  assertClose(probabilityHigher({ successes: 0, n: 0 }, { successes: 0, n: 0 }), 0.5, 1e-15)
})

test('impossible counts are refused', () => {
  assert.throws(() => betaPosterior(2, 1), new RangeError('expected `successes` to be an integer between 0 and 1, got 2'))
  assert.throws(
    () => probabilityHigher({ successes: 1, n: 1 }, { successes: -1, n: 1 }),
    new RangeError('expected `second.successes` to be an integer between 0 and 1, got -1'),
  )
})
