// Checks what leaves the command line: tables in a pipe, a reader that goes away, a full disk behind stdout, stray promises.
import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { packageRoot, projectFolder } from '../fixtures/folder.ts'
import { assay, startShell } from './assay.ts'

const cwd = projectFolder({
  'many.bench.ts': `import { benchmark } from 'assay'
export default benchmark({ name: 'many', data: Array.from({ length: 3000 }, (_, i) => i), id: i => i, task: i => 'x'.repeat(100), version: '1' })
`,
  'stray.bench.ts': `import { benchmark } from 'assay'
const task = async i => {
  Promise.reject(new Error('forgotten'))
  await new Promise(resolve => setTimeout(resolve, 5))
  return i
}
export default benchmark({ name: 'stray', data: [1, 2], task, version: '1' })
`,
})

before(async () => {
  cpSync(join(packageRoot, 'test/fixtures/slow.bench.ts'), join(cwd, 'slow.bench.ts'))
  const { code } = await assay(['run', 'many.bench.ts', '--db', 'many.db'], { cwd })
  assert.equal(code, 0)
})

test('in a pipe there are no control characters, and the last line of the talk counts everything', async () => {
  const { code, stdout, stderr } = await assay(['run', 'slow.bench.ts', '--db', ':memory:'], { cwd })
  assert.equal(code, 0)
  for (const text of [stdout, stderr]) assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}/u)
  assert.equal(stderr.trimEnd().split('\n').at(-1), 'planned 20 · executed 20 · replayed 0 · failed 0 · skipped 0')
})

test('a reader that goes away early is no error', async () => {
  const { code, stdout, stderr } = await startShell('set -o pipefail; assay head many.db -n 3000 | head -1', { cwd }).ended
  assert.deepEqual([code, stderr], [0, ''])
  assert.match(stdout, /^input_id /)
})

test('a reader of everything that goes away does not end the run', async () => {
  const line = 'set -o pipefail; assay run slow.bench.ts --db piped.db 2>&1 | head -1'
  const { code, stdout } = await startShell(line, { cwd }).ended
  assert.equal(code, 0)
  assert.match(stdout, /^slow: 20 datapoints, run /)
  const { stdout: runs } = await assay(['runs', 'piped.db'], { cwd })
  assert.match(runs, / completed /)
})

test('the exit code stays that of the work when the reader goes away', async () => {
  const line = 'set -o pipefail; assay run slow.bench.ts --db :memory: --timeout 1ms | head -0'
  const { code } = await startShell(line, { cwd, env: { HANG: '0' } }).ended
  assert.equal(code, 1)
})

test('output that cannot be written is an error', async () => {
  const { code, stderr } = await startShell('assay head many.db > /dev/full', { cwd }).ended
  assert.equal(code, 3)
  assert.match(stderr, /^The output could not be written: .*ENOSPC.*\n→ /)
})

test('a promise that nobody waited for is a warning, not the end of the run', async () => {
  const { code, stderr } = await assay(['run', 'stray.bench.ts', '--db', ':memory:'], { cwd })
  assert.equal(code, 0)
  assert.match(stderr, /^warning: a promise that nobody waited for was rejected: Error: forgotten$/m)
  assert.match(stderr, /executed 2 .* failed 0/)
})
