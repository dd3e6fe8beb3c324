// A user who may not write in the folder reads what there is and is told what there is not; nothing is made. Needs root, to be another.
import assert from 'node:assert/strict'
import { chmod, cp, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openStore } from '../../src/store/open.ts'
import { startChild } from './child.ts'
import { folder, newPath } from './folder.ts'

const isRoot = process.getuid?.() === 0
const skip = isRoot ? false : 'only root can become another user'

async function asStranger(path: string, mode: 'read' | 'write'): Promise<unknown> {
  const child = startChild('stranger', [path, mode])
  const answer = await child.next()
  assert.equal(await child.ended, 0)
  return answer
}

/** A store in a folder of its own that only root may write, copied while it was open or after it was closed. */
async function lockedFolder(copied: 'open' | 'closed'): Promise<string> {
  const original = newPath()
  const store = await openStore(original, { mode: 'write' })
  await store.commit([{ type: 'insert', table: 'metrics', rows: [{ a: 1 }] }])
  const target = newPath('folder')
  await mkdir(target)
  if (copied === 'closed') await store.close()
  for (const name of copied === 'open' ? ['', '-wal'] : ['']) await cp(`${original}${name}`, join(target, `lab.db${name}`))
  await store.close()
  await chmod(folder, 0o755)
  await chmod(target, 0o555)
  return target
}

test('a database in a folder that cannot be written is read, and nothing appears beside it', { skip }, async () => {
  const target = await lockedFolder('closed')
  assert.deepEqual(await asStranger(join(target, 'lab.db'), 'read'), { rows: [{ a: 1 }], counted: [[1]] })
  assert.deepEqual(await readdir(target), ['lab.db'])
})

test('one with unmerged writes beside it is an error, not fewer rows', { skip }, async () => {
  const path = join(await lockedFolder('open'), 'lab.db')
  const message = `${path} has unmerged writes beside it, and its folder cannot be written.`
  assert.deepEqual(await asStranger(path, 'read'), { code: 'read_only', message })
})

test('writing there is an error that says so', { skip }, async () => {
  const path = join(await lockedFolder('closed'), 'lab.db')
  const answer = (await asStranger(path, 'write')) as { code: string; message: string }
  assert.equal(answer.code, 'read_only')
  assert.ok(answer.message.startsWith(`${path} cannot be written`), answer.message)
})

test('a file that cannot be read is an error that says so', { skip }, async () => {
  const path = join(await lockedFolder('closed'), 'lab.db')
  await chmod(path, 0o600)
  const answer = (await asStranger(path, 'read')) as { code: string; message: string }
  assert.equal(answer.code, 'io')
  assert.ok(answer.message.startsWith(`${path} could not be opened`), answer.message)
})
