// Checks that the tables `metrics` and `estimates` hold what the run says, slices included, and that a run without any has none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { accuracy, logLoss, mean, passAt, quantile, sum } from 'assay'
import { openReader } from '../../src/tracker/reader.ts'
import { laboratory } from '../fixtures/laboratory.ts'

const declared = benchmark({
  name: 'b',
  data: Array.from({ length: 12 }, (_, i) => ({ id: `i${i}`, source: i < 8 ? 'web' : 'book', i })),
  expected: () => 'yes',
  params: [{ model: 'm' }, { model: 'n', deep: { a: 1 } }],
  task: ({ i }, { model }) => {
    if (i === 0) throw new Error('no')
    return { prediction: model === 'm' || i % 2 === 0 ? 'yes' : null, score: i / 2 }
  },
  metrics: {
    accuracy: accuracy({ by: ['item_source', 'status'] }),
    score: mean('score'),
    total: sum('score', { better: 'higher' }),
    p95: quantile('score', 0.95),
    'Loss of own': { compute: rows => rows.length, better: 'lower' as const },
  },
  version: '1',
})

test('a row of `metrics` for each run and params', async t => {
  const db = laboratory(t)
  await using result = await run(declared, { db })
  await using reader = await openReader(db, { table: 'metrics' })
  const rows = await reader.rows()
  assert.equal(rows.length, 2)
  for (const [i, { params, ...estimates }] of result.metrics.entries()) {
    const row = rows[i] ?? {}
    assert.deepEqual([row['run_id'], row['benchmark'], row['params_model']], [result.runId, 'b', params.model])
    for (const [name, { value, low, high, n }] of Object.entries(estimates)) {
      const columns = ['', '_low', '_high', '_n'].map(ending => row[`${name}${ending}`] ?? null)
      assert.deepEqual(columns, [value, low, high, n], name)
    }
  }
})

test('a row of `estimates` for each run, params and metric, with every field', async t => {
  const db = laboratory(t)
  await using result = await run(declared, { db })
  await using reader = await openReader(db, { table: 'estimates' })
  const wholes = (await reader.rows()).filter(({ slice }) => slice === null)
  const betters: Record<string, string> = { accuracy: 'higher', total: 'higher', 'Loss of own': 'lower' }
  const expected = result.metrics.flatMap(({ params, ...estimates }) =>
    Object.entries(estimates).map(([metric, estimate]) => {
      const about = { run_id: result.runId, benchmark: 'b', params, metric, better: betters[metric] ?? null }
      return { ...about, slice: null, ...estimate }
    }),
  )
  assert.deepEqual(wholes, expected)
})

test('the slices of a metric are rows of their own', async t => {
  const db = laboratory(t)
  await using _ = await run(declared, { db })
  await using reader = await openReader(db, { table: 'estimates' })
  const slices = (await reader.rows({ where: { metric: 'accuracy' } })).filter(({ slice }) => slice !== null)
  assert.deepEqual(
    slices.map(({ params, slice, value, n, planned, failed, unanswered }) => [
      (params as { model: string }).model,
      slice,
      value,
      n,
      planned,
      failed,
      unanswered,
    ]),
    [
      ['m', 'item_source=book,status=ok', 1, 4, 4, 0, 0],
      ['m', 'item_source=web,status=error', 0, 1, 1, 1, 0],
      ['m', 'item_source=web,status=ok', 1, 7, 7, 0, 0],
      ['n', 'item_source=book,status=ok', 0.5, 4, 4, 0, 2],
      ['n', 'item_source=web,status=error', 0, 1, 1, 1, 0],
      ['n', 'item_source=web,status=ok', 3 / 7, 7, 7, 0, 4],
    ],
  )
})

test('an unknown value is null with its reason in both tables', async t => {
  const db = laboratory(t)
  await using result = await run(declared, { db })
  const { value, reason } = result.metrics[0]?.p95 ?? {}
  assert.deepEqual([value, reason], [null, 'the 0.95 quantile needs 72 values, and there are 11'])
  await using reader = await openReader(db, { table: 'metrics' })
  assert.deepEqual(await reader.sql('SELECT p95, p95_n FROM metrics'), [
    { p95: null, p95_n: 11 },
    { p95: null, p95_n: 11 },
  ])
})

test('each run has its own, replayed ones the same', async t => {
  const db = laboratory(t)
  await using first = await run(declared, { db })
  await using second = await run(declared, { db })
  assert.deepEqual(second.metrics, first.metrics)
  await using reader = await openReader(db, { table: 'metrics' })
  assert.equal(await reader.count(), 4)
  assert.equal((await reader.rows({ run: second.runId })).length, 2)
})

test('a metric of a column that no row has is a finding with the nearest name', async t => {
  const misspelled = benchmark({
    name: 'b',
    data: [{ id: 'a', source: 'web' }],
    expected: () => 1,
    task: () => 1,
    metrics: { accuracy: accuracy({ by: 'item_sorce' }) },
    version: '1',
  })
  await using result = await run(misspelled, { db: laboratory(t) })
  assert.deepEqual(
    result.findings.map(({ id, message }) => [id, message]),
    [
      [
        'metric-column-missing:accuracy',
        'the metric `accuracy` reads the column `item_sorce`, which no row has. Did you mean `item_source`?',
      ],
    ],
  )
})

test('a value or a slice of a column that no row has is null and names the column', async t => {
  const db = laboratory(t)
  const misspelled = benchmark({
    name: 'b',
    data: [{ id: 'a' }, { id: 'b' }],
    expected: () => 1,
    task: () => ({ label: 1, none: null }),
    metrics: {
      column: accuracy({ prediction: 'labl' as 'label' }),
      by: accuracy({ prediction: 'label', by: 'params_modle' }),
      cluster: accuracy({ prediction: 'label', cluster: 'item_group' }),
      unanswered: accuracy({ prediction: 'none' }),
    },
    version: '1',
  })
  await using result = await run(misspelled, { db })
  const [{ column, by, cluster, unanswered } = {}] = result.metrics
  const reason = (name: string) => `no row has the column \`${name}\``
  const shown = [column, cluster, by, unanswered].map(estimate => [estimate?.value, estimate?.n, estimate?.reason])
  assert.deepEqual(shown, [
    [null, 0, reason('labl')],
    [null, 0, reason('item_group')],
    [1, 2, null],
    [0, 2, null],
  ])
  assert.deepEqual([column?.low, column?.high, column?.worst, column?.best, column?.unanswered], [null, null, null, null, 0])
  await using reader = await openReader(db, { table: 'estimates' })
  const slices = (await reader.rows()).filter(({ slice }) => slice !== null)
  assert.deepEqual(
    slices.map(({ metric, value, reason }) => [metric, value, reason]),
    [['by', null, reason('params_modle')]],
  )
  assert.deepEqual(
    result.findings.map(({ id }) => id),
    ['metric-column-missing:column', 'metric-column-missing:by', 'metric-column-missing:cluster'],
  )
})

test('a column that other benchmarks have is none of this one', async t => {
  const db = laboratory(t)
  await using _ = await run(declared, { db })
  const metrics = { score: mean('score' as 'prediction') }
  await using result = await run(benchmark({ name: 'other', data: [1], task: () => 1, metrics, version: '1' }), { db })
  assert.deepEqual(
    result.findings.map(({ id }) => id),
    ['metric-column-missing:score'],
  )
})

test('a metric of somebody’s own that fails is null, and a finding says how', async t => {
  const own = benchmark({
    name: 'b',
    data: [1],
    params: [{ model: 'm' }, { model: 'n' }],
    task: () => 1,
    metrics: {
      throws: {
        compute: (): number => {
          throw new RangeError('no')
        },
      },
      text: { compute: () => '5' as unknown as number },
      nothing: { compute: () => null },
    },
    version: '1',
  })
  await using result = await run(own, { db: laboratory(t) })
  assert.deepEqual(
    result.findings.map(({ id, severity, count, message, examples }) => [id, severity, count, message, examples[0]]),
    [
      ['metric-failed:throws', 'warning', 2, 'the metric `throws` threw RangeError: no', { params: { model: 'm' } }],
      [
        'metric-failed:text',
        'warning',
        2,
        'the metric `text` returned a text, and a value is a number or null',
        { params: { model: 'm' } },
      ],
    ],
  )
  const { throws, text } = result.metrics[0] ?? {}
  assert.deepEqual([throws?.value, throws?.reason], [null, 'the metric threw RangeError: no'])
  assert.deepEqual([text?.value, text?.reason], [null, 'the metric returned a text, and a value is a number or null'])
})

test('where every datapoint fails there are counts, no values and no such finding', async t => {
  const task = (): { prediction: number; score: number } => {
    throw new Error('no')
  }
  const failing = benchmark({
    name: 'b',
    data: [1, 2],
    expected: () => 1,
    task,
    metrics: { accuracy: accuracy(), score: mean('score') },
    version: '1',
  })
  await using result = await run(failing, { db: laboratory(t) })
  assert.deepEqual(result.findings, [])
  const { accuracy: share, score } = result.metrics[0] ?? {}
  assert.deepEqual([share?.value, share?.n, share?.failed], [0, 2, 2])
  assert.deepEqual([score?.value, score?.n, score?.failed, score?.reason], [null, 0, 2, 'no row has a value to count'])
})

test('the check of denominators: 100 items, 80 right, 6 wrong, 4 unanswered, 10 failed', async t => {
  const denominators = benchmark({
    name: 'denominators',
    data: Array.from({ length: 100 }, (_, i) => ({ id: `q${i}`, i })),
    expected: () => 'yes',
    task: ({ i }) => {
      if (i >= 90) throw new RangeError('no')
      return i < 80 ? 'yes' : i < 86 ? 'no' : null
    },
    metrics: {
      all: accuracy(),
      ok: accuracy({ failed: 'exclude' }),
      answered: accuracy({ failed: 'exclude', unanswered: 'exclude' }),
    },
    version: '1',
  })
  await using result = await run(denominators, { db: laboratory(t) })
  const { all, ok, answered } = result.metrics[0] ?? {}
  assert.deepEqual([result.status, result.failed], ['completed', 10])
  assert.deepEqual([all?.value, all?.n, all?.failed, all?.unanswered, all?.planned], [0.8, 100, 10, 4, 100])
  assert.deepEqual([ok?.value, ok?.n, answered?.n], [80 / 90, 90, 86])
  assert.deepEqual([all?.worst, all?.best, ok?.worst, ok?.best], [0.8, 0.9, 0.8, 0.9])
})

test('a metric reads from the rows what it needs besides its column: prediction, trial, expected', async t => {
  const probable = benchmark({
    name: 'probable',
    data: Array.from({ length: 8 }, (_, i) => ({ id: `i${i}`, i })),
    expected: ({ i }) => (i < 4 ? 'cat' : 'dog'),
    trials: 2,
    task: ({ i }, _params, { trial }) => ({
      prediction: i % 2 === 0 ? 'cat' : 'dog',
      probability: 0.75,
      solved: i % 2 === trial,
    }),
    metrics: { loss: logLoss('probability'), solved: passAt(2, 'solved') },
    version: '1',
  })
  await using result = await run(probable, { db: laboratory(t) })
  const { loss, solved } = result.metrics[0] ?? {}
  const expected = (-Math.log(0.75) - Math.log(0.25)) / 2
  assert.ok(Math.abs((loss?.value ?? 0) - expected) < 1e-12, `${loss?.value} ${loss?.reason}`)
  assert.deepEqual([loss?.n, solved?.value, solved?.n], [16, 1, 8])
})
