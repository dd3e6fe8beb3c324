// Checks that the fast bootstrap of a ratio of sums is the general one, and agrees with all resamples listed in Python.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { bootstrap } from '../../src/stats/resample.ts'
import { bootstrapRatio } from '../../src/stats/resample-ratio.ts'
import { assertClose } from './close.ts'

const seed = 's'

// Oracle: all resamples by itertools.product, NumPy 2 np.quantile, SciPy 1.17 stats.norm.
test('all resamples of a ratio agree with Python', () => {
  const result = bootstrapRatio([3, 1, 4, 1, 5], [4, 2, 6, 5, 5], { seed })
  assertClose(result.value, 0.6363636363636364, 1e-12)
  assertClose(result.standardError, 0.13161699135486138, 1e-12)
  assertClose(result.biasCorrection, -0.03249161846283164, 1e-9)
  assertClose(result.acceleration, -0.03069644285559606, 1e-9)
  assertClose(result.low, 0.33333333, 1e-7)
  assertClose(result.high, 0.8510884, 1e-6)
})

test('it is `bootstrap` of the same ratio with the same seed', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 5 })), {
    minLength: 2,
    maxLength: 12,
  })
  const trials = fc.constantFrom('fixed' as const, 'random' as const)
  fc.assert(
    fc.property(rows, trials, fc.boolean(), (rows, trials, isClustered) => {
      const clusters = isClustered ? rows.map((_, i) => i % 7) : undefined
      const options = { seed, clusters, trials, draws: 60 }
      const general = bootstrap(rows, ratio, options)
      const fast = bootstrapRatio(
        rows.map(([numerator]) => numerator),
        rows.map(([, denominator]) => denominator),
        options,
      )
      assert.deepEqual([fast.method, fast.draws, fast.reason], [general.method, general.draws, general.reason])
      for (const key of ['value', 'low', 'high', 'standardError'] as const)
        assert.ok(Math.abs((fast[key] ?? 0) - (general[key] ?? 0)) < 1e-9)
    }),
    { numRuns: 40 },
  )
})

test('a ratio without a denominator is undefined, and lists go together', () => {
  const none = bootstrapRatio([1, 2], [0, 0], { seed })
  assert.deepEqual([none.value, none.low, none.reason, none.draws], [null, null, 'the statistic is undefined on the data', 0])
  assert.equal(bootstrapRatio([], [], { seed }).reason, 'there are no rows')
  assert.throws(() => bootstrapRatio([1, 2], [1], { seed }), new RangeError('expected `denominators` to have 2 entries, got 1'))
})

function ratio(rows: readonly (readonly [number, number])[]): number {
  return (
    rows.reduce((total, [numerator]) => total + numerator, 0) / rows.reduce((total, [, denominator]) => total + denominator, 0)
  )
}
