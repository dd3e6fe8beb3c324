// A result whose key is a column that `set` added moves aside, whenever that column came; no value of either is the other's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openReader, benchmark, run } from 'assay'
import { setColumns } from 'assay/maintenance'
import { laboratory } from '../fixtures/laboratory.ts'

const plain = (version: string, task: (x: number) => unknown) =>
  benchmark({ name: 'noted', data: [1, 2], id: x => x, task, version })
const counting = plain('1', n => ({ n }))

async function rows(db: string): Promise<unknown[]> {
  await using reader = await openReader(db)
  return (await reader.rows()).map(row => [row['produced_by'] === row['run_id'], row['note'], row['result_note'], row['n']])
}

test('a column that was there before the run', async t => {
  const db = laboratory(t)
  await (await run(counting, { db }))[Symbol.asyncDispose]()
  assert.equal(await setColumns(db, { note: 'mine' }), 2)
  const noted = plain('2', n => ({ n, note: `theirs ${n}` }))
  await using first = await run(noted, { db })
  assert.match(first.findings[0]?.message ?? '', /key `note` is a column that `set` added, so it is kept as `result_note`/)
  await using again = await run(noted, { db })
  assert.equal(again.replayed, 2)
  const theirs = [1, 2].map(n => [undefined, `theirs ${n}`, n])
  assert.deepEqual(await rows(db), [
    ...[1, 2].map(n => [true, 'mine', undefined, n]),
    ...theirs.map(row => [true, ...row]),
    ...theirs.map(row => [false, ...row]),
  ])
})

test('a column that comes while the run goes on: what was executed is kept', async t => {
  const db = laboratory(t)
  await using before = await run(counting, { db })
  const meddling = async (n: number) => {
    if (n === 2) await setColumns(db, { note: 'mine' }, { run: before.runId })
    return n === 2 ? { n, note: 'theirs' } : { n }
  }
  await using result = await run(plain('2', meddling), { db, limits: { concurrency: 1 } })
  assert.deepEqual([result.executed, result.failed], [2, 0])
  assert.deepEqual(await rows(db), [
    [true, 'mine', undefined, 1],
    [true, 'mine', undefined, 2],
    [true, undefined, undefined, 1],
    [true, undefined, 'theirs', 2],
  ])
  await using replayed = await run(plain('2', meddling), { db })
  assert.equal(replayed.executed, 0)
})
