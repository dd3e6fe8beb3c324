// Code that logs without ever awaiting: order is kept, commits are shared, and memory stays bounded.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openReader, openTracker } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'
import { beginTogether, start } from './start.ts'

const rows = 300_000

test('300,000 rows that nobody awaits fit in a heap of 128 MB, and are all there in order', async t => {
  const db = laboratory(t)
  const body = `for (let i = 0; i < ${rows}; i++) t.log({ i, text: 'row ' + i })
    await t.flush()
    say('flushed')`
  const child = start(db, 0, body, { heapMb: 128 })
  await beginTogether([child])
  assert.equal(await child.next(), 'flushed')
  assert.equal(await child.ended, 0)
  await using reader = await openReader(db, { table: 'events' })
  let next = 0
  for await (const { i, text } of reader) {
    if (i !== next || text !== `row ${next}`) assert.fail(`row ${next} is ${String(i)} ${String(text)}`)
    next++
  }
  assert.equal(next, rows)
})

test('what is logged, batched, tracked and set without awaiting keeps its order', async t => {
  await using tracker = await openTracker(laboratory(t))
  const all = [
    tracker.log({ i: 0 }),
    tracker.logBatch([{ i: 1 }, { i: 2 }]),
    tracker.setParams({ phase: 'late' }),
    tracker.log({ i: 3 }),
    tracker.set({ seen: true }, { where: { i: 1 } }),
  ]
  assert.deepEqual(
    (await tracker.rows()).map(({ i, params_phase: phase }) => [i, phase]),
    [
      [0, undefined],
      [1, undefined],
      [2, undefined],
      [3, 'late'],
    ],
  )
  assert.equal((await Promise.all(all)).at(-1), 1)
  assert.deepEqual(
    (await tracker.rows({ where: { seen: true } })).map(row => row['i']),
    [1],
  )
})

test('a row is stored as it was when it was logged', async t => {
  await using tracker = await openTracker(laboratory(t))
  const row = { list: [1], date: new Date(5), bytes: new Uint8Array([1]), nested: { a: 1 } }
  const logged = tracker.log(row)
  row.list.push(2)
  row.date.setTime(9)
  row.bytes[0] = 9
  row.nested.a = 9
  await logged
  const [{ list, date, bytes, nested } = {}] = await tracker.rows()
  assert.deepEqual({ list, date, bytes, nested }, { list: [1], date: new Date(5), bytes: new Uint8Array([1]), nested: { a: 1 } })
})

test('a row that cannot be stored fails alone', async t => {
  await using tracker = await openTracker(laboratory(t))
  const failing = { i: 1, fails: () => 1 }
  const outcomes = await Promise.allSettled([tracker.log({ i: 0 }), tracker.log(failing), tracker.log({ i: 2 })])
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  assert.deepEqual(
    (await tracker.rows()).map(row => row['i']),
    [0, 2],
  )
})
