// Checks how a run goes: how many datapoints are in flight, what it tells on the way, and what stays when the store fails.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { benchmark } from '../../../src/bench/declare/benchmark.ts'
import { run } from '../../../src/bench/run.ts'
import type { RunEvent } from '../../../src/bench/run-options.ts'
import { openReader } from '../../../src/tracker/reader.ts'
import { laboratory } from '../../fixtures/laboratory.ts'

const ids = (n: number) => Array.from({ length: n }, (_, i) => `i${i}`)

function declare(items: readonly string[], task: (id: string) => unknown, limits = {}) {
  return benchmark({ name: 'b', data: items, id: id => id, task, version: '1', limits })
}

/** Runs SQL that users may not: the world outside Assay. */
function tamper(db: string, sql: string): void {
  const connection = new DatabaseSync(db)
  connection.exec(sql)
  connection.close()
}

test('as many datapoints are in flight as the limit says, 8 without one, and never more', async t => {
  const db = laboratory(t)
  for (const [name, limits, most] of [
    ['default', {}, 8],
    ['three', { concurrency: 3 }, 3],
    ['one', { concurrency: 1 }, 1],
    ['all', { concurrency: Number.POSITIVE_INFINITY }, 40],
  ] as const) {
    let inFlight = 0
    let largest = 0
    const task = async () => {
      largest = Math.max(largest, ++inFlight)
      await wait(20)
      inFlight--
      return 1
    }
    await using result = await run(benchmark({ name, data: ids(40), task, version: '1', limits }), { db })
    assert.deepEqual([result.executed, largest], [40, most])
  }
})

test('the limits of the run win over those of the benchmark, and leave the others', async t => {
  let inFlight = 0
  let largest = 0
  const task = async (id: string) => {
    largest = Math.max(largest, ++inFlight)
    await (id === 'i0' ? new Promise(() => {}) : nextTurn())
    inFlight--
    return 1
  }
  const declared = declare(ids(5), task, { concurrency: 1, timeoutMs: 30 })
  await using result = await run(declared, { db: laboratory(t), limits: { concurrency: 2 } })
  assert.deepEqual([largest, result.failed], [2, 1])
})

test('one event says the plan, one each datapoint, one the end', async t => {
  const events: RunEvent[] = []
  const task = (id: string) => {
    if (id === 'i1') throw new Error('no')
    return id
  }
  await using result = await run(declare(ids(3), task), { db: laboratory(t), onEvent: event => events.push(event) })
  assert.deepEqual(
    events.map(({ type, done, planned, message }) => [type, done, planned, message]),
    [
      ['planned', 0, 3, `b: 3 datapoints, run ${result.runId}`],
      ['datapoint', 1, 3, ''],
      ['datapoint', 2, 3, 'no'],
      ['datapoint', 3, 3, ''],
      ['ended', 3, 3, 'completed'],
    ],
  )
})

test('what is told as done is stored', async t => {
  const db = laboratory(t)
  const counts: [number, number][] = []
  const onEvent = ({ type, done }: RunEvent) => {
    if (type !== 'datapoint') return
    const reader = new DatabaseSync(db, { readOnly: true })
    counts.push([done, Number(reader.prepare('SELECT COUNT(*) AS n FROM assay_predictions').get()?.['n'])])
    reader.close()
  }
  await using result = await run(
    declare(ids(20), async id => id),
    { db, onEvent },
  )
  assert.equal(counts.length, result.planned)
  for (const [done, stored] of counts) assert.ok(stored >= done, `${done} done, ${stored} stored`)
})

test('a store that fails rejects the run, leaves what was stored, and the next run executes the rest', async t => {
  const db = laboratory(t)
  const executed: string[] = []
  const declared = declare(ids(400), async id => (executed.push(id), id), { concurrency: 1 })
  await (await run(declared, { db, limit: 1 }))[Symbol.asyncDispose]()
  tamper(
    db,
    "CREATE TRIGGER fail BEFORE INSERT ON assay_predictions WHEN NEW.input_id = 'i4' BEGIN SELECT RAISE(ABORT, 'on fire'); END",
  )
  await assert.rejects(run(declared, { db }), /on fire/)
  assert.ok(executed.length < 400)
  await using reader = await openReader(db)
  const stored = (await reader.rows({ run: 'latest' })).map(row => row['input_id'])
  assert.deepEqual(stored.slice(0, 4), ['i0', 'i1', 'i2', 'i3'])
  const [, failed] = await reader.runs()
  assert.equal(failed?.status, 'aborted')
  tamper(db, 'DROP TRIGGER fail')
  await using again = await run(declared, { db })
  assert.deepEqual([again.status, again.planned], ['completed', 400])
  assert.deepEqual(executed.toSorted(), ids(400).toSorted(), 'each once: its result was safe before its row failed')
})

test('a store that fails over a replay still keeps what is in flight', async t => {
  const db = laboratory(t)
  const executed: string[] = []
  const task = async (id: string) => {
    executed.push(id)
    if (id === 'slow') await wait(50)
    return id
  }
  // Looked up 200 at a time: the last is replayed while the first executes.
  await (await run(declare(ids(200), task), { db }))[Symbol.asyncDispose]()
  tamper(
    db,
    "CREATE TRIGGER fail BEFORE INSERT ON assay_predictions WHEN NEW.input_id = 'i199' BEGIN SELECT RAISE(ABORT, 'on fire'); END",
  )
  await assert.rejects(run(declare(['slow', ...ids(200)], task), { db }), /on fire/)
  tamper(db, 'DROP TRIGGER fail')
  await using again = await run(declare(['slow', ...ids(200)], task), { db })
  assert.deepEqual([again.executed, executed.length], [0, 201])
})

test('what a listener throws ends the run, and what was done is kept', async t => {
  const db = laboratory(t)
  const onEvent = ({ type, done }: RunEvent) => {
    if (type === 'datapoint' && done === 3) throw new Error('listener')
  }
  const declared = declare(ids(10), async id => id, { concurrency: 1 })
  await assert.rejects(run(declared, { db, onEvent }), new Error('listener'))
  await using again = await run(declared, { db })
  assert.ok(again.replayed >= 3)
})
