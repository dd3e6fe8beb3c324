// Checks that values nested thousands of levels deep are refused in words, wherever they come in, and cost no other row.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { asset } from '../../src/assets/asset.ts'
import { openTracker } from '../../src/tracker/tracker.ts'
import { laboratory } from '../fixtures/laboratory.ts'

function nested(levels: number): object {
  let value: object = {}
  for (let i = 1; i < levels; i++) value = { a: value }
  return value
}

const depths = [5_000, 100_000]

function tooDeep(where: string): RegExp {
  return new RegExp(`${where}(?:\\.a)+\\.… to be nested at most 1000 levels deep, got more; flatten it`)
}

const base = { name: 'b', data: [{ id: 'x' }, { id: 'y' }], version: '1' }

test('an item, an item to train with and params are errors before anything runs', async t => {
  const db = laboratory(t)
  for (const levels of depths) {
    const deep = nested(levels)
    const items = benchmark({ ...base, data: [{ id: 'x', deep }], task: () => 1 })
    await assert.rejects(run(items, { db }), tooDeep('^TypeError: expected item 1 of b\\.deep'))
    const train = benchmark({ ...base, train: [{ id: 'z', deep } as never], task: () => 1 })
    await assert.rejects(run(train, { db }), tooDeep('^TypeError: expected training item 1 of b\\.deep'))
    assert.throws(() => benchmark({ ...base, params: [{ deep }], task: () => 1 }), tooDeep('expected params\\[0\\] of b\\.deep'))
  }
})

test('a result, what is recorded and a score cost one row, or one score', async t => {
  for (const levels of depths) {
    const deep = nested(levels)
    const mixed = benchmark({
      ...base,
      task: ({ id }, _, { record }) => {
        if (id === 'x') record({ deep })
        return { deep: id === 'y' ? deep : {} }
      },
    })
    await using result = await run(mixed, { db: laboratory(t) })
    const errors = (await result.rows()).map(row => [row.input_id, row.status, row.error] as const)
    for (const [id, status] of errors) assert.equal(status, 'error', id)
    assert.match(String(errors.find(([id]) => id === 'x')?.[2]), tooDeep('^expected what record\\(\\) gets\\.deep'))
    assert.match(String(errors.find(([id]) => id === 'y')?.[2]), tooDeep('^expected the result\\.deep'))
    const scored = benchmark({ ...base, task: () => 1, scores: { s: () => ({ deep: deep as never }) } })
    await using other = await run(scored, { db: laboratory(t) })
    assert.match(other.findings[0]?.message ?? '', tooDeep('expected the score\\.deep'))
  }
})

test('a logged row, an argument and an asset', async t => {
  await using tracker = await openTracker(laboratory(t))
  for (const levels of depths) {
    const deep = nested(levels)
    await assert.rejects(tracker.log({ deep }), tooDeep('^TypeError: expected deep'))
    await assert.rejects(
      tracker.track(() => 1, { deep }),
      tooDeep('^TypeError: expected input\\.deep'),
    )
    assert.throws(() => asset(deep as never), tooDeep('expected the value of an asset'))
  }
})

test('900 levels are data like any other', async t => {
  const deep = nested(900)
  const own = benchmark({ ...base, data: [{ id: 'x', deep }], task: ({ deep }) => ({ deep }) })
  await using result = await run(own, { db: laboratory(t) })
  const [row] = await result.rows()
  assert.deepEqual([row?.status, JSON.stringify(row?.deep)], ['ok', JSON.stringify(deep)])
})
