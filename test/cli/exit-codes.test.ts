// Checks the exit codes of a run: done, failed datapoints, how many of them are allowed, and the last line of the talk.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { assay, assayJson } from './assay.ts'

const cwd = projectFolder({
  'failing.bench.ts': `import { accuracy, benchmark } from 'assay'
export default benchmark({
  name: 'failing',
  data: Array.from({ length: 10 }, (_, i) => i),
  id: i => i,
  expected: () => 1,
  task: i => { if (i < 3) throw new Error('no'); return 1 },
  metrics: { accuracy: accuracy() },
  version: '1',
})
`,
})
const run = ['run', 'failing.bench.ts', '--db', ':memory:']

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? ''
}

test('failed datapoints are exit code 1, said before the last line', async () => {
  const { code, stdout, stderr } = await assay(run, { cwd })
  assert.equal(code, 1)
  assert.match(stdout, /^accuracy\n/)
  assert.match(stderr, /^3 of 10 datapoints failed\.\n→ see why: assay sql :memory: /m)
  assert.equal(lastLine(stderr), 'planned 10 · executed 10 · replayed 0 · failed 3 · skipped 0')
})

test('as many failures as allowed are exit code 0, by number and by share', async () => {
  for (const [allowed, code] of [
    ['3', 0],
    ['2', 1],
    ['30%', 0],
    ['29.9%', 1],
    ['0', 1],
    ['100%', 0],
  ] as const) {
    const ended = await assay([...run, '--allow-failed', allowed], { cwd })
    assert.equal(ended.code, code, allowed)
    assert.equal(lastLine(ended.stderr), 'planned 10 · executed 10 · replayed 0 · failed 3 · skipped 0')
  }
})

test('with --json the data are there although the exit code is 1', async () => {
  const { exit, data, errors } = await assayJson(run, { cwd })
  assert.deepEqual([exit, (data as unknown as { failed: number }).failed, errors[0]?.code], [1, 3, 'datapoints_failed'])
})

test('a rerun that executes nothing says so', async () => {
  const words = ['run', 'failing.bench.ts', '--db', 'again.db', '--allow-failed', '3']
  await assay(words, { cwd })
  const { code, stderr } = await assay([...words, '--dev'], { cwd })
  assert.equal(code, 0)
  assert.equal(lastLine(stderr), 'planned 10 · executed 3 · replayed 7 · failed 3 · skipped 0')
})

test('the menu, the version and help are exit code 0; no command is 2', async () => {
  for (const [words, code, pattern] of [
    [['--help'], 0, /^assay \S+: .*\n[\s\S]*\n {2}run +run a benchmark file/],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
    [['run', '--help'], 0, /^assay run FILE \[flags\]\n[\s\S]*--allow-failed N\|N%/],
    [['head', '-h'], 0, /-n, --rows N/],
    [[], 2, /^assay \S+: /],
  ] as const) {
    const ended = await assay(words, { cwd })
    assert.equal(ended.code, code)
    assert.match(ended.stdout, pattern)
    assert.equal(ended.stderr, '')
  }
})
