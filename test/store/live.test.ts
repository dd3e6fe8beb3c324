// Whether a run is alive is what the operating system knows of its process: killed, stopped, or done.
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { test } from 'node:test'
import { openStore } from '../../src/store/open.ts'
import { type Child, startChild, startTogether } from './child.ts'
import { newPath } from './folder.ts'

const open = (path: string) => openStore(path, { mode: 'write' })

async function hold(path: string, runId: string): Promise<Child> {
  const child = startChild('holder', [path, runId])
  assert.equal(await child.next(), 'held')
  return child
}

test('a run is held as long as its process says, and nothing of the lock is left', async () => {
  await using store = await open(newPath())
  assert.equal(await store.isHeld('calm-otter'), false)
  const holder = await hold(store.location, 'calm-otter')
  assert.equal(await store.isHeld('calm-otter'), true)
  assert.equal(await store.isHeld('other'), false)
  holder.send('release')
  assert.equal(await holder.next(), 'released')
  assert.equal(await store.isHeld('calm-otter'), false)
  assert.equal(existsSync(`${store.location}-live-calm-otter`), false)
  assert.equal(await holder.ended, 0)
})

test('a killed process holds nothing, at once', async () => {
  await using store = await open(newPath())
  const holder = await hold(store.location, 'r')
  holder.process.kill('SIGKILL')
  assert.equal(await holder.ended, 'SIGKILL')
  assert.equal(await store.isHeld('r'), false)
  const release = await store.hold('r')
  assert.equal(await store.isHeld('r'), true)
  release()
  assert.equal(await store.isHeld('r'), false)
})

test('a stopped process still holds', async () => {
  await using store = await open(newPath())
  const holder = await hold(store.location, 'r')
  holder.process.kill('SIGSTOP')
  assert.equal(await store.isHeld('r'), true)
  holder.process.kill('SIGCONT')
  holder.send('release')
  assert.equal(await holder.next(), 'released')
  assert.equal(await store.isHeld('r'), false)
})

test('looking at a run of this process does not let go of it', async () => {
  await using store = await open(newPath())
  await using other = await openStore(store.location, { mode: 'read' })
  const release = await store.hold('r')
  for (let i = 0; i < 3; i++) assert.deepEqual([await store.isHeld('r'), await other.isHeld('r')], [true, true])
  const holder = startChild('looker', [store.location, 'r'])
  assert.equal(await holder.next(), true)
  release()
  release()
  assert.equal(await other.isHeld('r'), false)
})

test('a run is held whichever name of the file one uses', async () => {
  const path = newPath()
  const link = newPath('link.db')
  await using store = await open(path)
  await symlink(path, link)
  await using linked = await open(link)
  const release = await store.hold('r')
  assert.equal(await linked.isHeld('r'), true)
  const holder = startChild('looker', [link, 'r'])
  assert.equal(await holder.next(), true)
  release()
  assert.equal(await linked.isHeld('r'), false)
})

test('a run that another process holds is not held twice', async () => {
  const path = newPath()
  await using store = await open(path)
  const holder = await hold(path, 'r')
  await assert.rejects(store.hold('r'), {
    name: 'AssayError',
    code: 'run_in_use',
    message: 'The run r is open already, here or in another process.',
  })
  assert.equal(await store.isHeld('r'), true)
  holder.send('release')
  assert.equal(await holder.next(), 'released')
  ;(await store.hold('r'))()
})

test('processes that take turns never have a run at the same time', async () => {
  // The one that lets go removes the file of the lock, which the next may have opened already.
  const path = newPath()
  await (await open(path)).close()
  const children = await startTogether(
    'turns',
    Array.from({ length: 3 }, () => [path, '300']),
  )
  for (const child of children) assert.equal(await child.next(), 0)
})

test('any run id may be held, and its lock stays beside the file', async () => {
  await using store = await open(newPath())
  for (const runId of ['../outside', 'a/b', 'sp ace', 'ü', '%2F', '']) {
    const release = await store.hold(runId)
    assert.equal(await store.isHeld(runId), true)
    release()
    assert.equal(await store.isHeld(runId), false)
  }
  const left = readdirSync(dirname(store.location)).filter(name => name.startsWith(`${basename(store.location)}-live`))
  assert.deepEqual(left, [])
})

test('in memory every run is this process’s own', async () => {
  await using store = await open(':memory:')
  const release = await store.hold('r')
  assert.equal(await store.isHeld('r'), true)
  release()
})
