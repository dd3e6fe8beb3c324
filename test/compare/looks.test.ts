// Checks at which sizes a comparison could have been looked at, and in which order its items came.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { growthOf } from '../../src/compare/looks.ts'

const ids = (count: number) => Array.from({ length: count }, (_, i) => `i${i}`)
const earlier = (runId: string, items: readonly string[], isSample = true) => ({ runId, isSample, items: new Set(items) })

test('each earlier run that added items is a look, and the comparison is the last', () => {
  const runs = [
    earlier('a', ids(10)),
    earlier('again', ids(10)),
    earlier('other', [...ids(20), 'elsewhere']),
    earlier('none', []),
    earlier('b', ids(40)),
    earlier('whole', ids(60)),
  ]
  const { looks, isRandom, order } = growthOf(ids(60), { run: { runId: 'now', isSample: false }, earlier: runs })
  assert.deepEqual(looks, [
    { runId: 'a', items: 10 },
    { runId: 'b', items: 40 },
    { runId: 'now', items: 60 },
  ])
  assert.equal(isRandom, true)
  assert.deepEqual([order.slice(0, 10).toSorted(), order.slice(0, 40).toSorted()], [ids(10), ids(40).toSorted()])
  assert.deepEqual(order.toSorted(), ids(60).toSorted())
  assert.notDeepEqual(order.slice(0, 10), ids(10))
})

test('the order does not depend on that of the items', () => {
  const history = { run: { runId: 'now', isSample: true }, earlier: [] }
  assert.deepEqual(growthOf(ids(30).toReversed(), history).order, growthOf(ids(30), history).order)
})

test('the order is random where each look was a sample; the last one may be all there is', () => {
  const isRandom = (run: boolean, ...samples: readonly boolean[]) =>
    growthOf(ids(9), {
      run: { runId: 'now', isSample: run },
      earlier: samples.map((isSample, i) => earlier(`run ${i}`, ids(3 + i), isSample)),
    }).isRandom
  assert.deepEqual([isRandom(true), isRandom(false, true), isRandom(true, true, true)], [true, true, true])
  assert.deepEqual([isRandom(false), isRandom(true, false), isRandom(false, true, false)], [false, false, false])
})
