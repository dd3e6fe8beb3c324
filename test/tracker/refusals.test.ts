// Misuse of a tracker is said at once and leaves it as it was: nothing is stored by half, renamed or left out in silence.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openReader, openTracker } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'

class Metrics {
  loss = 1
  get accuracy(): number {
    return 0.5
  }
}

/** What would lose something as a row: what it holds is not, or not only, in keys of its own. */
const losing: readonly unknown[] = [
  new Map([['a', 1]]),
  new Set([1]),
  new Error('x'),
  new Date(),
  new Metrics(),
  [1],
  'text',
  null,
  undefined,
]

test('a row that is no plain object', async () => {
  await using tracker = await openTracker(':memory:')
  for (const row of losing) {
    const expected = /^TypeError: expected (?:the row|row 1) to be a plain object, got /
    await assert.rejects(tracker.log(row as object), expected)
    await assert.rejects(tracker.logBatch([{ a: 1 }, row as object]), expected)
    await assert.rejects(tracker.set(row as object), /expected the columns to be a plain object/)
  }
  await assert.rejects(tracker.log({ a: 1, [Symbol('hidden')]: 2 }), /expected the row to have text keys, got a symbol key/)
  await assert.rejects(tracker.logBatch({ a: 1 } as never), /expected a list of rows, got \[object Object\]/)
  assert.deepEqual(await tracker.rows(), [])
})

test('params that are no plain object, or cannot be stored, leave those before', async t => {
  const db = laboratory(t)
  for (const params of losing.filter(params => params !== undefined))
    await assert.rejects(openTracker(db, { params: params as object }), /expected `params` to be a plain object/)
  await using tracker = await openTracker(db, { params: { a: 1 } })
  for (const params of losing) await assert.rejects(tracker.setParams(params as object), /expected `params` to be a plain object/)
  await assert.rejects(tracker.setParams({ f: () => 1 }), /expected params\.f to be plain data, got a function/)
  const row = (await tracker.log({ i: 0 })) as object
  assert.deepEqual(Object.keys(row), ['params_a', 'i', 'run_id', 'row_id', 'timestamp'])
})

test('params are a copy: who changes theirs later changes neither the run nor its rows', async t => {
  const db = laboratory(t)
  const params = { optimizer: { rate: 1 } }
  await using tracker = await openTracker(db, { params })
  params.optimizer.rate = 2
  await tracker.log({ i: 0 })
  const added = { layers: [1] }
  await tracker.setParams(added)
  added.layers.push(2)
  await tracker.log({ i: 1 })
  assert.deepEqual(
    (await tracker.rows()).map(row => [row['params_optimizer'], row['params_layers']]),
    [
      [{ rate: 1 }, undefined],
      [{ rate: 1 }, [1]],
    ],
  )
  await using reader = await openReader(db, { table: 'runs' })
  assert.deepEqual((await reader.rows())[0]?.['params'], { optimizer: { rate: 1 }, layers: [1] })
})

test('options that are unknown or of another kind', async () => {
  const cases: readonly (readonly [options: object, message: string])[] = [
    [{ tabel: 'x' }, 'expected the options of openTracker(), got `tabel`. Did you mean `table`?'],
    [{ key: 'epoch' }, "expected `key` to be a list of columns, got 'epoch'"],
    [{ key: [1] }, 'expected `key` to be a list of columns, got [ 1 ]'],
    [{ runId: '' }, "expected `runId` to be the id of a run, short enough for the name of a file, got ''"],
    [{ runId: 5 }, 'expected `runId` to be the id of a run, short enough for the name of a file, got 5'],
  ]
  for (const [options, message] of cases) await assert.rejects(openTracker(':memory:', options), new TypeError(message))
  for (const runId of ['x'.repeat(151), 'ü'.repeat(100), '\ud800'])
    await assert.rejects(openTracker(':memory:', { runId }), TypeError)
  await assert.rejects(openTracker(':memory:', { table: '\ud800' }), /expected `table` to be a name/)
})

test('any other run id, also one that looks like a path or like SQL', async t => {
  const db = laboratory(t)
  for (const runId of ['a/b', '../up', 'ü', 'a\0b', ' ', '.', 'q\'u"o', 'a:1', '%2F', 'x'.repeat(150)]) {
    await using tracker = await openTracker(db, { runId })
    await tracker.log({ runId })
    await using reader = await openReader(db, { table: 'events' })
    assert.deepEqual(
      (await reader.rows({ run: runId })).map(row => [row['runId'], row['row_id']]),
      [[runId, `${runId}:0`]],
    )
  }
})

test('places that are none, and an end beyond the rows', async () => {
  await using tracker = await openTracker(':memory:')
  await tracker.logBatch([{ i: 0 }, { i: 1 }])
  for (const tail of [-1, 0.5, Number.NaN, Infinity]) await assert.rejects(tracker.rows({ tail }), RangeError)
  const ends = await Promise.all([0, 1, 2, 100].map(async tail => (await tracker.rows({ tail })).length))
  assert.deepEqual(ends, [0, 1, 2, 2])
})

test('after close: everything is refused', async t => {
  const tracker = await openTracker(laboratory(t))
  let calls = 0
  const wrapped = tracker.wrap(() => ++calls)
  await tracker.close()
  for (const call of [
    () => tracker.log({ a: 1 }),
    () => tracker.logBatch([{ a: 1 }]),
    () => tracker.track(() => ++calls, []),
    () => wrapped(),
    () => tracker.setParams({ a: 1 }),
    () => tracker.set({ a: 1 }),
    () => tracker.rows(),
    () => tracker.flush(),
  ])
    await assert.rejects(call(), /^TypeError: expected the (?:tracker|store) .* to be open/)
  assert.equal(calls, 0)
})
