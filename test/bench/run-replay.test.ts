// Checks that a replayed row is its computed twin: the same columns and values, but for where it came from.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { laboratory } from '../fixtures/laboratory.ts'

// The values that the acceptance check of the issue stores.
const values = {
  '': 1,
  'a-b': 2,
  Loss: 3,
  loss: 4,
  数据: 5,
  nan: Number.NaN,
  infinite: -Infinity,
  zero: -0,
  big: 2n ** 80n,
  yes: true,
  nothing: null,
  when: new Date(5),
  bytes: new Uint8Array([0, 255]),
  nested: { a: [1, 'x', null, { n: Number.NaN }], d: new Date(5) },
  map: new Map([['k', 1]]),
  lone: 'a\ud800b',
  text: '5',
  status: 'taken',
}
const declaredDifferences = ['run_id', 'row_id', 'cache', 'cache_reason'] as const

/** Rows without what may differ, in the order of their ids. */
function comparable(rows: readonly object[]): object[] {
  const kept = rows.map(row => Object.entries(row).filter(([key]) => !declaredDifferences.includes(key as 'run_id')))
  return kept
    .map(entries => Object.fromEntries(entries))
    .sort((a, b) => String(a['input_id']).localeCompare(String(b['input_id'])))
}

test('rows of every kind of value, failures and items are equal but for their provenance', async t => {
  const db = laboratory(t)
  const results: Record<string, unknown> = {
    object: values,
    text: 'plain',
    none: null,
    list: [1, { a: 2n }],
    date: new Date(7),
    empty: {},
  }
  const declared = benchmark({
    name: 'b',
    data: Object.keys(results).map(id => ({ id, when: new Date(3) })),
    expected: ({ id }) => (id === 'none' ? null : id),
    params: [{ model: 'm', deep: { a: [1] } }],
    task: ({ id }) => results[id],
    version: '1',
  })
  await using first = await run(declared, { db })
  await using second = await run(declared, { db })
  assert.deepEqual([second.executed, second.replayed], [0, Object.keys(results).length])
  const [computed, replayed] = [await first.rows(), await second.rows()]
  assert.deepEqual(comparable(replayed), comparable(computed))
  assert.deepEqual(
    [computed, replayed].map(rows => [...new Set(rows.map(({ cache, cache_reason }) => `${cache} ${cache_reason}`))]),
    [['computed new'], ['hit null']],
  )
  assert.ok(replayed.every(({ run_id, produced_by }) => run_id === second.runId && produced_by === first.runId))
})

test('a replayed row has the time and the moment of the execution', async t => {
  const db = laboratory(t)
  const declared = benchmark({ name: 'b', data: ['x'], task: () => 1, version: '1' })
  await using first = await run(declared, { db })
  await using second = await run(declared, { db })
  const [[computed], [replayed]] = [await first.rows(), await second.rows()]
  assert.equal(replayed?.duration_ms, computed?.duration_ms)
  assert.deepEqual(replayed?.timestamp, computed?.timestamp)
})

test('any result is equal to its replay', async t => {
  const db = laboratory(t)
  const result = fc.oneof(
    fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true, withTypedArray: true, withSparseArray: true }),
    fc.dictionary(fc.string({ unit: 'binary' }), fc.anything({ withBigInt: true, withDate: true })),
  )
  const results = fc.sample(result, { numRuns: 60, seed: 7 })
  const task = (i: number) => results[i]
  const declared = benchmark({ name: 'b', data: [...results.keys()], id: i => i, input: i => i, task, version: '1' })
  await using first = await run(declared, { db })
  await using second = await run(declared, { db })
  assert.deepEqual([second.replayed, second.executed], [60 - first.failed, first.failed])
  assert.ok(second.replayed > 30)
  const ok = (rows: readonly { status: string }[]) => comparable(rows.filter(({ status }) => status === 'ok'))
  assert.deepEqual(ok(await second.rows()), ok(await first.rows()))
})
