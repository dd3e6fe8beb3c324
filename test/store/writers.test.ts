// Many processes write one file at the same moment: nothing is lost, no key goes astray, and none starves.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStore } from '../../src/store/open.ts'
import type { Row, Store } from '../../src/store/store.ts'
import { startChild, startTogether } from './child.ts'
import { newPath } from './folder.ts'
import { rowOf } from './rows.ts'

const writers = 6

/** All rows that the writers wrote, in written order, from a store that is sound. */
async function write(kind: 'wide' | 'narrow', rows: number): Promise<Row[]> {
  const path = newPath()
  const argLists = Array.from({ length: writers }, (_, writer) => [path, String(writer), String(rows), kind])
  const children = await startTogether('writer', argLists)
  assert.deepEqual(await Promise.all(children.map(child => child.ended)), Array(writers).fill(0))
  await using store = await openStore(path, { mode: 'read' })
  return await readAll(store)
}

async function readAll(store: Store): Promise<Row[]> {
  assert.deepEqual(await store.check(), [])
  return Array.fromAsync(store.rows('metrics'), ({ run_id: _run, benchmark: _benchmark, ...row }) => row)
}

test('processes that add columns to a new file at the same moment lose nothing', async () => {
  const rows = 100
  const byWriter = Map.groupBy(await write('wide', rows), row => Number(row['writer']))
  for (let writer = 0; writer < writers; writer++) {
    const expected = Array.from({ length: rows }, (_, i) => rowOf(writer, i))
    assert.deepEqual(byWriter.get(writer), expected)
  }
})

test('none waits until the others are done', async () => {
  // By the order of rows, not by a clock. One after the other, the first would be done at a sixth of all rows.
  const found = await write('narrow', 1_000)
  const done = new Map(found.map((row, place) => [row['writer'], place]))
  assert.ok(Math.min(...done.values()) >= found.length / 5, `last rows of each: ${[...done.values()]} of ${found.length}`)
})

test('processes that open a new file at the same moment all find it made', async () => {
  for (let round = 0; round < 3; round++) {
    const path = newPath()
    const children = Array.from({ length: writers }, (_, writer) => startChild('writer', [path, String(writer), '0', 'narrow']))
    for (const child of children) assert.equal(await child.next(), 'ready')
    for (const child of children) child.send('go')
    assert.deepEqual(await Promise.all(children.map(child => child.ended)), Array(writers).fill(0))
    await using store = await openStore(path, { mode: 'read' })
    assert.deepEqual(await readAll(store), [])
  }
})
