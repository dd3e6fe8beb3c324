// Checks the beta quantile against SciPy, and that it inverts the distribution.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { betaQuantile } from '../../src/stats/beta.ts'
import { regularizedBeta } from '../../src/stats/special.ts'
import { assertClose } from './close.ts'

// Oracle: SciPy 1.17 stats.beta.ppf.
test('quantiles agree with SciPy, small and lopsided ones included', () => {
  assertClose(betaQuantile(0.025, 18, 4), 0.636576012983019, 1e-12)
  assertClose(betaQuantile(0.5, 0.5, 0.5), 0.5, 1e-12)
  assertClose(betaQuantile(1e-10, 3, 7), 0.00010600083666760557, 1e-12)
  assertClose(betaQuantile(0.999, 1e4, 2e4), 0.34177495409055464, 1e-12)
  assertClose(betaQuantile(0.025, 0.01, 5), 7.803601735629069e-162, 1e-9)
  assertClose(betaQuantile(0.3, 1e6, 1), 0.9999987960279204, 1e-14)
})

test('the quantile has the probability below it that was asked for', () => {
  const positive = fc.double({ min: 1, max: 1e5, noNaN: true })
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), positive, positive, (p, a, b) => {
      assertClose(regularizedBeta(betaQuantile(p, a, b), a, b), p, 1e-7)
    }),
  )
})

test('the ends are the ends, and nothing outside has a quantile', () => {
  assert.deepEqual([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)], [0, 1])
  assert.throws(() => betaQuantile(1.1, 2, 3), new RangeError('expected `p` to be between 0 and 1, got 1.1'))
  assert.throws(() => betaQuantile(0, 0, 3), new RangeError('expected `a` to be positive and finite, got 0'))
})
