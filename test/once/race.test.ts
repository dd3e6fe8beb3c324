// The first promise among processes that run one benchmark on one file at once, killed at random or not.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from '../fixtures/folder.ts'
import { assertSound } from '../fixtures/laboratory.ts'
import { dataOf, rowsOf, startRun, starts } from './processes.ts'

const concurrency = 8

for (const [where, words] of [
  ['one file', []],
  ['a ledger of its own', ['--ledger', 'ledger.db']],
] as const) {
  test(`4 processes at once on ${where} execute each datapoint once, and each has every row`, async t => {
    const folder = temporaryFolder(t)
    const runs = await Promise.all(Array.from({ length: 4 }, () => dataOf(startRun(folder, { N: '400' }, words))))
    assert.deepEqual([starts(folder).length, new Set(starts(folder)).size], [400, 400])
    assert.deepEqual(
      runs.map(({ planned, executed, replayed, failed }) => [planned, executed + replayed, failed]),
      Array.from({ length: 4 }, () => [400, 400, 0]),
    )
    const executed = runs.reduce((sum, run) => sum + run.executed, 0)
    assert.equal(executed, 400, 'what one executed the others replayed')
    assert.equal((await rowsOf(folder, 'predictions')).length, 1_600)
    await assertSound(join(folder, 'lab.db'))
  })

  test(`processes are killed at random moments on ${where}: one committed result each, and every start is counted`, async t => {
    const folder = temporaryFolder(t)
    const start = () => startRun(folder, { N: '1200' }, words)
    const running = Array.from({ length: 3 }, start)
    let kills = 0
    const state = { isDone: false }
    const watched = (at: number): void => {
      void running[at]?.ended.then(({ code, signal, stderr }) => {
        if (signal === null) {
          state.isDone = true
          assert.equal(code, 0, stderr)
        } else if (!state.isDone) {
          running[at] = start()
          watched(at)
        }
      })
    }
    running.forEach((_, at) => watched(at))
    for (let before = 0; !state.isDone; kills++) {
      // A slow machine must get somewhere between two kills.
      for (; !state.isDone && starts(folder).length < before + 40; ) await sleep(10)
      await sleep(Math.random() * 100)
      before = starts(folder).length
      running[kills % 3]?.child.kill('SIGKILL')
    }
    await Promise.all(running.map(({ ended }) => ended))

    const last = await dataOf(start())
    assert.deepEqual([last.planned, last.executed, last.replayed], [1_200, 0, 1_200])
    const ledger = await rowsOf(folder, 'assay_ledger', words.length === 0 ? 'lab.db' : 'ledger.db')
    assert.deepEqual([ledger.length, ledger.filter(row => row['status'] === 'ok').length], [1_200, 1_200])
    assert.ok(starts(folder).length <= 1_200 + kills * concurrency, `${starts(folder).length} starts after ${kills} kills`)
    const attempts = ledger.reduce((sum, row) => sum + Number(row['attempts']), 0)
    // A process may be killed between the claim, which counts a start, and the task's own line.
    assert.ok(attempts >= starts(folder).length, 'no start is missing')
    assert.ok(attempts <= starts(folder).length + kills * concurrency, 'and none is invented')
    await assertSound(join(folder, 'lab.db'))
  })
}
