// Checks that a run stops cleanly when it is told to, says so, keeps what is done, and is continued by the next.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import type { Context } from '../../src/bench/declare/context.ts'
import { accuracy } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'

const items = Array.from({ length: 20 }, (_, i) => `i${i}`)

function declare(task: (id: string, params: object, context: Context) => unknown) {
  return benchmark({
    name: 'b',
    data: items,
    id: id => id,
    expected: () => 'ok',
    task,
    metrics: { accuracy: accuracy() },
    version: '1',
  })
}

test('an abort in the middle starts nothing more, and the next run executes the rest', async t => {
  const db = laboratory(t)
  const stop = new AbortController()
  const started: string[] = []
  const task = async (id: string) => {
    started.push(id)
    if (id === 'i5') stop.abort()
    return 'ok'
  }
  await using first = await run(declare(task), { db, signal: stop.signal, limits: { concurrency: 1 } })
  assert.deepEqual(started, items.slice(0, 6))
  assert.deepEqual([first.status, first.planned, first.executed, first.failed], ['stopped', 20, 6, 0])
  const { n, planned, worst, best } = first.metrics[0]?.accuracy ?? {}
  assert.deepEqual([n, planned, worst, best], [6, 20, 0.3, 1])
  await using second = await run(declare(task), { db })
  assert.deepEqual([second.status, second.executed, second.replayed], ['completed', 14, 6])
})

test('what is in flight sees the signal; what ends without a result is a row that is tried again', async t => {
  const db = laboratory(t)
  const stop = new AbortController()
  let inFlight = 0
  const wait = async (_: string, __: object, { signal }: Context) => {
    if (++inFlight === 4) stop.abort()
    if (!signal.aborted) await once(signal, 'abort')
    throw signal.reason
  }
  await using first = await run(declare(wait), { db, signal: stop.signal, limits: { concurrency: 4 } })
  assert.deepEqual([first.status, first.executed, first.failed], ['stopped', 4, 4])
  const rows = await first.rows()
  assert.ok(rows.every(row => row.status === 'aborted' && row.error_type === 'AbortError' && row.maybe_paid))
  await using second = await run(
    declare(() => 'ok'),
    { db },
  )
  assert.deepEqual([second.executed, second.failed], [20, 0])
  const attempts = (await second.rows()).map(row => row.attempts)
  assert.deepEqual(attempts.toSorted(), [...Array(16).fill(1), ...Array(4).fill(2)])
})

test('a run whose last datapoints were cut off is stopped, not completed', async t => {
  const db = laboratory(t)
  const stop = new AbortController()
  let inFlight = 0
  const wait = async (_: string, __: object, { signal }: Context) => {
    if (++inFlight === items.length) stop.abort()
    if (!signal.aborted) await once(signal, 'abort')
    throw signal.reason
  }
  await using result = await run(declare(wait), { db, signal: stop.signal, limits: { concurrency: items.length } })
  assert.deepEqual([result.executed, result.planned, result.status], [20, 20, 'stopped'])
})

test('a stop that comes when everything is done changes nothing', async t => {
  const db = laboratory(t)
  const stop = new AbortController()
  const onEvent = ({ done, planned }: { done: number; planned: number }) => {
    if (done === planned) stop.abort()
  }
  await using result = await run(
    declare(() => 'ok'),
    { db, signal: stop.signal, onEvent },
  )
  assert.equal(result.status, 'completed')
})

test('a signal that is aborted before the run starts nothing', async t => {
  const db = laboratory(t)
  let calls = 0
  await using result = await run(
    declare(() => calls++),
    { db, signal: AbortSignal.abort() },
  )
  assert.deepEqual([calls, result.status, result.executed], [0, 'stopped', 0])
})
