// Another process holds the write lock: a log waits for it, and past ten seconds it is an error after which the caller may try again.
import assert from 'node:assert/strict'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { describe, test } from 'node:test'
import { openTracker, type Tracker } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'
import { type Child, startChild } from '../store/child.ts'

async function lock(db: string): Promise<Child> {
  const child = startChild('locker', [db])
  assert.equal(await child.next(), 'locked')
  return child
}

async function unlock(child: Child): Promise<void> {
  child.send('release')
  assert.equal(await child.ended, 0)
}

async function values(tracker: Tracker): Promise<unknown[]> {
  return (await tracker.rows()).map(row => row['i'])
}

describe('while another process holds the write lock', { concurrency: true }, () => {
  test('for three seconds, a log waits and then succeeds, and so do those behind it', async t => {
    const db = laboratory(t)
    await using tracker = await openTracker(db)
    await tracker.log({ i: 0 })
    const locker = await lock(db)
    let isDone = false
    const logged = tracker.log({ i: 1 }).then(() => (isDone = true))
    const others = [tracker.log({ i: 2 }), tracker.logBatch([{ i: 3 }, { i: 4 }])]
    // It has tried many times by now. The three seconds are the promise; nothing here is measured by them.
    for (let turn = 0; turn < 100; turn++) await nextTurn()
    await wait(3_000)
    assert.equal(isDone, false)
    await unlock(locker)
    await Promise.all([logged, ...others])
    assert.deepEqual(await values(tracker), [0, 1, 2, 3, 4])
  })

  test('for longer than ten seconds, a log fails and says so, and the same row may be logged again', async t => {
    const db = laboratory(t)
    await using tracker = await openTracker(db, { key: ['name'] })
    await using plain = await openTracker(db)
    await tracker.log({ name: 'a', i: 0 })
    const locker = await lock(db)
    const row = { name: 'b', i: 1 }
    const failure = {
      name: 'AssayError',
      code: 'locked',
      message: `${db} is locked by another process: database is locked`,
      hint: 'wait until it is done, or end it, and try again; nothing was lost',
    }
    await Promise.all([
      assert.rejects(tracker.log(row), failure),
      assert.rejects(tracker.logBatch([{ i: 2 }, { i: 3 }]), failure),
      assert.rejects(plain.log(row), failure),
      assert.rejects(
        tracker.track(() => 7, { seen: 1 }),
        failure,
      ),
    ])
    await unlock(locker)
    await tracker.log(row)
    await plain.log(row)
    assert.deepEqual(await values(tracker), [0, 1])
    assert.deepEqual(await values(plain), [1])
  })

  test('a tracker that cannot be closed is still open, and can be closed later', async t => {
    const db = laboratory(t)
    const tracker = await openTracker(db)
    const locker = await lock(db)
    await assert.rejects(tracker.close(), { code: 'locked' })
    await unlock(locker)
    await tracker.log({ i: 0 })
    await tracker.close()
    await assert.rejects(tracker.log({ i: 1 }), TypeError)
  })
})
