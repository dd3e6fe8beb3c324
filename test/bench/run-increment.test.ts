// Checks the first promise: stored work is never bought again, and exactly the difference is executed.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import type { RunOptions } from '../../src/bench/run-options.ts'
import { accuracy } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'

interface Declared {
  readonly ids?: readonly string[]
  readonly models?: readonly string[]
  readonly trials?: number
  readonly version?: string
  readonly name?: string
  readonly expected?: (item: { id: string }) => unknown
}

/** Runs a benchmark into one database again and again, and says what each run executed. */
function bench(test: TestContext) {
  const db = laboratory(test)
  return async (
    { ids = ['a', 'b'], models = ['m'], trials = 1, version = '1', name = 'b', expected }: Declared = {},
    options: RunOptions = {},
  ) => {
    const executed: string[] = []
    const declared = benchmark({
      name,
      data: ids.map(id => ({ id })),
      expected: expected ?? (() => 'A'),
      params: models.map(model => ({ model })),
      task: ({ id }, { model }, { trial }) => {
        executed.push(`${model} ${id} ${trial}`)
        return id.toUpperCase()
      },
      metrics: { accuracy: accuracy() },
      trials,
      version,
    })
    await using result = await run(declared, { db, ...options })
    const { status, planned, declared: all, replayed, failed, metrics } = result
    assert.equal(result.executed, executed.length)
    return { executed, status, planned, declared: all, replayed, failed, values: metrics.map(({ accuracy }) => accuracy.value) }
  }
}

test('a first run executes everything, the same run again nothing', async t => {
  const again = bench(t)
  const counts = { status: 'completed', planned: 4, declared: 4, failed: 0, values: [0.5, 0.5] }
  assert.deepEqual(await again({ models: ['m', 'n'] }), {
    ...counts,
    executed: ['m a 0', 'm b 0', 'n a 0', 'n b 0'],
    replayed: 0,
  })
  assert.deepEqual(await again({ models: ['m', 'n'] }), { ...counts, executed: [], replayed: 4 })
})

test('more trials execute the difference', async t => {
  const again = bench(t)
  await again()
  assert.deepEqual((await again({ trials: 3 })).executed, ['m a 1', 'm b 1', 'm a 2', 'm b 2'])
  assert.deepEqual((await again({ trials: 2 })).executed, [])
  assert.deepEqual((await again({}, { trials: 4 })).executed, ['m a 3', 'm b 3'])
})

test('more items, items in front and items in another order execute the difference', async t => {
  const again = bench(t)
  await again()
  assert.deepEqual((await again({ ids: ['a', 'b', 'c'] })).executed, ['m c 0'])
  assert.deepEqual((await again({ ids: ['z', 'a', 'b'] })).executed, ['m z 0'])
  assert.deepEqual((await again({ ids: ['c', 'z', 'b', 'a'] })).executed, [])
})

test('one more model, and models in another order, execute the difference', async t => {
  const again = bench(t)
  await again()
  assert.deepEqual((await again({ models: ['l', 'm'] })).executed, ['l a 0', 'l b 0'])
  assert.deepEqual((await again({ models: ['m', 'l'] })).executed, [])
})

test('a corrected answer executes nothing and changes the metric', async t => {
  const again = bench(t)
  assert.deepEqual((await again()).values, [0.5])
  const corrected = await again({ expected: ({ id }) => id.toUpperCase() })
  assert.deepEqual([corrected.executed, corrected.values], [[], [1]])
})

test('another version and another name execute everything, the first version again nothing', async t => {
  const again = bench(t)
  await again()
  assert.equal((await again({ version: '2' })).executed.length, 2)
  assert.equal((await again({ name: 'c' })).executed.length, 2)
  assert.equal((await again({ version: '1' })).executed.length, 0)
})

test('equal inputs under two ids are one execution and two rows', async t => {
  const db = laboratory(t)
  let calls = 0
  const declared = benchmark({
    name: 'b',
    data: ['a', 'b', 'c', 'd'].map(id => ({ id, text: id < 'c' ? 'same' : id })),
    input: item => item.text,
    task: async text => (calls++, text),
    trials: 2,
    version: '1',
  })
  await using result = await run(declared, { db })
  // 3 different inputs in 2 trials; trials are never shared.
  assert.deepEqual([calls, result.executed, result.replayed], [6, 6, 2])
  const rows = await result.rows()
  assert.equal(rows.length, 8)
  const [first, second] = rows.filter(({ input_id, trial }) => input_id < 'c' && trial === 0)
  assert.deepEqual([first?.prediction, second?.prediction, first?.datapoint === second?.datapoint], ['same', 'same', true])
})

test('equal inputs that fail are one attempt and two failures', async t => {
  const db = laboratory(t)
  let calls = 0
  const task = async () => {
    calls++
    throw new Error('no')
  }
  const declared = benchmark({ name: 'b', data: [{ id: 1 }, { id: 2 }], input: () => 'same', task, version: '1' })
  await using result = await run(declared, { db })
  assert.deepEqual([calls, result.executed, result.replayed, result.failed], [1, 1, 1, 2])
})

test('params with their keys in another order are the same datapoints', async t => {
  const db = laboratory(t)
  const declare = (params: object) => benchmark({ name: 'b', data: ['x'], params: [params], task: () => 1, version: '1' })
  await (await run(declare({ a: 1, b: 2 }), { db }))[Symbol.asyncDispose]()
  await using again = await run(declare({ b: 2, a: 1 }), { db })
  assert.equal(again.executed, 0)
})

test('failed datapoints are tried again, the others are not, and attempts are counted', async t => {
  const db = laboratory(t)
  let calls = 0
  let isDown = true
  const declared = benchmark({
    name: 'b',
    data: ['a', 'b', 'c'],
    task: text => {
      calls++
      if (isDown && text === 'b') throw new Error('down')
      return text
    },
    version: '1',
  })
  await using first = await run(declared, { db })
  assert.deepEqual([calls, first.executed, first.failed, first.status], [3, 3, 1, 'completed'])
  isDown = false
  await using second = await run(declared, { db })
  assert.deepEqual([calls, second.executed, second.replayed, second.failed], [4, 1, 2, 0])
  const rows = await second.rows()
  assert.deepEqual(
    rows.map(({ prediction, attempts, cache, cache_reason }) => [prediction, attempts, cache, cache_reason]).sort(),
    [
      ['a', 1, 'hit', null],
      ['b', 2, 'computed', 'failed before'],
      ['c', 1, 'hit', null],
    ],
  )
})
