// Checks `refresh`: what has a result executes again where params or age say so, and its new result takes the place of the old.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { grid } from '../../src/bench/declare/grid.ts'
import { run } from '../../src/bench/run.ts'
import { laboratory } from '../fixtures/laboratory.ts'

const day = 86_400_000

/** A task that returns how often it ran. */
function counting() {
  let runs = 0
  return benchmark({
    name: 'b',
    data: ['x', 'y'],
    id: item => item,
    params: grid({ model: ['a', 'b'] }),
    task: () => ++runs,
    version: '1',
  })
}

async function cells(result: { readonly rows: () => Promise<readonly object[]> }): Promise<unknown[]> {
  const rows = (await result.rows()) as readonly Record<string, unknown>[]
  return rows.map(row => [row['params_model'], row['prediction'], row['cache'], row['cache_reason'], row['attempts']])
}

test('by params: these execute again and say so, the others are replayed, and later runs replay the new results', async t => {
  const db = laboratory(t)
  const counted = counting()
  await using first = await run(counted, { db })
  assert.equal(first.executed, 4)
  await using second = await run(counted, { db, refresh: { params: { model: 'b' } } })
  assert.deepEqual(await cells(second), [
    ['a', 1, 'hit', null, 1],
    ['a', 2, 'hit', null, 1],
    ['b', 5, 'bypassed', 'asked to refresh', 2],
    ['b', 6, 'bypassed', 'asked to refresh', 2],
  ])
  await using third = await run(counted, { db })
  assert.deepEqual(
    (await cells(third)).map(row => (row as unknown[])[1]),
    [1, 2, 5, 6],
  )
  assert.equal(third.executed, 0)
})

test('by age: only what was stored longer ago than that before the run', async t => {
  const db = laboratory(t)
  const counted = counting()
  await using _ = await run(counted, { db })
  await using young = await run(counted, { db, refresh: { olderThanMs: day } })
  assert.equal(young.executed, 0)
  agedByDays(db, 2, '{"model":"a"}')
  await using old = await run(counted, { db, refresh: { olderThanMs: day } })
  assert.deepEqual(
    (await cells(old)).map(row => (row as unknown[])[2]),
    ['bypassed', 'bypassed', 'hit', 'hit'],
  )
  agedByDays(db, 2, '{"model":"a"}')
  await using both = await run(counted, { db, refresh: { olderThanMs: day, params: { model: 'b' } } })
  assert.equal(both.executed, 0, 'both must hold')
})

test('what has no result executes as it always does, and says its own reason', async t => {
  const db = laboratory(t)
  await using result = await run(counting(), { db, refresh: { params: { model: 'a' } } })
  assert.deepEqual(
    (await cells(result)).map(row => (row as unknown[]).slice(2, 4)),
    Array.from({ length: 4 }, () => ['computed', 'new']),
  )
})

test('items with equal input are executed again once', async t => {
  const db = laboratory(t)
  let runs = 0
  const twins = benchmark({ name: 'b', data: [1, 2], id: x => x, input: () => 'same', task: () => ++runs, version: '1' })
  await using _ = await run(twins, { db })
  await using again = await run(twins, { db, refresh: { params: () => true } })
  assert.deepEqual([again.executed, again.replayed, runs], [1, 1, 2])
})

test('what cannot be meant is refused before a database is made', async t => {
  const db = laboratory(t)
  const counted = counting()
  const refused = (refresh: object, message: RegExp, more = {}) =>
    assert.rejects(run(counted, { db, refresh, ...more } as never), (error: Error) => {
      assert.match(error.message, message)
      return error instanceof TypeError || error instanceof RangeError
    })
  await refused({}, /^expected `refresh` to have params or olderThanMs, got \{\}/)
  await refused({ age: 1 }, /^expected `refresh` to have params or olderThanMs/)
  await refused({ olderThanMs: 0 }, /^expected `refresh.olderThanMs` to be a number above 0, got 0/)
  await refused({ params: 'a' }, /^expected `refresh.params` to be values by name/)
  await refused({ params: { modle: 'a' } }, /got `modle`. Did you mean `model`\?/)
  await refused({ olderThanMs: 1 }, /^expected `refresh` or `execute: none`, got both/, { execute: 'none' })
  assert.equal(existsSync(db), false)
})

/** As if results of these params had been stored so many days earlier. */
function agedByDays(db: string, days: number, params: string): void {
  using connection = new DatabaseSync(db)
  const at = new Date(Date.now() - days * day).toISOString()
  connection.prepare('UPDATE assay_ledger SET committed_at = ? WHERE params = ?').run(at, params)
}
