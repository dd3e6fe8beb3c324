// Checks that a world that fails (a lock, permissions, a disk) is one sentence and exit code 3, and that what was stored is kept.
import assert from 'node:assert/strict'
import { chmodSync, cpSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, type TestContext, test } from 'node:test'
import { packageRoot, projectFolder } from '../fixtures/folder.ts'
import { assertSound } from '../fixtures/laboratory.ts'
import { assay, assertRefused, startShell } from './assay.ts'

const nobody = 65_534

/** A project with a benchmark, and a database of it where there are items to run. */
async function project(test: TestContext, n: number): Promise<string> {
  const cwd = projectFolder({}, test)
  cpSync(join(packageRoot, 'test/fixtures/slow.bench.ts'), join(cwd, 'slow.bench.ts'))
  if (n > 0) assert.equal((await assay(['run', 'slow.bench.ts', '--db', 'lab.db'], { cwd, env: { N: `${n}` } })).code, 0)
  return cwd
}

const mayBecome = process.getuid?.() === 0
const asRoot = { skip: !mayBecome && 'only root can start a process of another user' }

// At once, because the first waits 10 s for its lock.
describe('a world that fails', { concurrency: 2 }, () => {
  test('a database that another process keeps locked can be read, and cannot be written', async t => {
    const cwd = await project(t, 5)
    const holder = new DatabaseSync(join(cwd, 'lab.db'))
    holder.exec('BEGIN IMMEDIATE')
    const running = assay(['run', 'slow.bench.ts', '--db', 'lab.db'], { cwd })
    const { code, stdout } = await assay(['sql', 'lab.db', 'SELECT COUNT(*) AS n FROM predictions'], { cwd })
    assert.equal(code, 0)
    assert.match(stdout, /^5$/m)
    const ended = await running
    holder.close()
    assertRefused(ended, 3, /^lab\.db is locked by another process: /)
    await assertSound(join(cwd, 'lab.db'))
  })

  test('a database that may not be written can be read, and a run says so', asRoot, async t => {
    const cwd = await project(t, 5)
    for (const path of [cwd, join(cwd, 'lab.db')]) chmodSync(path, path === cwd ? 0o755 : 0o644)
    const settings = { cwd, uid: nobody }
    const before = readdirSync(cwd)
    const { code, stdout, stderr } = await assay(['sql', 'lab.db', 'SELECT COUNT(*) AS n FROM predictions'], settings)
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^5$/m)
    assertRefused(
      await assay(['run', 'slow.bench.ts', '--db', 'lab.db'], settings),
      3,
      /^lab\.db (?:cannot be written|could not be opened)/,
    )
    assert.deepEqual(readdirSync(cwd), before)
  })

  test('a database that may not be read, and a folder in which none may be made', asRoot, async t => {
    const cwd = await project(t, 5)
    chmodSync(cwd, 0o755)
    chmodSync(join(cwd, 'lab.db'), 0o600)
    const settings = { cwd, uid: nobody }
    assertRefused(await assay(['head', 'lab.db'], settings), 3, /^lab\.db could not be opened/)
    assertRefused(await assay(['run', 'slow.bench.ts', '--db', 'new.db'], settings), 3, /^new\.db could not be opened/)
    const { code, stdout } = await assay(['doctor', '--json'], settings)
    assert.equal(code, 1)
    assert.match(stdout, /"code":"doctor_folder"/)
  })

  test('data that may not be read', asRoot, async t => {
    const csv =
      "import { benchmark, csv } from 'assay'\nexport default benchmark({ name: 'c', data: csv('secret.csv'), task: x => 1, version: '1' })\n"
    const cwd = projectFolder({ 'secret.csv': 'a\n1\n', 'csv.bench.ts': csv }, t)
    chmodSync(cwd, 0o777)
    chmodSync(join(cwd, 'secret.csv'), 0o600)
    assertRefused(
      await assay(['run', 'csv.bench.ts', '--db', 'lab.db'], { cwd, uid: nobody }),
      3,
      /^secret\.csv could not be read: EACCES/,
    )
    assert.ok(!readdirSync(cwd).includes('lab.db'))
  })

  test('a disk that is full in the middle of a run: one sentence, and the same command finishes later', async t => {
    const cwd = await project(t, 0)
    const env = { N: '2000' }
    const full = await startShell('ulimit -f 1500; assay run slow.bench.ts --db lab.db', { cwd, env }).ended
    assert.equal(full.stdout, '')
    assert.equal(full.code, 3, full.stderr)
    assert.doesNotMatch(full.stderr, /^ +at /m)
    assert.match(
      full.stderr,
      /^lab\.db (?:could not be read or written|cannot grow).*\n→ .*run the same command again; what was stored is kept\n$/m,
    )
    await assertSound(join(cwd, 'lab.db'))
    const again = await assay(['run', 'slow.bench.ts', '--db', 'lab.db'], { cwd, env })
    assert.equal(again.code, 0)
    assert.match(again.stderr, /planned 2,000 · executed \d{1,3}(?:,\d+)? · replayed [1-9][\d,]* · failed 0 · skipped 0\n$/)
  })

  test('a disk that is full from the start', async t => {
    const cwd = await project(t, 0)
    mkdirSync(join(cwd, 'data'))
    const full = await startShell('ulimit -f 8; assay run slow.bench.ts --db data/lab.db', { cwd }).ended
    assertRefused(full, 3, /^data\/lab\.db (?:could not be read or written|cannot grow)/)
  })
})
