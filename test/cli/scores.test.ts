// Checks scorers from the command line: edited between runs, thrown, and crashing the process after everything was paid for.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { assertSound } from '../fixtures/laboratory.ts'
import { assay, assayJson } from './assay.ts'

const bench = (body: string) => `import { appendFileSync } from 'node:fs'
import { benchmark, mean } from 'assay'
export default benchmark({
  name: 'scored',
  data: [1, 2, 3].map(x => ({ id: x, x })),
  input: item => item.x,
  task: async x => { appendFileSync('executions.txt', 'x'); return x },
  scores: { double: ({ result }) => { ${body} } },
  metrics: { double: mean('scores_double') },
  version: '1',
})
`

async function scores(cwd: string): Promise<unknown> {
  const { data } = await assayJson(['sql', 'assay.db', 'SELECT scores_double FROM datapoints ORDER BY input_id'], { cwd })
  return (data as unknown as { rows: { scores_double: unknown }[] }).rows.map(row => row.scores_double)
}

test('a scorer that kills the process has cost nothing; mended, it is computed again and executes nothing', async t => {
  const cwd = projectFolder({ 'b.bench.ts': bench("process.kill(process.pid, 'SIGKILL'); return 0") }, t)
  const { signal } = await assay(['run', 'b.bench.ts'], { cwd })
  assert.equal(signal, 'SIGKILL')
  await assertSound(join(cwd, 'assay.db'))
  writeFileSync(join(cwd, 'b.bench.ts'), bench('return result * 2'))
  const { exit, data } = await assayJson(['run', 'b.bench.ts', '--execute', 'none'], { cwd })
  const { executed, replayed, metrics } = data as unknown as Record<string, unknown>
  assert.deepEqual([exit, executed, replayed], [0, 0, 3])
  assert.deepEqual(await scores(cwd), [2, 4, 6])
  assert.equal((metrics as { double: { value: number } }[])[0]?.double.value, 4)
  assert.equal(readFileSync(join(cwd, 'executions.txt'), 'utf8'), 'xxx')
})

test('a scorer that throws is said, and is no failure', async t => {
  const cwd = projectFolder({ 'b.bench.ts': bench("if (result === 2) throw new Error('odd one'); return result") }, t)
  const { code, stderr } = await assay(['run', 'b.bench.ts'], { cwd })
  assert.equal(code, 0)
  assert.match(
    stderr,
    /^warning: the scorer `double` gave no score that can be kept, first for the item "2": Error: odd one \(1\)$/m,
  )
  assert.match(stderr, /executed 3 · replayed 0 · failed 0/)
  assert.deepEqual(await scores(cwd), [1, null, 3])
})
