// Checks that the fast bootstrap of a quantile is the slow one, draw by draw.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { quantileNearestRank } from '../../src/stats/quantile.ts'
import { bootstrapQuantile } from '../../src/stats/resample-quantile.ts'
import { bootstrap } from '../../src/stats/resample.ts'

const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom(-0, 1.5, Infinity, -Infinity))
const rows = fc.array(fc.tuple(value, fc.nat(12)), { maxLength: 40 })

test('it is `bootstrap` of the quantile with the same seed, ties and infinities included', () => {
  fc.assert(
    fc.property(rows, fc.constantFrom(0.05, 0.5, 0.95, 1), fc.string(), fc.boolean(), (rows, level, seed, isClustered) => {
      const values = rows.map(([value]) => value)
      const options = { seed, draws: 60, level: 0.9, ...(isClustered && { clusters: rows.map(([, cluster]) => cluster) }) }
      // Lists of all resamples are long.
      if (new Set<unknown>(options.clusters ?? rows).size < 7) return
      const slow = bootstrap(values, drawn => quantileNearestRank(Float64Array.from(drawn).sort(), level), {
        ...options,
        interval: 'percentile',
      })
      assert.deepEqual(bootstrapQuantile(values, level, options), slow)
    }),
  )
})

test('few clusters: all resamples', () => {
  const result = bootstrapQuantile([1, 2, 3, 4], 0.5, { seed: 's', clusters: ['a', 'a', 'b', 'b'] })
  assert.deepEqual([result.value, result.draws, result.method], [2, 4, 'bootstrap-percentile-exact'])
  assert.match(bootstrapQuantile([], 0.5, { seed: 's' }).reason ?? '', /no rows/)
})
