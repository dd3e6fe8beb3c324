// What is made once per params: when, for whom, and that it is tidied; and the items that a task may learn from.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { openReader } from '../../src/tracker/reader.ts'
import { laboratory } from '../fixtures/laboratory.ts'

const ids = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `i${i}` }))

/** A benchmark of two params that tells what happens in which order. */
function told(t: TestContext, count = 3) {
  const events: string[] = []
  const db = laboratory(t)
  const declared = benchmark({
    name: 'b',
    data: ids(count),
    params: [{ model: 'a' }, { model: 'b' }],
    setup: async ({ model }, { defer }) => {
      events.push(`make ${model}`)
      defer(() => events.push(`dispose ${model}`))
      defer(() => events.push(`first ${model}`))
      await wait(1)
      return { answer: `${model}!` }
    },
    task: async ({ id }, { model }, { setup }) => {
      await wait(1)
      events.push(`${model} ${id}`)
      return setup.answer
    },
    version: '1',
  })
  return { db, declared, events }
}

test('one set-up lives at a time, tidied last first; none is made where nothing executes', async t => {
  const { db, declared, events } = told(t)
  await using first = await run(declared, { db })
  const expected = ['a', 'b'].flatMap(model => [
    `make ${model}`,
    ...['i0', 'i1', 'i2'].map(id => `${model} ${id}`),
    `first ${model}`,
    `dispose ${model}`,
  ])
  assert.deepEqual(events.toSorted(), expected.toSorted())
  assert.ok(events.indexOf('dispose a') < events.indexOf('make b'))
  assert.ok(events.indexOf('first a') < events.indexOf('dispose a'))
  assert.deepEqual([first.executed, (await first.rows()).map(row => row.prediction)], [6, ['a!', 'a!', 'a!', 'b!', 'b!', 'b!']])
  await using again = await run(declared, { db })
  assert.deepEqual([again.replayed, events.length], [6, expected.length])
})

test('a set-up that fails is a row for each of its datapoints, and the others go on', async t => {
  let made = 0
  const declared = benchmark({
    name: 'b',
    data: ids(3),
    params: [{ model: 'missing' }, { model: 'there' }],
    setup: ({ model }) => {
      made++
      if (model === 'missing') throw new RangeError('no such model')
      return model
    },
    task: (_, __, { setup }) => setup,
    version: '1',
  })
  await using result = await run(declared, { db: laboratory(t) })
  assert.deepEqual([result.failed, made], [3, 2])
  const [row] = await result.rows()
  assert.deepEqual([row?.status, row?.error, row?.error_type], ['error', 'setup failed: no such model', 'RangeError'])
})

test('training items reach the setup, are part of the identity, and none may be evaluated', async t => {
  const db = laboratory(t)
  let executed = 0
  const declared = (train: object[]) =>
    benchmark({
      name: 'b',
      data: ids(2),
      train: () => train as { id: string }[],
      setup: async (_, { train }) => (await Array.fromAsync(train)).length,
      task: (_, __, { setup }) => {
        executed++
        return setup
      },
      version: '1',
    })
  await using first = await run(declared([{ id: 't1' }, { id: 't2' }]), { db })
  assert.deepEqual([(await first.rows()).map(row => row.prediction), first.findings], [[2, 2], []])
  await using same = await run(declared([{ id: 't1' }, { id: 't2' }]), { db })
  await using more = await run(declared([{ id: 't1' }, { id: 'i0' }]), { db })
  assert.deepEqual([same.executed, more.executed, executed], [0, 2, 4])
  assert.deepEqual(
    more.findings.map(({ id, count, examples }) => [id, count, examples]),
    [['train-in-data', 1, [{ input_id: 'i0' }]]],
  )
})

test('folders and deferred calls are tidied in every outcome, also when tidying fails', async t => {
  const folders: string[] = []
  const tidied: string[] = []
  const declared = benchmark({
    name: 'b',
    data: ids(3),
    task: async ({ id }, _, { folder, defer }) => {
      folders.push(await folder())
      assert.ok(existsSync(folders.at(-1) ?? ''))
      defer(() => {
        tidied.push(id)
        if (id === 'i0') throw new Error('stuck')
      })
      if (id === 'i1') throw new Error('no')
      return id
    },
    version: '1',
  })
  await using result = await run(declared, { db: laboratory(t) })
  assert.deepEqual([result.failed, tidied.toSorted(), folders.filter(existsSync)], [1, ['i0', 'i1', 'i2'], []])
  assert.deepEqual(
    result.findings.map(({ id, examples }) => [id, examples]),
    [['cleanup-failed', [{ reason: 'stuck' }]]],
  )
})

test('rows that a task logs name their datapoint', async t => {
  const db = laboratory(t)
  const declared = benchmark({
    name: 'b',
    data: ids(2),
    trials: 2,
    task: async ({ id }, _, { log, trial }) => {
      await log({ step: 1, loss: trial })
      await log({ step: 2, id })
      return 1
    },
    version: '1',
  })
  await using result = await run(declared, { db })
  await using reader = await openReader(db, { table: 'events' })
  const rows = await reader.rows()
  const datapoints = new Set((await result.rows()).map(row => row.datapoint))
  assert.equal(new Set(rows.map(row => row['row_id'])).size, 8)
  assert.ok(rows.every(row => datapoints.has(String(row['datapoint'])) && row['run_id'] === result.runId))
  assert.deepEqual(new Set(rows.map(row => `${row['input_id']} ${row['trial']} ${row['step']}`)).size, 8)
})
