// Checks what is said of a git repository, and that there is nothing to say where there is none.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { gitState } from '../../src/versioning/git.ts'
import { temporaryFolder } from '../fixtures/folder.ts'

function repository(test: TestContext): { folder: string; git: (...words: string[]) => string } {
  const folder = temporaryFolder(test)
  const settings = ['-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false']
  const git = (...words: string[]) => execFileSync('git', [...settings, ...words], { cwd: folder, encoding: 'utf8' }).trim()
  git('init', '--quiet', '--initial-branch=main')
  writeFileSync(join(folder, 'a.txt'), 'a')
  return { folder, git }
}

test('commit, branch, and whether tracked files differ', async t => {
  const { folder, git } = repository(t)
  git('add', '.')
  git('commit', '--quiet', '--message=first')
  const commit = git('rev-parse', 'HEAD')
  assert.deepEqual(await gitState(folder), { commit, branch: 'main', dirty: false })
  writeFileSync(join(folder, 'untracked.txt'), 'b')
  assert.equal((await gitState(folder))?.dirty, false)
  writeFileSync(join(folder, 'a.txt'), 'changed')
  assert.equal((await gitState(folder))?.dirty, true)
  git('add', 'a.txt')
  assert.equal((await gitState(folder))?.dirty, true)
})

test('a detached head has no branch', async t => {
  const { folder, git } = repository(t)
  git('add', '.')
  git('commit', '--quiet', '--message=first')
  git('checkout', '--quiet', '--detach')
  assert.equal((await gitState(folder))?.branch, null)
})

test('a repository without a commit, a folder without a repository and no folder have no state', async t => {
  const { folder } = repository(t)
  assert.equal(await gitState(folder), null)
  assert.equal(await gitState(temporaryFolder(t)), null)
  assert.equal(await gitState(join(folder, 'none')), null)
})

test('looking changes nothing: git’s index keeps its time', async t => {
  const { folder, git } = repository(t)
  git('add', '.')
  git('commit', '--quiet', '--message=first')
  // The same content written anew: a plain `git status` would refresh the index for it.
  rmSync(join(folder, 'a.txt'))
  writeFileSync(join(folder, 'a.txt'), 'a')
  const index = () => statSync(join(folder, '.git', 'index')).ino
  const before = index()
  assert.equal((await gitState(folder))?.dirty, false)
  assert.equal(index(), before)
})
