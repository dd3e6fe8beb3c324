// Checks that a run whose process was killed is `aborted` to every reader, and one that lives is `running`.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { openReader } from '../../src/tracker/reader.ts'
import { laboratory } from '../fixtures/laboratory.ts'

const endless = fileURLToPath(new URL('../fixtures/endless.ts', import.meta.url))

/** A process in the middle of a run; `kill` ends it as a power cut would. */
async function startEndless(test: TestContext, db: string): Promise<{ kill: () => Promise<void> }> {
  const child = spawn(process.execPath, ['--conditions=assay-source', endless, db], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  test.after(kill)
  await once(child.stdout, 'data')
  return { kill }
}

async function statuses(db: string): Promise<unknown[]> {
  await using reader = await openReader(db, { table: 'runs' })
  const listed = (await reader.runs()).map(({ status }) => status)
  assert.deepEqual(
    (await reader.rows()).map(row => row['status']),
    listed,
  )
  return listed
}

test('running while its process lives, aborted when it was killed', async t => {
  const db = laboratory(t)
  const { kill } = await startEndless(t, db)
  assert.deepEqual(await statuses(db), ['running'])
  await kill()
  assert.deepEqual(await statuses(db), ['aborted'])
})

test('the next run writes it down, so that SQL sees it too, and leaves a living one alone', async t => {
  const db = laboratory(t)
  const first = await startEndless(t, db)
  await first.kill()
  await startEndless(t, db)
  const other = benchmark({ name: 'other', data: [1], task: () => 1, version: '1' })
  await (await run(other, { db }))[Symbol.asyncDispose]()
  await using reader = await openReader(db, { table: 'runs' })
  assert.deepEqual(await reader.sql('SELECT benchmark, status FROM runs'), [
    { benchmark: 'endless', status: 'aborted' },
    { benchmark: 'endless', status: 'running' },
    { benchmark: 'other', status: 'completed' },
  ])
})
