// Checks how rows are put into clusters.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { groupRows, listGroups } from '../../src/stats/groups.ts'

test('clusters come in the order of their first rows, as Map.groupBy puts them', () => {
  const keys = fc.array(fc.oneof(fc.nat(9), fc.constantFrom('1', 'a', -1, 0.5, 2 ** 40)), { maxLength: 30 })
  fc.assert(
    fc.property(keys, clusters => {
      const groups = groupRows(clusters.length, clusters)
      const expected = [...Map.groupBy(clusters.keys(), row => clusters[row]).values()]
      assert.equal(groups.count, expected.length)
      assert.deepEqual(
        listGroups(groups).map(rows => [...rows]),
        expected,
      )
    }),
  )
})

test('without clusters each row is its own', () => {
  assert.deepEqual(
    listGroups(groupRows(3, undefined)).map(rows => [...rows]),
    [[0], [1], [2]],
  )
})
