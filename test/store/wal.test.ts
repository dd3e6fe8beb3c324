// The write-ahead log is folded back once it is large, and a fold that fails costs no commit and doubles no row.
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { openTapped } from './connection.ts'
import { newPath } from './folder.ts'

const megabyte = 1024 * 1024

/** Commits so many rows one by one. */
async function fill(store: Store, rows: number, bytes: number): Promise<void> {
  for (let n = 0; n < rows; n++) await store.commit([{ type: 'insert', table: 'metrics', rows: [{ text: 'x'.repeat(bytes) }] }])
}

test('a log that a reader let grow is folded back once the reader is gone', async () => {
  const path = newPath()
  await using store = await openStore(path, { mode: 'write' })
  const size = () => statSync(`${path}-wal`).size
  await fill(store, 1, 10)
  const reader = new DatabaseSync(path, { readOnly: true })
  reader.exec('BEGIN')
  reader.prepare('SELECT COUNT(*) FROM metrics').get()
  await fill(store, 100, 400_000)
  assert.ok(size() > 32 * megabyte, `${size()} bytes while the reader is open`)
  reader.close()
  await fill(store, 64, 10)
  assert.ok(size() <= megabyte, `${size()} bytes after it`)
  assert.deepEqual(await store.check(), [])
})

test('our own readers keep no log from being folded, however slowly they read', async () => {
  const path = newPath()
  await using store = await openStore(path, { mode: 'write' })
  await fill(store, 40, 400_000)
  await using other = await openStore(path, { mode: 'read' })
  let seen = 0
  for await (const row of other.rows('metrics')) {
    assert.equal(String(row['text']).length, 400_000)
    if (seen++ % 10 === 0) await fill(store, 32, 400_000)
  }
  assert.equal(seen, 40)
  await fill(store, 64, 10)
  assert.ok(statSync(`${path}-wal`).size <= 16 * megabyte)
})

test('a fold that fails is tried again, and the commit before it stands, once', async t => {
  const { store, database } = await openTapped(t, newPath())
  const { exec } = DatabaseSync.prototype
  let folds = 0
  t.mock.method(database, 'exec', function (this: DatabaseSync, sql: string) {
    if (sql.startsWith('PRAGMA wal_checkpoint') && ++folds === 1)
      throw Object.assign(new Error('disk I/O error'), { errcode: 10 })
    exec.call(this, sql)
  })
  database.exec('PRAGMA wal_autocheckpoint = 0')
  await fill(store, 192, 200_000)
  assert.ok(folds >= 2, `${folds} folds`)
  assert.equal(await store.count('metrics'), 192)
  assert.deepEqual(await store.check(), [])
  await store.close()
})
