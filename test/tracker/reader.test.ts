// Checks what a reader gives of a database: rows by run, columns and place, counts, columns, runs and SQL.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { join } from 'node:path'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { accuracy } from 'assay'
import { openReader } from '../../src/tracker/reader.ts'
import { temporaryFolder } from '../fixtures/folder.ts'

const db = join(temporaryFolder(), 'lab.db')
const runIds: string[] = []

const declared = benchmark({
  name: 'b',
  data: ['a', 'b', 'c'].map((id, size) => ({ id, size, tags: [id] })),
  expected: ({ id }) => (id === 'c' ? null : id),
  params: [{ model: 'm' }, { model: 'n' }],
  task: ({ id }, { model }) => (model === 'm' ? id : { prediction: 'x', note: 1n }),
  metrics: { accuracy: accuracy() },
  version: '1',
})

before(async () => {
  for (const limit of [3, 2]) {
    await using result = await run(declared, { db, limit })
    runIds.push(result.runId)
  }
})

async function ids(options: object, table = 'predictions'): Promise<string> {
  await using reader = await openReader(db, { table })
  return (await reader.rows(options)).map(row => `${String(row['params_model'])}${String(row['input_id'])}`).join(' ')
}

test('all rows in written order', async () => {
  assert.equal(await ids({}), 'ma mb mc na nb nc ma mb na nb')
})

test('the rows of one run, `latest` too', async () => {
  assert.equal(await ids({ run: runIds[0] }), 'ma mb mc na nb nc')
  assert.equal(await ids({ run: 'latest' }), 'ma mb na nb')
})

test('rows whose columns have these values', async () => {
  assert.equal(await ids({ where: { params_model: 'n', input_id: 'c' } }), 'nc')
  assert.equal(await ids({ where: { expected: null } }), 'mc nc')
  assert.equal(await ids({ where: { item_tags: ['b'] }, run: 'latest' }), 'mb nb')
  assert.equal(await ids({ where: { note: 1n } }), 'na nb nc na nb')
  assert.equal(await ids({ where: { item_size: '1' } }), '')
})

test('the first, the next and the last rows', async () => {
  assert.equal(await ids({ limit: 2 }), 'ma mb')
  assert.equal(await ids({ limit: 2, offset: 3 }), 'na nb')
  assert.equal(await ids({ tail: 3 }), 'mb na nb')
  assert.equal(await ids({ tail: 2, run: runIds[0] }), 'nb nc')
  assert.equal((await ids({ limit: 0 })) + (await ids({ tail: 0 })), '')
  assert.equal(await ids({ offset: 100 }), '')
  assert.equal(await ids({ tail: 100 }, 'datapoints'), 'mc nc ma mb na nb')
})

test('places that are none are refused', async () => {
  for (const option of ['limit', 'offset', 'tail']) {
    const message = `expected \`${option}\` to be a whole number from 0, got -1`
    await assert.rejects(ids({ [option]: -1 }), new RangeError(message))
  }
  await assert.rejects(ids({ limit: Number.NaN }), RangeError)
})

test('counts', async () => {
  await using reader = await openReader(db)
  assert.deepEqual(
    [await reader.count(), await reader.count({ run: 'latest' }), await reader.count({ where: { input_id: 'c' } })],
    [10, 4, 2],
  )
})

test('each datapoint once, from its newest run', async () => {
  await using reader = await openReader(db, { table: 'datapoints' })
  const rows = await reader.rows()
  assert.deepEqual(
    rows.map(row => `${String(row['params_model'])}${String(row['input_id'])} ${runIds.indexOf(String(row['run_id']))}`).sort(),
    ['ma 1', 'mb 1', 'mc 0', 'na 1', 'nb 1', 'nc 0'],
  )
})

test('the columns with their kinds, rows without a value and distinct values', async () => {
  await using reader = await openReader(db)
  const columns = new Map((await reader.columns()).map(column => [column.name, column]))
  assert.deepEqual(columns.get('item_tags'), { name: 'item_tags', column: 'item_tags', type: 'json', nulls: 0, distinct: 3 })
  assert.deepEqual(columns.get('expected'), { name: 'expected', column: 'expected', type: 'text', nulls: 2, distinct: 2 })
  assert.deepEqual(columns.get('note'), { name: 'note', column: 'note', type: 'bigint', nulls: 5, distinct: 1 })
  assert.deepEqual([columns.get('error')?.nulls, columns.get('error')?.distinct], [10, 0])
  assert.ok([...columns.keys()].every(name => !name.startsWith('assay_')))
})

test('an absent cell is an absent key', async () => {
  await using reader = await openReader(db)
  const [first, , , fourth] = await reader.rows()
  assert.deepEqual([Object.hasOwn(first ?? {}, 'note'), fourth?.['note']], [false, 1n])
})

test('the runs with their metrics', async () => {
  await using reader = await openReader(db)
  const runs = await reader.runs()
  assert.deepEqual(
    runs.map(({ runId, benchmark, status, metrics }) => [
      runId,
      benchmark,
      status,
      metrics.map(row => [row['params_model'], row['accuracy']]),
    ]),
    [
      [
        runIds[0],
        'b',
        'completed',
        [
          ['m', 1],
          ['n', 0],
        ],
      ],
      [
        runIds[1],
        'b',
        'partial',
        [
          ['m', 1],
          ['n', 0],
        ],
      ],
    ],
  )
  assert.ok(runs.every(({ startedAt }) => startedAt instanceof Date))
})

test('SQL of one’s own, with values', async () => {
  await using reader = await openReader(db)
  const query = 'SELECT params_model AS model, COUNT(*) AS n FROM datapoints WHERE item_size >= ? GROUP BY 1 ORDER BY 1'
  assert.deepEqual(await reader.sql(query, [1]), [
    { model: 'm', n: 2 },
    { model: 'n', n: 2 },
  ])
})

test('a selection narrows step by step and can be iterated again', async () => {
  await using reader = await openReader(db)
  const selection = reader.select({ run: 'latest' }).select({ params: { model: ['m'] } })
  const ids = async (rows: Promise<readonly { readonly [column: string]: unknown }[]>) => (await rows).map(row => row['input_id'])
  assert.deepEqual(await ids(selection.rows()), ['a', 'b'])
  assert.deepEqual(await ids(selection.rows()), ['a', 'b'])
  assert.deepEqual(await ids(selection.select({ where: { input_id: 'b' } }).rows()), ['b'])
  assert.deepEqual(await ids(reader.select({ params: params => params['model'] === 'n' }).rows()), ['a', 'b', 'c', 'a', 'b'])
  const seen: unknown[] = []
  for await (const row of selection) seen.push(row['input_id'])
  assert.deepEqual(seen, ['a', 'b'])
})

test('a second run of a selection narrows too', async () => {
  await using reader = await openReader(db)
  const [first = '', second = ''] = runIds
  assert.deepEqual(await reader.select({ run: first }).select({ run: second }).rows(), [])
  assert.equal((await reader.select({ run: second }).select({ run: 'latest' }).rows()).length, 4)
})
