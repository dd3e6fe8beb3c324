// Checks what a plan counts of every kind of datapoint, and that a run then does just that.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { benchmark } from '../../../src/bench/declare/benchmark.ts'
import { plan } from '../../../src/bench/plan/plan.ts'
import type { RunOptions } from '../../../src/bench/run-options.ts'
import { run } from '../../../src/bench/run.ts'
import type { Migration } from '../../../src/bench/declare/spec.ts'
import { laboratory } from '../../fixtures/laboratory.ts'

interface Declared {
  readonly name?: string
  readonly texts?: Readonly<Record<string, string>>
  readonly params?: readonly object[]
  readonly migrate?: Migration
  readonly version?: string
  readonly trials?: number
}

/** A task that fails for the text `bad`. */
function declare({ name = 'b', texts = { a: 'x', b: 'y' }, params = [{ model: 'm' }], version = '1', ...rest }: Declared) {
  const { migrate, trials = 1 } = rest
  return benchmark({
    name,
    data: Object.entries(texts),
    id: ([id]) => id,
    input: ([, text]) => text,
    params,
    ...(migrate && { migrate: migrate as never }),
    task: text => {
      if (text === 'bad') throw new Error('bad')
      return { prediction: text }
    },
    trials,
    version,
  })
}

/** Plans, runs, and fails unless both count the same. */
function bench(test: TestContext) {
  const db = laboratory(test)
  const again = async (declared: Declared = {}, options: RunOptions = {}) => {
    const planned = await plan(declare(declared), { db, ...options })
    await using result = await run(declare(declared), { db, ...options })
    const { cached, retry, changed } = planned
    assert.deepEqual(
      [planned.planned, cached, planned.new + retry],
      [result.planned, result.replayed, result.executed + result.missed],
    )
    return {
      cached,
      new: planned.new,
      retry,
      changed: changed.map(({ part, before, after, message }) => ({ part, before, after, message })),
      planned,
    }
  }
  return { db, again }
}

const counts = ({ cached, new: fresh, retry, changed }: Awaited<ReturnType<ReturnType<typeof bench>['again']>>) => [
  cached,
  fresh,
  retry,
  changed.length,
]

test('without a database everything is new, and none is made', async t => {
  const db = laboratory(t)
  const planned = await plan(declare({}), { db })
  assert.deepEqual([planned.planned, planned.cached, planned.new, planned.retry, planned.changed], [2, 0, 2, 0, []])
  assert.equal(planned.durationMs.value, null)
  assert.match(planned.durationMs.reason ?? '', /no earlier row of these params/)
  assert.ok(!existsSync(db))
  assert.equal((await plan(declare({}), { db: ':memory:' })).new, 2)
})

test('new items, configurations and trials are new, and nothing of them changed', async t => {
  const { again } = bench(t)
  assert.deepEqual(counts(await again()), [0, 2, 0, 0])
  assert.deepEqual(counts(await again()), [2, 0, 0, 0])
  const wider = { texts: { a: 'x', b: 'y', c: 'z' }, params: [{ model: 'm' }, { model: 'n' }], trials: 2 }
  assert.deepEqual(counts(await again(wider)), [2, 10, 0, 0])
})

test('failures are retried, unless that is not asked for', async t => {
  const { again } = bench(t)
  const texts = { a: 'x', b: 'bad' }
  await again({ texts })
  assert.deepEqual(counts(await again({ texts })), [1, 0, 1, 0])
  assert.deepEqual(counts(await again({ texts }, { execute: 'new' })), [2, 0, 0, 0])
  assert.deepEqual(counts(await again({ texts: { ...texts, c: 'z' } }, { execute: 'none' })), [2, 1, 0, 0])
  assert.deepEqual(counts(await again({ texts }, { execute: 'all' })), [0, 0, 2, 0])
})

test('what is asked for again is executed again, results that would be taken over included', async t => {
  const { again } = bench(t)
  const params = [{ model: 'm' }, { model: 'n' }]
  await again({ params })
  assert.deepEqual(counts(await again({ params }, { refresh: { params: { model: 'n' } } })), [2, 0, 2, 0])
  assert.deepEqual(counts(await again({ params }, { refresh: { olderThanMs: 3_600_000 } })), [4, 0, 0, 0])
  const refresh = { params: { model: 'n' } }
  assert.deepEqual(counts(await again({ params, version: '2' }, { acceptCode: true, refresh })), [2, 0, 2, 0])
})

test('equal inputs are executed once', async t => {
  const { again } = bench(t)
  assert.deepEqual(counts(await again({ texts: { a: 'x', b: 'x', c: 'bad', d: 'bad' } })), [2, 2, 0, 0])
  assert.deepEqual(counts(await again({ texts: { a: 'x', b: 'x', c: 'bad', d: 'bad' } })), [3, 0, 1, 0])
})

test('the same id with another input changed, and its texts are there in full', async t => {
  const { again } = bench(t)
  const long = 'x'.repeat(100)
  await again({ texts: { a: long, b: 'y' } })
  const { changed } = await again({ texts: { a: `${long}!`, b: 'y' } })
  assert.deepEqual(
    changed.map(({ part, before, after }) => [part, before, after]),
    [['input', `"${long}"`, `"${long}!"`]],
  )
  assert.match(changed[0]?.message ?? '', /^Input: was "x+…, is "x+…\. Compared with run \S+\.$/)
})

test('another version changed everything; accepted, nothing executes', async t => {
  const { again } = bench(t)
  await again()
  const planned = await again({ version: '2' }, { acceptCode: true })
  assert.deepEqual(counts(planned), [2, 0, 0, 0])
  assert.deepEqual(
    planned.planned.findings.map(({ id, count }) => [id, count]),
    [['adopted', 2]],
  )
  const { changed } = await again({ version: '3', texts: { a: 'x', b: 'Y' } })
  assert.deepEqual(
    changed.map(({ part, before, after }) => [part, before, after]),
    [
      ['code', '2', '3'],
      ['code', '2', '3'],
    ],
  )
  assert.match(changed[1]?.message ?? '', /^Code: the version was 2, is 3\. Input: was "y", is "Y"\. /)
})

test('params of another shape changed, with what to declare so that results count', async t => {
  const { again } = bench(t)
  await again({ params: [{ llm: 'm' }, { llm: 'n' }] })
  const params = [
    { model: 'm', k: 1 },
    { model: 'o', k: 1 },
  ]
  const { changed } = await again({ params }, { limit: 1 })
  assert.equal(changed.length, 1, 'the model o is new')
  assert.deepEqual(
    changed.map(({ part, before, after }) => [part, before, after]),
    [['params', '{"llm":"m"}', '{"k":1,"model":"m"}']],
  )
  assert.match(changed[0]?.message ?? '', /`llm` is called `model`, `k` is new \(1\)/)
  assert.match(
    changed[0]?.message ?? '',
    /`migrate: \{ rename: \{ model: "llm" \}, add: \{ k: 1 \} \}` would take its result over\.$/,
  )
  const migrate = { rename: { model: 'llm' }, add: { k: 1 } } as Migration
  assert.deepEqual(counts(await again({ params: [{ model: 'n', k: 1 }], migrate })), [2, 0, 0, 0])
})

test('a renamed benchmark changed in name alone; one of other code is another', async t => {
  const { again } = bench(t)
  await again()
  await again({ name: 'unlike', version: '2' })
  const { changed } = await again({ name: 'renamed' })
  assert.deepEqual(
    changed.map(({ part, before, after }) => [part, before, after]),
    [
      ['name', 'b', 'renamed'],
      ['name', 'b', 'renamed'],
    ],
  )
  assert.match(changed[0]?.message ?? '', /`migrate: \{ name: "b" \}` would take its result over\.$/)
})

test('time is foreseen from earlier rows of the same params, with an interval', async t => {
  const { again } = bench(t)
  await again({ params: [{ model: 'm' }, { model: 'n' }] })
  const { planned } = await again({ params: [{ model: 'm' }, { model: 'n' }], version: '2' })
  const { value, low, high, n, planned: rows, method } = planned.durationMs
  assert.ok(value !== null && low !== null && high !== null && low <= value && value <= high)
  assert.deepEqual([n, rows], [4, 4])
  assert.equal(method, 'mean of earlier rows × missing, t')
  assert.deepEqual(
    planned.byParams.map(({ params, new: fresh, durationMs }) => [params, fresh, durationMs.n]),
    [
      [{ model: 'm' }, 2, 2],
      [{ model: 'n' }, 2, 2],
    ],
  )
  assert.match(planned.costUsd.reason ?? '', /2 of 2 configurations have no earlier row with `cost_usd`/)
  const nothing = await again({ params: [{ model: 'm' }], version: '2' })
  assert.deepEqual([nothing.planned.durationMs.value, nothing.planned.durationMs.method], [0, 'nothing would execute'])
})

test('options are checked as those of a run', async () => {
  await assert.rejects(plan(declare({}), { sample: 0 }), RangeError)
  await assert.rejects(plan('missing.bench.ts'), { code: 'file_not_found' })
  await assert.rejects(plan(5 as never), TypeError)
})
