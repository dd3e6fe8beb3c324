// A task may end, block or fill what executes it: its own row says so, and in threads no other is harmed.
import assert from 'node:assert/strict'
import { readdirSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { assay, assayJson } from '../../cli/assay.ts'
import { temporaryFolder } from '../../fixtures/folder.ts'

const file = fileURLToPath(new URL('tasks/misbehaving.bench.ts', import.meta.url))

/** Statuses and messages of the rows of a run, by item; what was printed is one object, and no folder is left. */
async function misbehave(t: TestContext, harm: string, flags: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const cwd = temporaryFolder(t)
  const folders = join(cwd, 'folders')
  mkdirSync(folders)
  const settings = { cwd, env: { TMPDIR: folders, ...env } }
  const { data } = await assayJson(['run', file, '--db', 'lab.db', '--option', `harm=${harm}`, ...flags], settings)
  const query = 'SELECT input_id, status, raw, coalesce(error, length) AS said, pid FROM predictions ORDER BY input_id'
  const { stdout } = await assay(['sql', 'lab.db', query, '--json'], { cwd })
  const rows = (JSON.parse(stdout) as { data: { rows: Record<string, string | number>[] } }).data.rows
  assert.deepEqual(readdirSync(folders), [])
  const { status, findings = [] } = (data ?? {}) as unknown as { status?: string; findings?: { id: string; count: number }[] }
  return { status, findings, rows: new Map(rows.map(row => [row['input_id'], row])) }
}

test('threads: what one task does to its thread, the others do not feel', async t => {
  const { status, findings, rows } = await misbehave(t, 'exit,block,stray,noise,huge', [
    '--executor',
    'threads',
    '--workers',
    '2',
  ])
  assert.equal(status, 'completed')
  const said = (id: string) => [rows.get(id)?.['status'], rows.get(id)?.['said']]
  assert.deepEqual(said('exit'), [
    'error',
    'the worker was lost while the task executed: its thread was ended by process.exit(3)',
  ])
  assert.deepEqual(said('block'), ['timeout', 'the task took longer than 1000 ms'])
  assert.deepEqual(said('huge'), ['ok', 50_000_000])
  assert.deepEqual([said('stray')[0], said('noise')[0]], ['ok', 'ok'])
  const others = [...rows.values()].filter(row => / /.test(String(row['input_id'])))
  assert.equal(others.length, 10)
  assert.ok(
    others.every(row => row['status'] === 'ok'),
    JSON.stringify(others),
  )
  assert.ok(
    [...rows.values()].every(row => row['raw'] === row['input_id']),
    'what was recorded is kept',
  )
  assert.deepEqual(
    findings.map(({ id, count }) => [id, count]),
    [['stray-error', 2]],
  )
})

test('a full heap ends the thread, or the process, of its task alone', async t => {
  const env = { NODE_OPTIONS: '--max-old-space-size=96' }
  for (const [flags, message] of [
    [['--executor', 'threads', '--workers', '1'], /its thread ran out of memory: its heap was full/],
    [['--workers', '2', '--concurrency', '1'], /its process was ended by SIG/],
  ] as const) {
    const { status, rows } = await misbehave(t, 'heap', flags, env)
    assert.equal(status, 'completed')
    assert.match(String(rows.get('heap')?.['said']), message)
    assert.deepEqual([rows.get('before heap')?.['status'], rows.get('after heap')?.['status']], ['ok', 'ok'])
  }
})

test('processes: one that ends is an error of what it executed, another goes on, and none is left', async t => {
  const { status, findings, rows } = await misbehave(t, 'exit,block,stray,noise', ['--workers', '2', '--concurrency', '1'])
  assert.equal(status, 'completed')
  const said = (id: string) => [rows.get(id)?.['status'], rows.get(id)?.['said']]
  assert.deepEqual(said('exit'), ['error', 'the worker was lost while the task executed: its process ended with exit code 3'])
  assert.deepEqual(said('block'), ['timeout', 'the task took longer than 1000 ms'])
  const others = [...rows.values()].filter(row => row['input_id'] !== 'exit' && row['input_id'] !== 'block')
  assert.ok(
    others.every(row => row['status'] === 'ok'),
    JSON.stringify(others),
  )
  assert.deepEqual(
    findings.map(({ id, count }) => [id, count]),
    [['stray-error', 2]],
  )
  const pids = new Set(others.map(row => Number(row['pid'])))
  for (const pid of pids) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
})

test('processes: what executes beside a task that blocks is lost with it, and said to be', async t => {
  const { status, rows } = await misbehave(t, 'exit', ['--workers', '2', '--concurrency', '3'])
  assert.equal(status, 'completed')
  for (const { status: ended, said } of rows.values()) {
    if (ended === 'error')
      assert.match(String(said), /^the worker was lost while the task executed: its process ended with exit code 3$/)
    else assert.equal(ended, 'ok')
  }
})
