// Checks which resamples are made: all of them where they are few, else as many random ones as asked for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listGroups } from '../../src/stats/groups.ts'
import { eachResample, resamplePlan } from '../../src/stats/resample-plan.ts'

function resamples(n: number, options: object): readonly string[] {
  const seen: string[] = []
  eachResample(resamplePlan(n, { seed: 's', ...options }), chosen => seen.push(chosen.join()))
  return seen
}

test('up to six units all resamples are made once, with seven 10,000 at random', () => {
  assert.equal(new Set(resamples(3, {})).size, 27)
  assert.equal(resamples(6, {}).length, 46_656)
  assert.equal(resamples(7, {}).length, 10_000)
  assert.equal(resamples(7, { draws: 50 }).length, 50)
})

test('units are clusters in the order of their first rows', () => {
  const { groups, isExact } = resamplePlan(5, { seed: 's', clusters: ['b', 'a', 'b', 1, '1'] })
  assert.deepEqual(
    listGroups(groups).map(rows => [...rows]),
    [[0, 2], [1], [3], [4]],
  )
  assert.ok(isExact)
})

test('random trials are never listed, unless each cluster has one', () => {
  assert.equal(resamplePlan(3, { seed: 's', clusters: [1, 1, 2], trials: 'random' }).isExact, false)
  assert.equal(resamplePlan(3, { seed: 's', clusters: [1, 2, 3], trials: 'random' }).isExact, true)
})

test('impossible draws, levels and clusters are refused', () => {
  assert.throws(() => resamplePlan(3, { seed: 's', draws: 1 }), new RangeError('expected `draws` to be an integer from 2, got 1'))
  assert.throws(() => resamplePlan(3, { seed: 's', level: 1 }), RangeError)
  assert.throws(
    () => resamplePlan(3, { seed: 's', clusters: [1] }),
    new RangeError('expected `clusters` to have 3 entries, got 1'),
  )
})
