// Checks Ctrl-C: once stops cleanly and the same command continues, twice ends at once, and a kill is seen by the next command.
import assert from 'node:assert/strict'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { packageRoot, projectFolder } from '../fixtures/folder.ts'
import { assertSound } from '../fixtures/laboratory.ts'
import { assayJson, startAssay } from './assay.ts'

const run = ['run', 'slow.bench.ts', '--db', 'lab.db']

function project(test: TestContext): string {
  const cwd = projectFolder({}, test)
  cpSync(join(packageRoot, 'test/fixtures/slow.bench.ts'), join(cwd, 'slow.bench.ts'))
  return cwd
}

function executions(cwd: string): string[] {
  return readFileSync(join(cwd, 'executions.txt'), 'utf8').trimEnd().split('\n')
}

async function statuses(cwd: string): Promise<unknown[]> {
  const { data } = await assayJson(['runs', 'lab.db'], { cwd })
  return (data as unknown as { runs: { status: string }[] }).runs.map(({ status }) => status)
}

test('once: stopped, exit code 1, what is done is kept, and the same command continues', async t => {
  const cwd = project(t)
  const { child, said, ended } = startAssay(run, { cwd, env: { HANG: '5' } })
  await said('waiting i6')
  child.kill('SIGINT')
  const { code, signal, stdout, stderr } = await ended
  assert.deepEqual([code, signal], [1, null])
  assert.match(stderr, /^Stopping: /m)
  assert.match(
    stderr,
    /^stopped in .*\n(?:.*\n)*The run was stopped; everything done is kept\.\n→ the same command continues it/m,
  )
  assert.match(stderr, /planned 20 · executed 7 · replayed 0 · failed 2 · skipped 0\n$/)
  assert.match(stdout, /2 failed; 13 of 20 not counted/)
  await assertSound(join(cwd, 'lab.db'))

  const { exit, data } = await assayJson(run, { cwd })
  const { status, executed, replayed, failed } = data as unknown as Record<string, unknown>
  assert.deepEqual([exit, status, executed, replayed, failed], [0, 'completed', 15, 5, 0])
  assert.deepEqual(await statuses(cwd), ['stopped', 'completed'])
  assert.deepEqual([executions(cwd).length, new Set(executions(cwd)).size], [22, 20])
})

test('SIGTERM stops as cleanly, and --json says so', async t => {
  const cwd = project(t)
  const { child, said, ended } = startAssay([...run, '--json'], { cwd, env: { HANG: '0' } })
  await said('waiting i1')
  child.kill('SIGTERM')
  const { code, stdout } = await ended
  const { ok, data, errors } = JSON.parse(stdout) as {
    ok: boolean
    data: { status: string; executed: number }
    errors: { code: string }[]
  }
  assert.deepEqual([code, ok, data.status, data.executed], [1, false, 'stopped', 2])
  assert.deepEqual(
    errors.map(({ code }) => code),
    ['stopped', 'datapoints_failed'],
  )
})

test('twice: ended at once, and the next command says aborted', async t => {
  const cwd = project(t)
  const { child, said, ended } = startAssay(run, { cwd, env: { HANG: '5', STUBBORN: '1' } })
  await said('waiting i6')
  child.kill('SIGINT')
  await said('Stopping: ')
  child.kill('SIGINT')
  const { code, stderr } = await ended
  assert.equal(code, 130)
  assert.doesNotMatch(stderr, /planned 20 · executed/)
  await assertSound(join(cwd, 'lab.db'))
  assert.deepEqual(await statuses(cwd), ['aborted'])
})

test('kill -9: aborted, and the same command finishes the rest', async t => {
  const cwd = project(t)
  const { child, said, ended } = startAssay(run, { cwd, env: { HANG: '5' } })
  await said('waiting i6')
  child.kill('SIGKILL')
  await ended
  assert.deepEqual(await statuses(cwd), ['aborted'])
  const { exit, data } = await assayJson(run, { cwd })
  const { status, executed, replayed } = data as unknown as Record<string, number>
  assert.deepEqual([exit, status, Number(executed) + Number(replayed)], [0, 'completed', 20])
  assert.equal(executions(cwd).length, 7 + Number(executed))
  assert.deepEqual(await statuses(cwd), ['aborted', 'completed'])
})
