// Checks that every command with --json prints exactly one object with the keys that docs/design.md promises.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { commands, splitName } from '../../src/cli/commands.ts'
import { packageRoot, projectFolder } from '../fixtures/folder.ts'
import { assayJson, type Envelope } from './assay.ts'

const cwd = projectFolder()
cpSync(join(packageRoot, 'test/fixtures/slow.bench.ts'), join(cwd, 'slow.bench.ts'))
let ran: Envelope

/** The data of a command that ends well. */
async function dataOf(...words: string[]): Promise<Record<string, unknown>> {
  const { exit, command, data, warnings } = await assayJson(words, { cwd })
  assert.deepEqual([exit, command, warnings], [0, splitName(words).name, []])
  return data ?? {}
}

before(async () => {
  ran = await assayJson(['run', 'slow.bench.ts', '--db', 'lab.db'], { cwd })
})

test('run', () => {
  assert.equal(ran.command, 'run')
  const { run_id, duration_ms, metrics, ...counts } = ran.data as unknown as Record<string, unknown>
  const expected = {
    db: 'lab.db',
    status: 'completed',
    planned: 20,
    declared: 20,
    executed: 20,
    replayed: 0,
    failed: 0,
    skipped: 0,
    missed: 0,
    spent_usd: null,
    saved_usd: null,
    findings: [],
  }
  assert.deepEqual(counts, expected)
  assert.match(String(run_id), /^[a-z]+-[a-z]+-[0-9a-z]{6}$/)
  assert.equal(typeof duration_ms, 'number')
  const [entry] = metrics as { params: object; accuracy: { value: number; n: number } }[]
  assert.deepEqual([entry?.params, entry?.accuracy.value, entry?.accuracy.n], [{}, 0.75, 20])
})

test('runs and show', async () => {
  const { runs } = (await dataOf('runs', 'lab.db')) as { runs: Record<string, unknown>[] }
  const { run, estimates } = (await dataOf('show', 'lab.db', 'latest')) as {
    run: Record<string, unknown>
    estimates: Record<string, unknown>[]
  }
  assert.equal(runs.length, 1)
  assert.deepEqual(runs[0], run)
  assert.equal(run['run_id'], (ran.data as unknown as { run_id: string }).run_id)
  for (const key of ['benchmark', 'status', 'started_at', 'params', 'git', 'environment']) assert.ok(Object.hasOwn(run, key), key)
  assert.deepEqual([run['benchmark'], run['status'], run['params']], ['slow', 'completed', [{}]])
  assert.deepEqual([estimates[0]?.['metric'], estimates[0]?.['value']], ['accuracy', 0.75])
})

test('head and tail', async () => {
  const head = (await dataOf('head', 'lab.db', '-n', '2')) as { columns: string[]; rows: Record<string, unknown>[] }
  assert.deepEqual(
    head.rows.map(row => row['input_id']),
    ['i0', 'i1'],
  )
  assert.ok(head.columns.includes('prediction') && head.columns.includes('latency_ms'))
  const tail = (await dataOf('tail', 'lab.db', '--table', 'metrics', '--rows', '1')) as typeof head
  assert.deepEqual([tail.rows[0]?.['accuracy'], tail.rows[0]?.['accuracy_n']], [0.75, 20])
})

test('sql', async () => {
  const query = 'SELECT status, COUNT(*) AS n FROM datapoints GROUP BY 1'
  assert.deepEqual(await dataOf('sql', 'lab.db', query), { columns: ['status', 'n'], rows: [{ status: 'ok', n: 20 }] })
})

test('columns', async () => {
  const { columns } = (await dataOf('columns', 'lab.db')) as { columns: Record<string, unknown>[] }
  const found = columns.find(({ name }) => name === 'prediction')
  assert.deepEqual(found, { name: 'prediction', column: 'prediction', type: 'boolean', nulls: 0, distinct: 2 })
})

test('doctor', async () => {
  const { looks } = (await dataOf('doctor', '--db', 'lab.db')) as { looks: { name: string; ok: boolean; message: string }[] }
  assert.deepEqual(
    looks.map(({ name, ok }) => [name, ok]),
    [
      ['node', true],
      ['sqlite', true],
      ['folder', true],
      ['database', true],
    ],
  )
})

test('the help of every command', async () => {
  for (const name of Object.keys(commands)) {
    const { help } = (await dataOf(...name.split(' '), '--help')) as { help: string }
    assert.match(help, new RegExp(`^assay ${name} `))
  }
})

test('an error has no data, its code, and what to do', async () => {
  for (const [words, exit, code] of [
    [['head', 'none.db'], 3, 'file_not_found'],
    [['head', 'lab.db', '--table', 'nosuch'], 2, 'table_not_found'],
    [['show', 'lab.db', 'nosuch'], 2, 'run_not_found'],
    [['sql', 'lab.db', 'SELEC 1'], 2, 'sql_invalid'],
    [['nosuch'], 2, 'usage'],
    [['run', '--db'], 2, 'usage'],
    [['run', 'slow.bench.ts', '--params', 'a=1'], 2, 'usage'],
  ] as const) {
    const envelope = await assayJson(words, { cwd })
    assert.deepEqual([envelope.exit, envelope.data, envelope.errors.length, envelope.errors[0]?.code], [exit, null, 1, code])
    assert.ok(envelope.errors[0]?.message.endsWith('.') || envelope.errors[0]?.message.endsWith('?'))
    assert.ok(envelope.errors[0]?.hint !== '')
  }
})

test('what a benchmark prints is kept out of the object', async () => {
  const files = {
    'chatty.bench.ts': `import { benchmark } from 'assay'\nconsole.log('loading')\nexport default benchmark({ name: 'c', data: [1], task: x => (console.log('task'), process.stdout.write('raw'), x), version: '1' })\n`,
  }
  const folder = projectFolder(files)
  const { exit, data } = await assayJson(['run', 'chatty.bench.ts', '--db', ':memory:'], { cwd: folder })
  assert.deepEqual([exit, (data as unknown as { executed: number }).executed], [0, 1])
})
