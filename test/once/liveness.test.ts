// Whoever lives keeps its claim however busy it is; whoever is stopped or killed loses it, and cannot come back too late.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { leaseMs } from '../../src/ledger/watch.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { assertSound } from '../fixtures/laboratory.ts'
import { dataOf, heldBy, rowsOf, startRun, starts } from './processes.ts'

describe('liveness', { concurrency: true }, () => {
  test('a task that blocks its event loop for longer than a lease keeps its claim', async t => {
    const folder = temporaryFolder(t)
    const blocked = startRun(folder, { HOLD: 'blocked' })
    await heldBy(folder)
    const waiting = startRun(folder, { HOLD: 'blocked', N: '3' })
    await sleep(leaseMs + 3_000)
    assert.deepEqual(starts(folder), ['held', 'i0', 'i1', 'i2'], 'what is free is not waited for')
    writeFileSync(join(folder, 'go'), '')
    assert.deepEqual([(await dataOf(blocked)).executed, (await dataOf(waiting)).executed], [1, 3])
    assert.deepEqual(starts(folder).toSorted(), ['held', 'i0', 'i1', 'i2'])
    await assertSound(join(folder, 'lab.db'))
  })

  test('a process that is stopped past its lease is taken over, and what it commits later is refused', async t => {
    const folder = temporaryFolder(t)
    const stopped = startRun(folder, { HOLD: 'waiting' })
    const pid = await heldBy(folder)
    process.kill(pid, 'SIGSTOP')
    const other = startRun(folder, { HOLD: 'waiting', GO: 'go-other' })
    while (starts(folder).length < 2) await sleep(100)
    writeFileSync(join(folder, 'go-other'), '')
    const taken = await dataOf(other)
    writeFileSync(join(folder, 'go'), '')
    process.kill(pid, 'SIGCONT')
    const late = await dataOf(stopped)
    assert.deepEqual([taken.executed, late.executed, late.replayed], [1, 0, 1])
    const [row, ...others] = await rowsOf(folder, 'assay_ledger')
    assert.deepEqual([row?.['status'], row?.['attempts'], row?.['maybe_paid'], others.length], ['ok', 2, true, 0])
    const predictions = await rowsOf(folder, 'predictions')
    assert.deepEqual(new Set(predictions.map(prediction => prediction['by'])), new Set([other.child.pid]))
    await assertSound(join(folder, 'lab.db'))
  })

  test('a killed process is waited for no longer than it takes to see that it is gone', async t => {
    const folder = temporaryFolder(t)
    const killed = startRun(folder, { HOLD: 'waiting' })
    await heldBy(folder)
    const waiting = startRun(folder, { HOLD: 'waiting', N: '1' })
    while (starts(folder).length < 2) await sleep(20)
    killed.child.kill('SIGKILL')
    await killed.ended
    writeFileSync(join(folder, 'go'), '')
    assert.equal((await dataOf(waiting)).executed, 2)
    const claimed = (await rowsOf(folder, 'assay_ledger')).find(row => row['attempts'] === 2)
    assert.deepEqual([claimed?.['status'], claimed?.['maybe_paid']], ['ok', true])
    assert.deepEqual(starts(folder), ['held', 'i0', 'held'])
  })
})
