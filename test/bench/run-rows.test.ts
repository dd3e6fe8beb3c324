// Checks a finished run as a selection of its own rows: every column, filters, iteration, memory.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { laboratory } from '../fixtures/laboratory.ts'

const declared = benchmark({
  name: 'b',
  data: [{ id: 'a', size: 1 }, { id: 'b' }] as { id: string; size?: number }[],
  expected: ({ id }) => id,
  params: [{ model: 'm' }, { model: 'n', chars: 16 }],
  task: ({ id }, { model }) => {
    if (id === 'b' && model === 'm') throw new Error('no')
    return id === 'a' ? { answer: 1 } : { other: 'x' }
  },
  version: '1',
})

test('every column of the benchmark is in every row, null where it has none', async t => {
  await using result = await run(declared, { db: laboratory(t) })
  const rows = await result.rows()
  const [failed] = rows.filter(({ status }) => status === 'error')
  const expected = {
    answer: null,
    other: null,
    item_size: null,
    item_id: 'b',
    params_model: 'm',
    params_chars: null,
    expected: 'b',
  }
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map(key => [key, failed?.[key as 'answer']])), expected)
  assert.equal(new Set(rows.map(row => Object.keys(row).sort().join())).size, 1)
})

test('columns of another benchmark in the same database are not in the rows', async t => {
  const db = laboratory(t)
  const other = benchmark({ name: 'other', data: [{ id: 'a', colour: 'red' }], task: () => ({ taste: 'sweet' }), version: '1' })
  await (await run(other, { db }))[Symbol.asyncDispose]()
  await using result = await run(declared, { db })
  const [row] = await result.rows()
  assert.deepEqual([Object.hasOwn(row ?? {}, 'taste'), Object.hasOwn(row ?? {}, 'item_colour')], [false, false])
})

test('rows have what they were declared with', async t => {
  const db = laboratory(t)
  await using result = await run(declared, { db })
  const [row] = await result.rows()
  assert.deepEqual(
    [row?.benchmark, row?.run_id, row?.input_id, row?.trial, row?.batch_size, row?.latency_ms, row?.cost_usd],
    ['b', result.runId, 'a', 0, 1, null, null],
  )
  assert.ok(row?.timestamp instanceof Date && (row.duration_ms ?? -1) >= 0)
  assert.match(row.datapoint, /^[0-9a-f]{64}$/)
  assert.equal(result.db, db)
})

test('filters by params, by columns and by a function, each narrowing the one before', async t => {
  await using result = await run(declared, { db: laboratory(t) })
  const ids = async (selection: { rows(): Promise<{ row_id: string }[]> }) =>
    (await selection.rows()).map(({ row_id }) => Number(row_id.split(':')[1]))
  assert.deepEqual(await ids(result), [0, 1, 2, 3])
  assert.deepEqual(await ids(result.select({ params: { model: 'n' } })), [2, 3])
  assert.deepEqual(await ids(result.select({ params: { model: ['m', 'n'] } })), [0, 1, 2, 3])
  assert.deepEqual(await ids(result.select({ params: { chars: null } })), [0, 1])
  assert.deepEqual(await ids(result.select({ params: ({ model }) => model === 'm' })), [0, 1])
  assert.deepEqual(await ids(result.select({ where: { status: 'error' } })), [1])
  assert.deepEqual(await ids(result.select({ where: { answer: null } })), [1, 3])
  assert.deepEqual(await ids(result.select({ where: { input_id: 'b' } }).select({ params: { model: 'n' } })), [3])
  assert.deepEqual(await ids(result.select({ params: { model: 'm' } }).select({ params: { model: 'n' } })), [])
})

test('of another run there are no rows, of one that is not there an error', async t => {
  const db = laboratory(t)
  await using first = await run(declared, { db })
  await using second = await run(declared, { db })
  assert.equal((await second.select({ run: second.runId }).rows()).length, 4)
  assert.equal((await second.select({ run: 'latest' }).rows()).length, 4)
  assert.equal((await second.select({ run: first.runId }).rows()).length, 0)
  await assert.rejects(second.select({ run: 'nosuch' }).rows(), { code: 'run_not_found' })
})

test('a column or param that is not there is an error that names the nearest', async t => {
  await using result = await run(declared, { db: laboratory(t) })
  await assert.rejects(result.select({ where: { inputid: 'a' } as object }).rows(), {
    code: 'column_not_found',
    message: /`input_id`/,
  })
  const misspelled = { modle: ['m'] } as object
  await assert.rejects(result.select({ params: misspelled }).rows(), { code: 'column_not_found', message: /`params_model`/ })
})

test('it can be iterated, again and again', async t => {
  await using result = await run(declared, { db: laboratory(t) })
  for (const _ of [1, 2]) {
    const seen: string[] = []
    for await (const { input_id } of result) seen.push(input_id)
    assert.deepEqual(seen, ['a', 'b', 'a', 'b'])
  }
})

test('a run in memory has its rows until it is disposed, and the next one knows nothing of it', async () => {
  await using first = await run(declared, { db: ':memory:' })
  assert.deepEqual([first.db, first.executed, (await first.rows()).length], [':memory:', 4, 4])
  await using second = await run(declared, { db: ':memory:' })
  assert.deepEqual([second.executed, second.replayed], [4, 0])
})

test('params of a run without any are an empty entry', async () => {
  const plain = benchmark({ name: 'b', data: [1], task: n => n, version: '1' })
  await using result = await run(plain, { db: ':memory:' })
  assert.deepEqual(result.metrics, [{ params: {} }])
})
