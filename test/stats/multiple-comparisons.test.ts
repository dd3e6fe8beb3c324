// Checks the corrections against statsmodels, and that they keep order and never help.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { benjaminiHochberg, benjaminiYekutieli, holm } from '../../src/stats/multiple-comparisons.ts'
import { assertClose } from './close.ts'

const P_VALUES = [0.01, 0.04, 0.03, 0.005, 0.2, 0.03]

test('the corrections agree with statsmodels', () => {
  // statsmodels 0.15: multipletests(p, method='holm'), 'fdr_bh', 'fdr_by'; SciPy 1.17 false_discovery_control gives the same.
  const expected = [
    [holm, [0.05, 0.12, 0.12, 0.03, 0.2, 0.12]],
    [benjaminiHochberg, [0.03, 0.048, 0.045, 0.03, 0.2, 0.045]],
    [benjaminiYekutieli, [0.0735, 0.1176, 0.11025, 0.0735, 0.49, 0.11025]],
  ] as const
  for (const [correct, adjusted] of expected) {
    correct(P_VALUES).adjusted.forEach((p, i) => assertClose(p, adjusted[i] ?? 0, 1e-12))
  }
})

test('a result names its method and what it controls', () => {
  const { method, controls, n, reason } = holm(P_VALUES)
  assert.deepEqual([method, controls, n, reason], ['holm', 'family-wise-error-rate', 6, null])
  assert.equal(benjaminiHochberg([]).controls, 'false-discovery-rate')
  assert.deepEqual(benjaminiYekutieli([]).adjusted, [])
})

test('a question without a p value still counts as asked', () => {
  const result = holm([0.01, null, 0.02])
  assert.deepEqual(result.adjusted, [0.03, null, 0.04])
  assert.equal(result.reason, '1 of 3 p values are undefined and were counted as 1')
})

test('what is no p value is refused', () => {
  assert.throws(() => holm([0.5, 1.5]), new RangeError('expected `pValues` to be between 0 and 1 or null, got 1.5'))
  assert.throws(() => benjaminiHochberg([Number.NaN]), RangeError)
})

const families = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 })

test('corrected p values are larger, keep their order, and do not depend on the order of the family', () => {
  fc.assert(
    fc.property(families, pValues => {
      for (const correct of [holm, benjaminiHochberg, benjaminiYekutieli]) {
        const { adjusted } = correct(pValues)
        for (const [i, p] of pValues.entries()) {
          assert.ok((adjusted[i] ?? 0) >= p * (1 - 1e-15) && (adjusted[i] ?? 2) <= 1)
          for (const [j, other] of pValues.entries()) assert.ok(p > other || (adjusted[i] ?? 2) <= (adjusted[j] ?? -1))
        }
        assert.deepEqual(correct(pValues.toReversed()).adjusted.toReversed(), adjusted)
      }
    }),
  )
})

test('Holm lies between no correction and Bonferroni, and above Benjamini-Hochberg', () => {
  fc.assert(
    fc.property(families, pValues => {
      const [strict, loose] = [holm(pValues).adjusted, benjaminiHochberg(pValues).adjusted]
      pValues.forEach((p, i) => {
        assert.ok((strict[i] ?? 2) <= Math.min(1, p * pValues.length))
        assert.ok((loose[i] ?? 2) <= (strict[i] ?? 0) * (1 + 1e-12))
      })
    }),
  )
})
