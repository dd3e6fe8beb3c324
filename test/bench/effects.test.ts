// What a task records, spends and skips is kept in every outcome, and a replay has the same.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import type { Context, Limits } from '../../src/bench/declare/context.ts'
import { accuracy } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'

const tokens = (input: number, cost: number | null) => ({
  input_tokens: input,
  cached_input_tokens: null,
  cache_write_tokens: null,
  output_tokens: 1,
  reasoning_tokens: 0,
  cost_usd: cost,
})

type Task = (id: string, context: Context) => unknown

function bench(t: TestContext, task: Task, { limits = {}, batch }: { limits?: Limits; batch?: number } = {}) {
  const db = laboratory(t)
  let calls = 0
  const declared = benchmark({
    name: 'b',
    data: ['a', 'b'].map(id => ({ id })),
    expected: () => 'A',
    input: item => item.id,
    ...(batch !== undefined && { batch }),
    task: (async (input: never, _: object, context: Context) => {
      calls++
      return task(input, context)
    }) as never,
    metrics: { accuracy: accuracy() } as never,
    version: '1',
    limits,
  })
  const again = async () => {
    await using result = await run(declared, { db })
    return { result, rows: (await result.rows()) as Record<string, unknown>[] }
  }
  return { again, calls: () => calls }
}

test('recorded columns are kept with a result, which wins, and with an error', async t => {
  const { again } = bench(t, (id, { record }) => {
    const raw = { text: [id] }
    record({ raw, prediction: 'early' })
    record({ step: 2 })
    raw.text.push('later')
    if (id === 'b') throw new Error('no')
    return { prediction: 'A' }
  })
  const { rows } = await again()
  const seen = (all: typeof rows) => all.map(({ status, prediction, raw, step }) => ({ status, prediction, raw, step }))
  assert.deepEqual(seen(rows), [
    { status: 'ok', prediction: 'A', raw: { text: ['a'] }, step: 2 },
    { status: 'error', prediction: 'early', raw: { text: ['b'] }, step: 2 },
  ])
  const replayed = await again()
  assert.deepEqual(seen(replayed.rows.slice(0, 1)), seen(rows.slice(0, 1)))
})

test('a key in an error or in a recorded request is kept nowhere', async t => {
  const key = `sk-${'a1b2c3d4'.repeat(4)}`
  const { again } = bench(t, (id, { record }) => {
    record({
      request: { headers: { Authorization: 'anything', 'x-api-key': 'short', accept: 'json' }, body: [`my key is ${key}`] },
    })
    if (id === 'b') throw new Error(`Incorrect API key provided: ${key}.`)
    return 'A'
  })
  const { rows } = await again()
  assert.equal(JSON.stringify(rows).includes(key), false)
  assert.deepEqual(rows[0]?.['request'], {
    headers: { Authorization: '[redacted]', 'x-api-key': '[redacted]', accept: 'json' },
    body: ['my key is [redacted: API key]'],
  })
  assert.equal(rows[1]?.['error'], 'Incorrect API key provided: [redacted: API key].')
})

test('what was spent adds up, survives a timeout, and a replay has what the original cost', async t => {
  const { again } = bench(
    t,
    async (id, { spend }) => {
      spend(tokens(10, 0.5))
      spend(tokens(5, 0.25))
      if (id === 'b') await new Promise(() => {})
      return 'A'
    },
    { limits: { timeoutMs: 30 } },
  )
  const { rows, result } = await again()
  assert.deepEqual(
    rows.map(row => [row['status'], row['input_tokens'], row['cost_usd'], row['cached_input_tokens']]),
    [
      ['ok', 15, 0.75, null],
      ['timeout', 15, 0.75, null],
    ],
  )
  assert.deepEqual([result.spentUsd, result.savedUsd], [1.5, null])
  const later = await again()
  assert.deepEqual([later.rows[0]?.['cost_usd'], later.result.savedUsd, later.result.spentUsd], [0.75, 0.75, 0.75])
})

test('a cost that nobody knows is not 0', async t => {
  const { again } = bench(t, (_, { spend }) => {
    spend(tokens(1, 0.5))
    spend(tokens(1, null))
    return 'A'
  })
  const { rows, result } = await again()
  assert.deepEqual([rows[0]?.['cost_usd'], rows[0]?.['input_tokens'], result.spentUsd], [null, 2, null])
})

test('a batch shares what it spent', async t => {
  const { again } = bench(
    t,
    (_, { spend }) => {
      spend(tokens(10, 1))
      return ['A', 'A']
    },
    { batch: 2 },
  )
  const { rows, result } = await again()
  assert.deepEqual([rows.map(row => row['cost_usd']), result.spentUsd], [[0.5, 0.5], 1])
})

test('a datapoint that is too dear ends, also where the task takes no notice', async t => {
  const { again } = bench(
    t,
    async (id, { spend, signal }) => {
      try {
        for (let i = 0; i < 10; i++) spend(tokens(1, 0.4))
      } catch {
        if (id === 'a') return 'A'
        await new Promise(resolve => signal.addEventListener('abort', resolve))
      }
      return 'A'
    },
    { limits: { itemCostUsd: 1 } },
  )
  const { rows } = await again()
  for (const row of rows) {
    assert.deepEqual([row['status'], row['error_type']], ['error', 'BudgetError'])
    assert.ok(Math.abs(Number(row['cost_usd']) - 1.2) < 1e-9)
  }
})

test('a skipped datapoint is in no denominator, is counted, and stays skipped', async t => {
  const { again, calls } = bench(t, (id, { skip }) => (id === 'a' ? 'A' : skip('too long for this model')))
  const { result, rows } = await again()
  assert.deepEqual(
    [rows[1]?.['status'], rows[1]?.['error'], rows[1]?.['prediction']],
    ['skipped', 'too long for this model', null],
  )
  assert.deepEqual([result.skipped, result.failed, result.status], [1, 0, 'completed'])
  const [{ accuracy }] = result.metrics as unknown as [{ accuracy: { value: number; n: number; skipped: number } }]
  assert.deepEqual([accuracy.value, accuracy.n, accuracy.skipped], [1, 1, 1])
  const later = await again()
  assert.deepEqual([later.result.executed, later.result.skipped, calls()], [0, 1, 2])
})

for (const [what, task] of [
  ['record(5)', (_: string, { record }: Context) => record(5 as never)],
  ['record a function', (_: string, { record }: Context) => record({ f: () => 1 })],
  ['spend({})', (_: string, { spend }: Context) => spend({} as never)],
  ['spend a negative', (_: string, { spend }: Context) => spend(tokens(-1, 0))],
  ['defer(5)', (_: string, { defer }: Context) => defer(5 as never)],
  ["skip('')", (_: string, { skip }: Context) => skip('')],
  ['log a reserved key', (_: string, { log }: Context) => log({ run_id: 'r' })],
] as const) {
  test(`${what} is a TypeError of the task`, async t => {
    const { rows } = await bench(t, task).again()
    assert.deepEqual([rows[0]?.['status'], rows[0]?.['error_type']], ['error', 'TypeError'])
  })
}
