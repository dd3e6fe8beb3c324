// Checks the jackknife against the formulas that it comes to for a mean, and against the bootstrap for a root mean square.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clusteredMean } from '../../src/stats/clustered.ts'
import { jackknifeSums } from '../../src/stats/jackknife-sums.ts'
import { meanInterval } from '../../src/stats/mean.ts'
import { type SumsStatistic, bootstrapSums } from '../../src/stats/resample-sums.ts'
import { assertClose } from './close.ts'

const values = Array.from({ length: 300 }, (_, i) => ((i * 37) % 41) / 7 + (i % 10))
const clusters = values.map((_, i) => i % 30)

function statistic(list: readonly number[], power: number): SumsStatistic {
  return {
    size: 2,
    add: (sums, row, times) => {
      sums[0] = (sums[0] ?? 0) + times * (list[row] ?? 0) ** power
      sums[1] = (sums[1] ?? 0) + times
    },
    value: ([total = 0, rows = 0]) => (rows === 0 ? null : (total / rows) ** (1 / power)),
  }
}

test('of a mean it is Student’s interval; with clusters of one size that of clusters', () => {
  const [plain, exact] = [jackknifeSums(300, statistic(values, 1)), meanInterval(values)]
  const [grouped, expected] = [jackknifeSums(300, statistic(values, 1), { clusters }), clusteredMean(values, clusters)]
  for (const [ours, theirs] of [
    [plain, exact],
    [grouped, expected],
  ] as const)
    for (const name of ['value', 'low', 'high', 'standardError'] as const)
      assertClose(ours[name], theirs[name] ?? Number.NaN, 1e-9)
  assert.deepEqual([plain.method, plain.clusters, grouped.clusters], ['jackknife-t', 300, 30])
})

test('of a root mean square it is near the bootstrap', () => {
  const jackknife = jackknifeSums(300, statistic(values, 2), { clusters, level: 0.9 })
  const bootstrap = bootstrapSums(300, statistic(values, 2), { seed: 's', clusters, level: 0.9 })
  assert.ok(Math.abs((jackknife.standardError ?? 0) / (bootstrap.standardError ?? 1) - 1) < 0.1)
})

test('what cannot be known is null with a reason', () => {
  const reasonOf = (list: readonly number[], clusters?: readonly number[]) =>
    jackknifeSums(list.length, statistic(list, 1), { ...(clusters && { clusters }) })
  assert.deepEqual([reasonOf([]).value, reasonOf([]).reason], [null, 'there are no rows'])
  assert.deepEqual([reasonOf([2, 4], [1, 1]).value, reasonOf([2, 4], [1, 1]).low], [3, null])
  assert.match(reasonOf([0.1, 0.1, 0.1]).reason ?? '', /no cluster changes the value/)
  assert.match(reasonOf([Number.NaN, 1]).reason ?? '', /undefined on the data/)
  assert.throws(
    () => jackknifeSums(2, statistic([1, 2], 1), { clusters: [1] }),
    new RangeError('expected `clusters` to have 2 entries, got 1'),
  )
})
