// Another process holds the write lock: a commit waits for it, up to a deadline, and then says so; readers are not held up.
import assert from 'node:assert/strict'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { test } from 'node:test'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import { type Child, startChild } from './child.ts'
import { newPath } from './folder.ts'

const insert = (n: number) => [{ type: 'insert', table: 'metrics', rows: [{ n }] }] as const

async function open(path: string, lockDeadlineMs?: number) {
  return openSqliteStore(path, { mode: 'write', ...(lockDeadlineMs !== undefined && { lockDeadlineMs }) })
}

async function lock(path: string): Promise<Child> {
  const child = startChild('locker', [path])
  assert.equal(await child.next(), 'locked')
  return child
}

async function unlock(child: Child): Promise<void> {
  child.send('release')
  assert.equal(await child.ended, 0)
}

test('a commit waits for another process and then succeeds', async () => {
  await using store = await open(newPath())
  const locker = await lock(store.location)
  let isDone = false
  const committed = store.commit(insert(1)).then(() => (isDone = true))
  for (let turn = 0; turn < 100; turn++) await nextTurn()
  assert.equal(isDone, false)
  await unlock(locker)
  await committed
  assert.equal(await store.count('metrics'), 1)
  assert.deepEqual(await store.check(), [])
})

test('past the deadline the commit is an error that says what to do, and nothing of it is stored', async () => {
  await using store = await open(newPath(), 20)
  const locker = await lock(store.location)
  await assert.rejects(store.commit(insert(1)), {
    name: 'AssayError',
    code: 'locked',
    message: `${store.location} is locked by another process: database is locked`,
    hint: 'wait until it is done, or end it, and try again; nothing was lost',
  })
  await assert.rejects(store.intern('assay_params', [{ digest: 'a' }]), { code: 'locked' })
  await unlock(locker)
  await store.commit(insert(2))
  assert.deepEqual(await Array.fromAsync(store.rows('metrics', { columns: ['n'] })), [{ n: 2 }])
  assert.deepEqual(await store.check(), [])
})

test('commits that waited together fail together, not each after a deadline of its own', async () => {
  await using store = await open(newPath(), 20)
  const locker = await lock(store.location)
  const commits = Array.from({ length: 30 }, (_, n) => store.commit(insert(n)))
  const settled = Promise.allSettled(commits)
  await assert.rejects(Promise.race(commits), { code: 'locked' })
  await unlock(locker)
  assert.deepEqual(new Set((await settled).map(({ status }) => status)), new Set(['rejected']))
  assert.equal(await store.count('metrics'), 0)
})

test('readers are not held up by a writer, nor is opening a file that exists', async () => {
  const path = newPath()
  const store = await open(path)
  await store.commit(insert(1))
  const locker = await lock(path)
  await using reader = await openSqliteStore(path, { mode: 'read' })
  await using writer = await open(path, 0)
  assert.equal(await reader.count('metrics'), 1)
  assert.deepEqual((await writer.sql('SELECT n FROM metrics')).rows, [[1]])
  await unlock(locker)
  await store.close()
})

test('a new file that another program has locked is an error when it is opened for writing', async () => {
  const path = newPath()
  const locker = await lock(path)
  await assert.rejects(open(path, 20), { code: 'locked' })
  await unlock(locker)
  await (await open(path)).close()
})
