// Checks runs of a part: the first items, a sample, some params, development; each says that it is a part.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { openReader } from '../../src/tracker/reader.ts'
import { laboratory } from '../fixtures/laboratory.ts'

const declared = benchmark({
  name: 'b',
  data: Array.from({ length: 20 }, (_, i) => ({ id: `i${i}` })),
  params: [{ model: 'm' }, { model: 'n' }],
  task: ({ id }, { model }) => `${model} ${id}`,
  version: '1',
})

test('a limit takes the first items, and the rest is executed later', async t => {
  const db = laboratory(t)
  await using first = await run(declared, { db, limit: 3 })
  assert.deepEqual([first.status, first.planned, first.declared, first.executed], ['partial', 6, 40, 6])
  assert.deepEqual([...new Set((await first.rows()).map(({ input_id }) => input_id))], ['i0', 'i1', 'i2'])
  await using all = await run(declared, { db })
  assert.deepEqual([all.status, all.planned, all.executed, all.replayed], ['completed', 40, 34, 6])
})

test('a sample is replayed by the next, and a larger one contains it', async t => {
  const db = laboratory(t)
  await using first = await run(declared, { db, sample: 5 })
  assert.deepEqual([first.status, first.planned, first.executed], ['partial', 10, 10])
  await using again = await run(declared, { db, sample: 5 })
  assert.deepEqual([again.executed, again.replayed], [0, 10])
  await using larger = await run(declared, { db, sample: 8 })
  assert.deepEqual([larger.executed, larger.replayed], [6, 10])
})

test('a limit or a sample of everything is not partial', async t => {
  const db = laboratory(t)
  await using first = await run(declared, { db, limit: 20 })
  await using second = await run(declared, { db, sample: 50 })
  assert.deepEqual([first.status, second.status], ['completed', 'completed'])
})

test('some params, by value or by a function', async t => {
  const db = laboratory(t)
  await using first = await run(declared, { db, params: { model: 'n' }, limit: 1 })
  assert.deepEqual([first.status, first.planned, first.metrics], ['partial', 1, [{ params: { model: 'n' } }]])
  await using second = await run(declared, { db, params: ({ model }) => model === 'm' })
  assert.deepEqual([second.status, second.planned, second.executed], ['partial', 20, 20])
})

test('a development run is kept out of `datapoints`, and its work is not bought again', async t => {
  const db = laboratory(t)
  await using dev = await run(declared, { db, limit: 2, dev: true })
  assert.equal(dev.executed, 4)
  await using reader = await openReader(db, { table: 'datapoints' })
  assert.equal(await reader.count(), 0)
  await using real = await run(declared, { db, limit: 2 })
  assert.equal(real.executed, 0)
  assert.equal(await reader.count(), 4)
})
