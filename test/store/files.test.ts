// What a location may be: a new or empty file, one of ours; whatever else it is, it is refused and left as it was.
import assert from 'node:assert/strict'
import { cpSync, existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { openStore } from '../../src/store/open.ts'
import { newPath } from './folder.ts'

const read = (path: string) => openStore(path, { mode: 'read' })
const write = (path: string) => openStore(path, { mode: 'write' })
const row = (a: number) => [{ type: 'insert', table: 'metrics', rows: [{ a }] }] as const

/** Refused in both modes, and the same bytes afterwards. */
async function assertRefused(path: string, error: object): Promise<void> {
  const before = readFileSync(path)
  await assert.rejects(read(path), { name: 'AssayError', ...error })
  await assert.rejects(write(path), { name: 'AssayError', ...error })
  assert.ok(readFileSync(path).equals(before), 'the file was changed')
}

/** Files that stand beside a database. */
function besides(path: string): string[] {
  return readdirSync(dirname(path)).filter(name => name.startsWith(basename(path)) && name !== basename(path))
}

async function newStore(): Promise<string> {
  const path = newPath()
  await using store = await write(path)
  await store.commit(row(1))
  return path
}

test('a new file is made for writing, with nothing beside it when it is closed', async () => {
  const path = await newStore()
  assert.deepEqual(besides(path), [])
  await using store = await read(path)
  assert.equal(await store.count('metrics'), 1)
})

test('reading what is not there makes nothing', async () => {
  const path = newPath()
  await assert.rejects(read(path), { code: 'file_not_found', message: `There is no database at ${path}.` })
  assert.equal(existsSync(path), false)
  assert.deepEqual(besides(path), [])
})

test('a folder is not made for a database', async () => {
  const path = join(newPath('no-such-folder'), 'lab.db')
  await assert.rejects(write(path), { code: 'file_not_found', hint: `make it first: mkdir -p ${dirname(path)}` })
  assert.equal(existsSync(dirname(path)), false)
})

test('an empty file is filled when it is written, and says what to do when it is read', async () => {
  const path = newPath()
  await writeFile(path, '')
  await assert.rejects(read(path), { code: 'not_assay', message: `${path} holds nothing yet.` })
  assert.equal(statSync(path).size, 0)
  await using store = await write(path)
  await store.commit(row(1))
  assert.deepEqual(await store.check(), [])
})

test('a file of a newer schema is refused and untouched', async () => {
  const path = await newStore()
  const database = new DatabaseSync(path)
  database.exec('PRAGMA user_version = 99')
  database.close()
  await assertRefused(path, { code: 'schema_newer', hint: 'update assay: npm install assay@latest' })
})

test('a file of an older schema is not read before a writer brings it forward', async () => {
  const path = await newStore()
  const database = new DatabaseSync(path)
  database.exec('PRAGMA user_version = 0')
  database.close()
  await assert.rejects(read(path), { code: 'schema_older' })
})

test('somebody else’s database is refused and untouched', async () => {
  const path = newPath()
  const database = new DatabaseSync(path)
  database.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)')
  database.close()
  await assertRefused(path, { code: 'not_assay', message: `${path} is a SQLite database, but not one of assay's.` })
  assert.deepEqual(besides(path), [])
})

test('somebody else’s database with an unmerged log is not merged', async () => {
  const path = newPath()
  const original = newPath()
  const database = new DatabaseSync(original)
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)')
  cpSync(original, path)
  cpSync(`${original}-wal`, `${path}-wal`)
  database.close()
  const log = readFileSync(`${path}-wal`)
  await assertRefused(path, { code: 'not_assay' })
  assert.ok(readFileSync(`${path}-wal`).equals(log))
})

test('a text file is no database', async () => {
  const path = newPath('notes.txt')
  await writeFile(path, 'a line of text, long enough for a header\n'.repeat(100))
  await assertRefused(path, { code: 'not_a_database' })
})

test('a folder is no database', async () => {
  const path = newPath('folder')
  await mkdir(path)
  await assert.rejects(read(path), { code: 'not_a_database', message: `${path} is a folder, not a database.` })
  await assert.rejects(write(path), { name: 'AssayError', code: 'io' })
})

test('an empty name is no database, not one that goes away', async () => {
  await assert.rejects(write(''), { name: 'AssayError', code: 'io' })
  await assert.rejects(read(''), { name: 'AssayError', code: 'file_not_found' })
})

test('a name that looks like a URL is a name', async () => {
  const folder = newPath('folder')
  await mkdir(folder)
  const path = join(folder, 'file:lab.db?mode=memory')
  await (await write(path)).close()
  assert.deepEqual(readdirSync(folder), ['file:lab.db?mode=memory'])
})

test('a damaged file is an error, not fewer rows', async () => {
  const path = await newStore()
  const bytes = readFileSync(path)
  bytes.fill(0xff, 4096)
  await writeFile(path, bytes)
  await assert.rejects(async () => Array.fromAsync((await read(path)).rows('metrics')), { name: 'AssayError', code: 'damaged' })
})

test('a store stays the one that was opened when the working folder changes, and through a link', async () => {
  const path = await newStore()
  const link = newPath('link.db')
  await symlink(path, link)
  const before = process.cwd()
  process.chdir(dirname(link))
  await using store = await write(basename(link))
  process.chdir('/')
  await store.commit(row(2))
  assert.deepEqual((await store.sql('SELECT a FROM metrics')).rows, [[1], [2]])
  process.chdir(before)
})

test('a store that was opened for reading refuses every write', async () => {
  const path = await newStore()
  await using store = await read(path)
  assert.deepEqual(store.capabilities, { isPersistent: true, isShared: true, isReadOnly: true })
  await assert.rejects(store.commit(row(2)), { code: 'read_only' })
  await assert.rejects(store.intern('assay_params', [{ digest: 'a' }]), { code: 'read_only' })
  assert.equal(await store.count('metrics'), 1)
})
