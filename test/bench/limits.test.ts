// Attempts that are tried again, rates that are kept, and runs that stop by themselves and say why.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import type { RunEvent } from '../../src/bench/run-options.ts'
import type { Context, Limits } from '../../src/bench/declare/context.ts'
import { usage } from '../../src/measure/usage.ts'
import { openReader } from '../../src/tracker/reader.ts'
import { laboratory } from '../fixtures/laboratory.ts'

const busy = (ms: number) => Object.assign(new Error('busy'), { status: 429, headers: { 'retry-after-ms': `${ms}` } })

interface Told {
  readonly count?: number
  readonly limits?: Limits
  readonly task: (id: string, context: Context) => unknown
}

async function runs(t: TestContext, { count = 1, limits = {}, task }: Told, db = laboratory(t)) {
  const calls: number[] = []
  const events: RunEvent[] = []
  const declared = benchmark({
    name: 'b',
    data: Array.from({ length: count }, (_, i) => ({ id: `i${i}` })),
    task: async ({ id }, _, context) => {
      calls.push(context.attempt)
      return task(id, context)
    },
    version: '1',
    limits: { concurrency: 1, ...limits },
  })
  await using result = await run(declared, { db, onEvent: event => events.push(event) })
  return { db, result, calls, events, rows: (await result.rows()) as unknown as Record<string, unknown>[] }
}

test('an error that passes is tried again, each start is counted, and each attempt is kept', async t => {
  const { db, calls, rows, events, result } = await runs(t, {
    task: (_, { attempt, spend }) => {
      spend({
        input_tokens: 1,
        cached_input_tokens: 0,
        cache_write_tokens: 0,
        output_tokens: 1,
        reasoning_tokens: 0,
        cost_usd: 1,
      })
      if (attempt < 3) throw busy(1)
      return 'done'
    },
  })
  assert.deepEqual([calls, rows[0]?.['status'], rows[0]?.['attempts'], rows[0]?.['cost_usd']], [[1, 2, 3], 'ok', 3, 3])
  assert.equal(result.spentUsd, 3)
  await using reader = await openReader(db, { table: 'attempts' })
  assert.deepEqual(
    (await reader.rows()).map(row => [
      row['attempt'],
      row['status'],
      row['error'],
      row['wait_ms'],
      row['cost_usd'],
      row['datapoint'],
    ]),
    [
      [1, 'error', 'busy', 1, 1, rows[0]?.['datapoint']],
      [2, 'error', 'busy', 1, 1, rows[0]?.['datapoint']],
      [3, 'ok', null, null, 1, rows[0]?.['datapoint']],
    ],
  )
  assert.equal(events.filter(({ type }) => type === 'retry').length, 2)
})

test('no more often than allowed, and only what passes', async t => {
  const fails = async (limits: Limits, error: Error) =>
    (await runs(t, { limits, task: () => Promise.reject(error) })).calls.length
  assert.equal(await fails({}, busy(1)), 3)
  assert.equal(await fails({ retries: 0 }, busy(1)), 1)
  assert.equal(await fails({ retries: 1 }, busy(1)), 2)
  assert.equal(await fails({}, new Error('wrong')), 1)
  const odd = Object.assign(new Error('odd'), { headers: { 'retry-after-ms': '1' } })
  assert.equal(await fails({ isRetryable: error => (error as Error).message === 'odd' }, odd), 3)
  assert.equal(await fails({ isRetryable: () => false }, busy(1)), 1)
})

test('a sync task is tried again too', async t => {
  const db = laboratory(t)
  let calls = 0
  const declared = benchmark({
    name: 'b',
    data: ['x'],
    task: () => {
      if (++calls < 2) throw busy(1)
      return calls
    },
    version: '1',
  })
  await using result = await run(declared, { db })
  assert.deepEqual(
    (await result.rows()).map(row => [row.prediction, row.attempts]),
    [[2, 2]],
  )
})

test('of a batch only what failed is tried again', async t => {
  const calls: string[][] = []
  const declared = benchmark({
    name: 'b',
    data: ['a', 'b', 'c'],
    batch: 3,
    task: inputs => {
      calls.push([...inputs])
      return inputs.map(input => (input === 'b' && calls.length === 1 ? busy(1) : input))
    },
    version: '1',
  })
  await using result = await run(declared, { db: laboratory(t) })
  assert.deepEqual([calls, result.failed], [[['a', 'b', 'c'], ['b']], 0])
  assert.deepEqual((await result.rows()).map(row => [row.attempts, row.batch_size]).toSorted(), [
    [1, 3],
    [1, 3],
    [2, 1],
  ])
})

test('a run stops when the first ten fail alike, and the next one goes on', async t => {
  const { db, result, calls } = await runs(t, { count: 30, task: id => Promise.reject(new Error(`no key for ${id}`)) })
  assert.deepEqual([calls.length, result.status, result.failed], [10, 'stopped', 10])
  assert.match(
    result.findings.find(({ id }) => id === 'stopped')?.message ?? '',
    /the first 10 executed datapoints all failed alike/,
  )
  const later = await runs(t, { count: 30, task: id => id }, db)
  assert.deepEqual([later.result.status, later.calls.length], ['completed', 30])
})

test('a run stops after too many failures, too much spent, or too long', async t => {
  const cost = (usd: number) => ({
    input_tokens: 1,
    cached_input_tokens: 0,
    cache_write_tokens: 0,
    output_tokens: 1,
    reasoning_tokens: 0,
    cost_usd: usd,
  })
  const errors = await runs(t, {
    count: 20,
    limits: { maxErrors: 2 },
    task: id => {
      if (Number(id.slice(1)) % 2 === 1) throw new Error(`odd ${id}`)
      return id
    },
  })
  assert.deepEqual([errors.result.status, errors.result.failed, errors.calls.length], ['stopped', 3, 6])
  const dear = await runs(t, {
    count: 20,
    limits: { maxCostUsd: 2 },
    task: (id, { spend }) => {
      spend(cost(0.5))
      return id
    },
  })
  assert.deepEqual([dear.result.status, dear.calls.length, dear.result.spentUsd], ['stopped', 4, 2])
  const late = await runs(t, {
    count: 20,
    limits: { deadlineMs: 60 },
    task: (id, { signal }) =>
      id === 'i0' ? id : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  })
  assert.deepEqual([late.result.status, late.calls.length], ['stopped', 2])
})

test('what waits for its next attempt makes none once the budget is spent', async t => {
  const waits = Promise.withResolvers<void>()
  const calls: string[] = []
  const declared = benchmark({
    name: 'b',
    data: ['again', 'dear'],
    version: '1',
    task: async (id, _, { spend }) => {
      calls.push(id)
      if (id === 'again') throw busy(100)
      await waits.promise
      spend({ ...usage({}), cost_usd: 1 })
      return id
    },
    limits: { concurrency: 2, maxCostUsd: 1 },
  })
  const onEvent = ({ type }: RunEvent) => type === 'retry' && waits.resolve()
  await using result = await run(declared, { db: laboratory(t), onEvent })
  assert.deepEqual([calls, result.failed, result.spentUsd], [['again', 'dear'], 1, 1])
})

test('requests are spaced for all who share a rate, apart for each key', async t => {
  const db = laboratory(t)
  const starts: number[] = []
  const declared = (name: string) =>
    benchmark({
      name,
      data: ['a', 'b', 'c'].map(id => ({ id })),
      params: [{ model: 'm' }],
      task: async () => {
        starts.push(performance.now())
        return 1
      },
      version: '1',
      limits: { requestsPerMinute: 1_200, rateKey: params => params.model },
    })
  const both = await Promise.all(['one', 'two'].map(name => run(declared(name), { db })))
  for (const result of both) await result[Symbol.asyncDispose]()
  const gaps = starts.toSorted((a, b) => a - b).map((at, i, all) => at - (all[i - 1] ?? at - 50))
  // Every turn is 51 ms long; a timer may come a little early.
  assert.ok(
    gaps.every(gap => gap > 45),
    `${gaps.map(Math.round).join(', ')}`,
  )
})

test('a limit that cannot be is refused', async t => {
  const refuse = (limits: object, error: object) => assert.rejects(runs(t, { limits: limits as Limits, task: () => 1 }), error)
  await refuse({ retries: -1 }, new RangeError('expected the limit `retries` of b to be 0 or above, got -1'))
  await refuse({ retries: 1.5 }, new RangeError('expected the limit `retries` of b to be a whole number, got 1.5'))
  await refuse({ isRetryable: true }, new TypeError('expected the limit `isRetryable` of b to be a function, got true'))
  await refuse({ maxCostUsd: 0 }, new RangeError('expected the limit `maxCostUsd` of b to be above 0, got 0'))
})
