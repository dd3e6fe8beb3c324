// The disk is full or fails: the commit is an error, what was acknowledged stays, and with room again all goes on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStore } from '../../src/store/open.ts'
import { startChild } from './child.ts'
import { openTapped } from './connection.ts'
import { newPath } from './folder.ts'

const insert = (n: number, bytes: number) =>
  [{ type: 'insert', table: 'metrics', rows: [{ n, text: 'x'.repeat(bytes) }] }] as const

test('on a full disk the commit fails with what to do, and goes through once there is room', async t => {
  const { store, database } = await openTapped(t, newPath())
  await store.commit(insert(1, 10))
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count'])
  database.exec(`PRAGMA max_page_count = ${pages + 2}`)
  await assert.rejects(store.commit(insert(2, 1_000_000)), {
    name: 'AssayError',
    code: 'disk_full',
    message: `${store.location} cannot grow, because the disk is full: database or disk is full`,
    hint: 'make room, then run the same command again; what was stored is kept',
  })
  assert.deepEqual(await store.check(), [])
  database.exec('PRAGMA max_page_count = 1000000')
  await store.commit(insert(2, 1_000_000))
  assert.deepEqual(await Array.fromAsync(store.rows('metrics', { columns: ['n'] })), [{ n: 1 }, { n: 2 }])
  assert.deepEqual(await store.check(), [])
  await store.close()
})

test('of commits of one moment, those that fit are stored and the others fail', async t => {
  const { store, database } = await openTapped(t, newPath())
  await store.commit(insert(0, 10))
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count'])
  database.exec(`PRAGMA max_page_count = ${pages + 3}`)
  const commits = [insert(1, 100), insert(2, 1_000_000), insert(3, 100)].map(changes => store.commit(changes))
  const outcomes = await Promise.allSettled(commits)
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  assert.deepEqual(await Array.fromAsync(store.rows('metrics', { columns: ['n'] })), [{ n: 0 }, { n: 1 }, { n: 3 }])
  assert.deepEqual(await store.check(), [])
  await store.close()
})

test('a write that the system refuses is an error, and what was acknowledged before it is kept', async () => {
  const path = newPath()
  const child = startChild('filler', [path], { fileBlocks: 4_000 })
  const { committed, code, message, hint } = (await child.next()) as Record<string, unknown>
  assert.equal(code, 'io')
  assert.ok(String(message).startsWith(`${path} could not be read or written`), String(message))
  assert.match(String(hint), /what was stored is kept$/)
  await child.ended

  await using store = await openStore(path, { mode: 'write' })
  assert.ok(Number(committed) > 10)
  assert.equal(await store.count('metrics'), committed)
  assert.deepEqual(await store.check(), [])
  await store.commit(insert(-1, 1_000_000))
})
