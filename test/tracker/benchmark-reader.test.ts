// What a reader gives of one benchmark: its rows and no other's, each with every column that the benchmark has.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { join } from 'node:path'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { accuracy } from 'assay'
import { openReader } from '../../src/tracker/reader.ts'
import { openTracker } from '../../src/tracker/tracker.ts'
import { temporaryFolder } from '../fixtures/folder.ts'

const db = join(temporaryFolder(), 'lab.db')
const runIds: string[] = []
let otherRun = ''

const params = [{ model: 'm' }, { model: 'n', chars: 16 }]
const items = [{ id: 'a', size: 1 }, { id: 'b' }] as { id: string; size?: number }[]
const colours = declare(params)

function declare<P extends { model: string }>(params: readonly P[]) {
  return benchmark({
    name: 'colours',
    data: items,
    expected: ({ id }) => id,
    params,
    task: ({ id }, { model }) => {
      if (id === 'b' && model === 'm') throw new Error('no')
      return id === 'a' ? { answer: 1, empty: null } : { other: Number.NaN }
    },
    metrics: { accuracy: accuracy({ prediction: 'answer' }) },
    version: '1',
  })
}

const tastes = benchmark({
  name: 'tastes',
  data: [{ id: 'x', flavour: 'mint' }],
  params: [{ spoon: 1 }],
  task: () => ({ sweet: true }),
  version: '1',
})

before(async () => {
  for (const limit of [2, 1]) {
    await using result = await run(colours, { db, limit })
    runIds.push(result.runId)
  }
  await using result = await run(tastes, { db })
  otherRun = result.runId
  await using tracker = await openTracker(db, { name: 'training' })
  await tracker.log({ loss: 1 })
})

const placeOf = (row: { params_model: unknown; input_id: unknown; run_id: unknown }) =>
  `${row.params_model}${row.input_id}${runIds.indexOf(String(row.run_id))}`

test('each datapoint once, from its newest run, and no rows of others', async () => {
  await using reader = await openReader(db, { benchmark: colours })
  assert.deepEqual((await reader.rows()).map(placeOf).sort(), ['ma1', 'mb0', 'na1', 'nb0'])
  assert.equal(await reader.count(), 4)
  const seen: string[] = []
  for await (const row of reader) seen.push(placeOf(row))
  assert.equal(seen.length, 4)
})

test('a row has every column of its benchmark, `null` where it has none, and no other', async () => {
  await using reader = await openReader(db, { benchmark: colours })
  const rows = await reader.rows()
  assert.equal(new Set(rows.map(row => Object.keys(row).sort().join())).size, 1)
  const failed = rows.find(({ status }) => status === 'error')
  const expected = {
    answer: null,
    empty: null,
    other: null,
    item_size: null,
    item_id: 'b',
    params_model: 'm',
    params_chars: null,
  }
  assert.deepEqual(Object.fromEntries(Object.keys(expected).map(key => [key, failed?.[key as 'answer']])), expected)
  assert.deepEqual([failed?.cost_usd, failed?.benchmark, failed?.error], [null, 'colours', 'no'])
  for (const key of ['sweet', 'item_flavour', 'params_spoon', 'loss']) assert.equal(Object.hasOwn(failed ?? {}, key), false)
})

test('the rows of one run are those that the run itself gives', async () => {
  await using result = await run(colours, { db })
  runIds.push(result.runId)
  await using reader = await openReader(db, { benchmark: colours })
  assert.deepEqual(await reader.rows({ run: result.runId }), await result.rows())
  assert.deepEqual(
    await reader.select({ run: result.runId, params: { model: 'n' } }).rows(),
    await result.select({ params: { model: 'n' } }).rows(),
  )
})

test('`latest` is the newest run of this benchmark, whatever ran after it', async () => {
  await using tastesReader = await openReader(db, { benchmark: tastes })
  assert.deepEqual(
    (await tastesReader.rows({ run: 'latest' })).map(({ run_id: id }) => id),
    [otherRun],
  )
  await using reader = await openReader(db, { benchmark: colours })
  assert.equal(new Set((await reader.select({ run: 'latest' }).rows()).map(row => row.run_id)).size, 1)
  assert.equal((await reader.rows({ run: 'latest' }))[0]?.run_id, runIds.at(-1))
})

test('a run of another benchmark, and one that is not there, are errors that say so', async () => {
  await using reader = await openReader(db, { benchmark: colours })
  const message = `The run ${otherRun} in ${db} is of \`tastes\`, not of \`colours\`.`
  await assert.rejects(reader.rows({ run: otherRun }), { code: 'run_not_found', message })
  await assert.rejects(reader.select({ run: otherRun }).rows(), { code: 'run_not_found', message })
  await assert.rejects(reader.count({ run: `${otherRun}_` }), { code: 'run_not_found', message: /Did you mean/ })
})

test('a benchmark that never ran there is an error that names the nearest', async () => {
  const misspelled = benchmark({ name: 'colour', data: [1], task: n => n, version: '1' })
  await assert.rejects(openReader(db, { benchmark: misspelled }), {
    code: 'run_not_found',
    message: `The benchmark \`colour\` has no run in ${db}. Did you mean \`colours\`?`,
  })
})

test('selections by value, by list, by function and by column', async () => {
  await using reader = await openReader(db, { benchmark: colours })
  const places = async (selection: { rows(): Promise<{ params_model: unknown; input_id: unknown; run_id: unknown }[]> }) =>
    (await selection.rows()).map(row => placeOf(row).slice(0, 2)).sort()
  const first = reader.select({ run: runIds[0] ?? '' })
  assert.deepEqual(await places(first.select({ params: { model: 'm' } })), ['ma', 'mb'])
  assert.deepEqual(await places(first.select({ params: { model: ['m', 'n'], chars: null } })), ['ma', 'mb'])
  assert.deepEqual(await places(first.select({ params: ({ model }) => model === 'n' })), ['na', 'nb'])
  assert.deepEqual(await places(first.select({ where: { answer: null } })), ['mb', 'nb'])
  assert.deepEqual(await places(first.select({ where: { benchmark: 'tastes' } })), [])
  assert.deepEqual(await places(first.select({ run: runIds[1] ?? '' })), [])
  assert.deepEqual(
    (await reader.rows({ run: runIds[0] ?? '', where: { params_model: 'n' }, limit: 1 })).map(({ input_id: id }) => id),
    ['a'],
  )
  assert.deepEqual(
    [await reader.count({ where: { status: 'error' } }), await reader.count({ where: { benchmark: 'tastes' } })],
    [1, 0],
  )
})

test('a param that is declared and was never run is `null` in every row', async () => {
  const wider = declare([...params, { model: 'o', depth: 3 }] as { model: string; chars?: number; depth?: number }[])
  await using reader = await openReader(db, { benchmark: wider })
  const rows = await reader.rows({ run: 'latest' })
  assert.ok(rows.length === 4 && rows.every(row => row.params_depth === null))
  assert.equal((await reader.select({ params: { depth: null } }).rows()).length, 4)
  assert.deepEqual(await reader.select({ params: { depth: 3 } }).rows(), [])
  assert.deepEqual(await reader.rows({ where: { params_depth: 3 }, limit: 1 }), [])
  assert.equal(await reader.count({ where: { params_depth: null, params_model: 'm' } }), 2)
})

test('a column of another benchmark is not there, and the error names the nearest', async () => {
  await using reader = await openReader(db, { benchmark: colours })
  const expected = { code: 'column_not_found', message: 'The benchmark `colours` has no column `params_spoon`.' }
  await assert.rejects(reader.rows({ where: { params_spoon: 1 } as object }), expected)
  await assert.rejects(reader.select({ params: { spoon: [1] } as object }).rows(), expected)
  await assert.rejects(reader.count({ where: { params_chas: 1 } as object }), {
    code: 'column_not_found',
    message: /`params_chars`/,
  })
})

test('columns, runs, statistics and ranks are of this benchmark alone', async () => {
  await using reader = await openReader(db, { benchmark: tastes })
  const columns = new Map((await reader.columns()).map(column => [column.name, column]))
  assert.deepEqual(columns.get('sweet'), { name: 'sweet', column: 'sweet', type: 'boolean', nulls: 0, distinct: 1 })
  assert.equal(columns.has('answer') || columns.has('params_model'), false)
  assert.deepEqual([...columns.keys()], await reader.names())
  assert.deepEqual(
    (await reader.runs()).map(({ runId, benchmark: name }) => [runId, name]),
    [[otherRun, 'tastes']],
  )
  const { rows, groups } = await reader.stats()
  assert.deepEqual([rows, groups[0]?.columns.map(({ name }) => name)], [1, [...columns.keys()]])
  assert.equal((await reader.rank('duration_ms', { better: 'lower' })).ranked, 1)
})

test('SQL is untouched: it sees the whole database', async () => {
  await using reader = await openReader(db, { benchmark: tastes })
  const query = 'SELECT DISTINCT benchmark FROM datapoints ORDER BY 1'
  assert.deepEqual(await reader.sql(query), [{ benchmark: 'colours' }, { benchmark: 'tastes' }])
})

test('a benchmark and a table at once, and what is no benchmark, are refused', async () => {
  const both = { benchmark: colours, table: 'runs' } as object
  await assert.rejects(openReader(db, both), /^TypeError: expected `table` or `benchmark`, got both/)
  await assert.rejects(
    openReader(db, { benchmark: { name: 'colours' } }),
    /^TypeError: expected `benchmark` to be what benchmark\(\) returned/,
  )
})
