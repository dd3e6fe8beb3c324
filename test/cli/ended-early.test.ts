// A process that ends before its command does is never taken for one that is done.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { packageRoot, temporaryFolder } from '../fixtures/folder.ts'
import { assay, assayJson } from './assay.ts'

const index = join(packageRoot, 'src/index.ts')

function file(folder: string, text: string): string {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'b.bench.ts'), `import { benchmark } from ${JSON.stringify(index)}\n${text}\n`)
  return 'b.bench.ts'
}

const exiting = `export default benchmark({ name: 'b', data: ['a', 'b', 'c'], version: '1', task: x => (x === 'b' ? process.exit(0) : x) })`

test('a task that ends the process: exit 3, one sentence, and what was stored is kept', async t => {
  const cwd = temporaryFolder(t)
  const ended = await assay(['run', file(cwd, exiting), '--db', 'lab.db'], { cwd })
  assert.deepEqual([ended.code, ended.stdout], [3, ''])
  assert.match(ended.stderr, /The process was ended before the command was .*; what was stored is kept\.\n→ .*\n$/)
  assert.match((await assay(['sql', 'lab.db', "SELECT COUNT(*) FROM assay_ledger WHERE status = 'ok'"], { cwd })).stdout, /1\n$/)
  const { data, exit, errors } = await assayJson(['run', 'b.bench.ts', '--db', 'lab.db'], { cwd })
  assert.deepEqual([data, exit, errors[0]?.code], [null, 3, 'ended_early'])
})

test('a task that throws where nobody catches it: exit 3, what it threw and where, without secrets', async t => {
  const cwd = temporaryFolder(t)
  const key = `sk-live-${'a1B2'.repeat(6)}`
  const throwing = `export default benchmark({ name: 'b', data: ['a', 'b'], version: '1',
    task: x => (x === 'b' ? new Promise(() => setTimeout(() => { throw new RangeError('no ${key}') }, 1)) : x) })`
  const run = ['run', file(cwd, throwing), '--db', 'lab.db']
  const ended = await assay(run, { cwd })
  assert.deepEqual([ended.code, ended.stdout], [3, ''])
  assert.match(ended.stderr, /^ +at .*b\.bench\.ts:3/m)
  assert.match(
    ended.stderr,
    /\nSomething threw where nobody could catch it .*: RangeError: no \[redacted: API key\]\.\n→ mend it; .*\n$/,
  )
  const { exit, errors } = await assayJson(run, { cwd })
  assert.deepEqual([exit, errors[0]?.code], [3, 'ended_early'])
  assert.match(errors[0]?.message ?? '', /RangeError: no \[redacted: API key\]\.$/)
  assert.match((await assay(['sql', 'lab.db', "SELECT COUNT(*) FROM assay_ledger WHERE status = 'ok'"], { cwd })).stdout, /1\n$/)
})

test('a file that waits for ever: exit 2', async t => {
  const cwd = temporaryFolder(t)
  const ended = await assay(['run', file(cwd, `await new Promise(() => {})\n${exiting}`), '--db', 'lab.db'], { cwd })
  assert.equal(ended.code, 2)
  assert.match(ended.stderr, /Something waits for what never comes .*\n→ mend the file\n$/)
})

test('an empty data file and a deadline are said', async t => {
  const cwd = temporaryFolder(t)
  const none = await assayJson(
    ['run', file(cwd, "export default benchmark({ name: 'b', data: [], version: '1', task: x => x })")],
    { cwd },
  )
  assert.deepEqual(
    (none.data!['findings'] as unknown as { id: string }[]).map(({ id }) => id),
    ['no-items'],
  )
  const waits = `export default benchmark({ name: 'w', data: ['a', 'b'], version: '1', limits: { concurrency: 1 },
    task: (x, _, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))) })`
  const late = await assayJson(['run', file(cwd, waits), '--deadline', '100ms'], { cwd })
  const [finding] = late.data!['findings'] as unknown as { id: string; message: string }[]
  assert.deepEqual([finding?.id, finding?.message], ['stopped', 'nothing more was started: the run may last for 100 ms'])
})
