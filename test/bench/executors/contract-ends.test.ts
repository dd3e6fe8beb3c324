// What else every executor does alike: batches, and the end of a run that is stopped while tasks execute.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { run } from 'assay'
import type { RunOptions } from '../../../src/bench/run-options.ts'
import { temporaryFolder } from '../../fixtures/folder.ts'
import { assertSound } from '../../fixtures/laboratory.ts'

const fileOf = (name: string) => fileURLToPath(new URL(`tasks/${name}.bench.ts`, import.meta.url))

const executors: Readonly<Record<string, Pick<RunOptions, 'executor' | 'workers'>>> = {
  inline: {},
  threads: { executor: 'threads', workers: 3 },
  processes: { workers: 2 },
}

for (const [name, options] of Object.entries(executors)) {
  describe(name, () => {
    test('a batch is one attempt, in which an error may be one item’s own', async t => {
      await using result = await run(fileOf('batch'), { db: join(temporaryFolder(t), 'lab.db'), ...options })
      const rows = await result.rows()
      const told = rows.map(row => [row['input_id'], row['prediction'] ?? row['error'], row['together'], row['batch_size']])
      assert.deepEqual(told.toSorted(), [
        ['a', 'A', 'a+b', 2],
        ['b', 'B', 'a+b', 2],
        ['c', 'C', 'error+c', 2],
        ['d', 'both', 'fail+d', 2],
        ['error', 'alone', 'error+c', 2],
        ['fail', 'both', 'fail+d', 2],
      ])
    })

    test('a run that is stopped tells its tasks, waits a moment for them, and cuts off the rest', async t => {
      const folder = temporaryFolder(t)
      const db = join(folder, 'lab.db')
      const stop = new AbortController()
      const running = run(fileOf('stopping'), { db, signal: stop.signal, options: { folder }, ...options })
      while (!['obeys', 'finishes', 'ignores'].every(id => existsSync(join(folder, id)))) await sleep(5)
      stop.abort()
      await using result = await running
      assert.equal(result.status, 'stopped')
      const rows = await result.rows()
      const told = rows.map(row => [row['input_id'], row['status'], row['prediction'] ?? null, row['raw']])
      assert.deepEqual(told.toSorted(), [
        ['finishes', 'ok', 'after all', 'finishes'],
        ['ignores', 'aborted', null, 'ignores'],
        ['obeys', 'aborted', null, 'obeys'],
      ])
      await assertSound(db)
    })
  })
}
