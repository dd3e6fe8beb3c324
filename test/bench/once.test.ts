// What a task executes once is shared by params, trials, runs and benchmarks; its time and its failures are its own.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { asset, openReader, openTracker } from 'assay'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import type { Context } from '../../src/bench/declare/context.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { laboratory } from '../fixtures/laboratory.ts'

let fits: string[] = []
/** Trains what a seed gives. */
async function fit({ seed }: { seed: number }) {
  fits.push(`fit ${seed}`)
  return asset(`model ${seed}`)
}

/** What the next call of `slow` does. */
let next: () => unknown = () => 1
const slow = (): unknown => next()

type Task = (id: string, params: { depth: number }, context: Context) => unknown

function declare(task: Task, more: { name?: string; trials?: number; files?: readonly (string | URL)[]; version?: string } = {}) {
  return benchmark({
    name: 'b',
    data: ['x', 'y', 'z'],
    id: id => id,
    params: [{ depth: 1 }, { depth: 2 }],
    version: '1',
    ...more,
    task,
  })
}

const trains: Task = async (id, { depth }, { once, trial }) => {
  const model = await once(fit, { seed: trial })
  return `${id}${depth} ${await model.load()}`
}

test('one execution serves all items and params of a run, each trial has its own, and later runs have them all', async t => {
  const db = laboratory(t)
  fits = []
  await using first = await run(declare(trains, { trials: 2 }), { db })
  assert.deepEqual([first.status, first.executed, fits.toSorted()], ['completed', 12, ['fit 0', 'fit 1']])
  assert.deepEqual(
    (await first.rows()).map(row => row.prediction).toSorted(),
    ['x', 'y', 'z'].flatMap(id => [1, 2].flatMap(depth => [0, 1].map(seed => `${id}${depth} model ${seed}`))),
  )
  await using second = await run(declare(trains, { trials: 3, version: '2' }), { db })
  assert.deepEqual([second.executed, fits.toSorted()], [18, ['fit 0', 'fit 1', 'fit 2']])
})

test('what may be learned from is part of its key', async t => {
  const db = laboratory(t)
  fits = []
  const declareWith = (train: readonly string[]) =>
    benchmark({ name: 'b', data: ['x'], train, params: [{ depth: 1 }], task: trains as never, version: '1' })
  for (const train of [['a'], ['a'], ['a', 'b']]) await (await run(declareWith(train), { db }))[Symbol.asyncDispose]()
  assert.deepEqual(fits, ['fit 0', 'fit 0'])
})

test('other benchmarks, and trackers, share it through one ledger', async t => {
  const folder = temporaryFolder(t)
  const ledger = join(folder, 'ledger.db')
  fits = []
  for (const name of ['b', 'c']) {
    await using ran = await run(declare(trains, { name }), { db: join(folder, `${name}.db`), ledger })
    assert.deepEqual([ran.status, ran.executed], ['completed', 6])
  }
  await using tracker = await openTracker(join(folder, 'd.db'), { ledger })
  const model = await tracker.once(fit, { seed: 0 })
  assert.deepEqual([await model.load(), fits], ['model 0', ['fit 0']])
})

test('a run that executes no task executes nothing once', async t => {
  const db = laboratory(t)
  fits = []
  await using first = await run(declare(trains), { db })
  await using second = await run(declare(trains), { db })
  await using third = await run(declare(trains), { db, execute: 'none' })
  assert.deepEqual([first.executed, second.replayed, third.replayed, fits], [6, 6, 6, ['fit 0']])
})

test('its time is in neither the duration nor the timeout of the datapoint that asked', async t => {
  const db = laboratory(t)
  next = () => sleep(300, 'ready')
  const task: Task = async (_, __, { once }) => once(slow, { x: 1 })
  await using ran = await run(declare(task), { db, limits: { timeoutMs: 150 } })
  assert.deepEqual([ran.status, ran.executed, ran.failed], ['completed', 6, 0])
  for (const row of await ran.rows()) assert.ok((row.duration_ms ?? 300) < 150, `${row.duration_ms} ms`)
  await using reader = await openReader(db)
  const [kept] = await reader.sql<{ duration_ms: number }>("SELECT duration_ms FROM assay_ledger WHERE name = 'once(slow)'")
  assert.ok((kept?.duration_ms ?? 0) >= 299, `${kept?.duration_ms} ms`)
})

test('the timeout of what the task itself does stands', async t => {
  const db = laboratory(t)
  next = () => 'ready'
  const task: Task = async (_, __, { once, signal }) => {
    await once(slow, { x: 1 })
    return sleep(60_000, null, { signal })
  }
  await using ran = await run(declare(task), { db, limits: { timeoutMs: 50 } })
  assert.deepEqual([ran.executed, ran.failed], [6, 6])
  assert.ok((await ran.rows()).every(row => row.status === 'timeout'))
})

test('a failure is one of each datapoint that waited, and executes again in the next run', async t => {
  const db = laboratory(t)
  const allAsked = Promise.withResolvers<void>()
  let [asked, calls] = [0, 0]
  next = async () => {
    calls++
    await allAsked.promise
    throw new RangeError('no weights')
  }
  const task: Task = (_, __, { once }) => {
    const answer = once(slow, { x: 1 })
    if (++asked === 6) allAsked.resolve()
    return answer
  }
  await using first = await run(declare(task), { db, limits: { concurrency: 6 } })
  assert.deepEqual([first.failed, calls], [6, 1])
  for (const row of await first.rows())
    assert.deepEqual([row.status, row.error, row.error_type], ['error', 'no weights', 'RangeError'])
  next = () => 'mended'
  await using second = await run(declare(task), { db })
  assert.deepEqual([second.executed, second.failed], [6, 0])
})

test('what the benchmark’s files say is in its key, unless it has a version', async t => {
  const folder = temporaryFolder(t)
  const prompt = join(folder, 'prompt.txt')
  const db = join(folder, 'lab.db')
  let calls = 0
  next = () => ++calls
  const unpinned: Task = (_, __, { once }) => once(slow, { x: 1 })
  const pinned: Task = (_, __, { once }) => once(slow, { x: 1 }, { version: 'files' })
  const counts: number[] = []
  for (const text of ['a', 'b', 'a']) {
    writeFileSync(prompt, text)
    for (const task of [unpinned, pinned]) {
      const bench = benchmark({
        name: `b${counts.length}`,
        data: ['x'],
        files: [prompt],
        task: (x: string, p, c) => task(x, p as never, c),
      })
      await using ran = await run(bench, { db })
      assert.equal(ran.failed, 0)
      counts.push(calls)
    }
  }
  assert.deepEqual(counts, [1, 2, 3, 3, 3, 3])
})

test('a stopped run leaves what goes on for longer than it waits, and the next run takes it over', async t => {
  const db = laboratory(t)
  const stop = new AbortController()
  const opened = Promise.withResolvers<string>()
  next = () => {
    stop.abort()
    return opened.promise
  }
  const task: Task = (_, __, { once }) => once(slow, { x: 1 })
  await using first = await run(declare(task), { db, signal: stop.signal, limits: { concurrency: 1 } })
  assert.deepEqual([first.status, first.failed], ['stopped', 1])
  next = () => 'again'
  await using second = await run(declare(task), { db })
  assert.deepEqual([second.status, second.executed, second.failed], ['completed', 6, 0])
  opened.resolve('late')
  assert.ok((await second.rows()).every(row => row.prediction === 'again'))
})

test('what a task does not wait for is kept all the same', async t => {
  const db = laboratory(t)
  next = () => sleep(50, 'kept')
  const task: Task = (_, __, { once }) => {
    void once(slow, { x: 1 })
    return 1
  }
  await using ran = await run(declare(task), { db })
  assert.equal(ran.failed, 0)
  await using reader = await openReader(db)
  assert.deepEqual(await reader.sql("SELECT result FROM assay_ledger WHERE name = 'once(slow)'"), [{ result: '"kept"' }])
})

test('an unknown function and an input without identity fail the datapoint with words; no benchmark has the name of such results', async t => {
  const db = laboratory(t)
  const task: Task = (_, { depth }, { once }) => (depth === 1 ? once(() => 1, {}) : once(slow, { f() {} } as never))
  await using ran = await run(declare(task), { db })
  const errors = new Set((await ran.rows()).map(row => `${row.error_type}: ${row.error}`))
  assert.deepEqual(
    [...errors].map(error => error.slice(0, 61)),
    [
      'AssayError: The code of a function without a name cannot be k',
      'TypeError: expected input.f to be data, got a function, which',
    ],
  )
  assert.throws(() => declare(trains, { name: 'once(fit)' }), /^TypeError: expected another name than once\(fit\)/)
})
