// Many processes and threads log into one file from one start line, and some die: every acknowledged row is there, whole.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { openReader } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'
import { beginTogether, start } from './start.ts'

const rows = 1_000

/** Columns of its own, twins of them that differ in case, some that come later, and one that is of another kind with each. */
const adding = `const rowOf = i => ({ i, ['own_' + w]: i, ['Own_' + w]: i % 2 === 0, ['late_' + w + '_' + (i % 5)]: 'x' + i, mixed: w % 2 ? i : 't' + i });
  for (let i = 0; i < ${rows}; i++) { await t.log({ ...rowOf(i), worker: w }); acknowledge(i) }`

function rowOf(w: number, i: number): Record<string, unknown> {
  return { i, [`own_${w}`]: i, [`Own_${w}`]: i % 2 === 0, [`late_${w}_${i % 5}`]: `x${i}`, mixed: w % 2 ? i : `t${i}`, worker: w }
}

/** Fails unless the rows of a worker are the first ones that it logged, in order and whole. Returns how many they are. */
async function assertRows(db: string, w: number): Promise<number> {
  await using reader = await openReader(db, { table: 'events' })
  const found = await reader.rows({ where: { worker: w } })
  found.forEach(({ run_id: _run, row_id: _row, timestamp: _at, params_worker: _worker, ...row }, i) =>
    assert.deepEqual(row, rowOf(w, i)),
  )
  return found.length
}

async function assertAll(db: string, workers: number): Promise<void> {
  for (let w = 0; w < workers; w++) assert.equal(await assertRows(db, w), rows)
  await using reader = await openReader(db, { table: 'events' })
  assert.equal(await reader.count(), workers * rows)
}

test('8 processes that each add their own columns from one start line keep every row and column', async t => {
  const db = laboratory(t)
  const children = Array.from({ length: 8 }, (_, w) => start(db, w, `const acknowledge = () => {}; ${adding}`))
  await beginTogether(children)
  assert.deepEqual(await Promise.all(children.map(child => child.ended)), Array(8).fill(0))
  await assertAll(db, 8)
})

test('4 threads of one process do the same', async t => {
  const db = laboratory(t)
  const source = `const { workerData: w, parentPort } = require('node:worker_threads')
    import('assay').then(async ({ openTracker }) => {
      const t = await openTracker(${JSON.stringify(db)})
      const acknowledge = () => {}
      parentPort.postMessage('ready')
      await new Promise(resolve => parentPort.once('message', resolve))
      ${adding}
      await t.close()
    })`
  const workers = Array.from(
    { length: 4 },
    (_, w) => new Worker(source, { eval: true, workerData: w, execArgv: ['--conditions=assay-source'] }),
  )
  const ended = Promise.all(workers.map(worker => once(worker, 'exit')))
  await Promise.all(workers.map(worker => once(worker, 'message')))
  for (const worker of workers) worker.postMessage('go', [])
  assert.deepEqual((await ended).flat(), [0, 0, 0, 0])
  await assertAll(db, 4)
})

test('of 4 processes 2 are killed: their acknowledged rows are there, and the others are complete', async (t: TestContext) => {
  const db = laboratory(t)
  const children = Array.from({ length: 4 }, (_, w) => start(db, w, `const acknowledge = say; ${adding}`))
  await beginTogether(children)
  const acknowledged = await Promise.all(
    children.map(async ({ process, next }, w) => {
      const last = w < 2 ? Math.floor(Math.random() * rows * 0.8) : Number.POSITIVE_INFINITY
      let count = 0
      for (let line = await next(); line !== undefined; line = await next()) if (++count > last) process.kill('SIGKILL')
      return count
    }),
  )
  assert.deepEqual(await Promise.all(children.map(child => child.ended)), ['SIGKILL', 'SIGKILL', 0, 0])
  for (const [w, count] of acknowledged.entries()) {
    const stored = await assertRows(db, w)
    assert.ok(stored >= count && stored <= count + 1, `worker ${w}: ${count} acknowledged, ${stored} stored`)
  }
  assert.deepEqual(acknowledged.slice(2), [rows, rows])
  await using reader = await openReader(db, { table: 'runs' })
  const statuses = new Map((await reader.rows()).map(run => [(run['params'] as { worker: number }).worker, run['status']]))
  assert.deepEqual(
    [0, 1, 2, 3].map(w => statuses.get(w)),
    ['aborted', 'aborted', 'completed', 'completed'],
  )
})
