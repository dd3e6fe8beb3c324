// Program 9, a test suite with a gate: no worse than a baseline, good enough, and a short prompt as good as a long one.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { assayJson } from '../../cli/assay.ts'
import { writeFiles } from '../../fixtures/folder.ts'
import { programFolder } from './project.ts'

/** As much of vitest as the program uses, on Node's own tests. */
const vitest = `import assert from 'node:assert/strict'
import { test as run } from 'node:test'
export const test = (name, ...rest) => run(name, rest.at(-1))
export const expect = (value, message) => ({
  toBe: other => assert.equal(value, other, message),
  toBeGreaterThan: other => assert.ok(value > other, message),
  not: { toBe: other => assert.notEqual(value, other, message) },
})
`

/** The benchmark, with 400 invoices in the place of its one; \`wrong\` of them have a number that is not found. */
const extract = (wrong: number) => `import { accuracy, benchmark, grid, quantile } from 'assay'
export default benchmark({
  name: 'extract',
  data: Array.from({ length: 400 }, (_, i) => ({ id: i, text: (i < ${wrong} ? 'Invoice no. ' : 'Invoice ') + i, number: String(i) })),
  input: item => item.text,
  expected: item => item.number,
  params: grid({ prompt: ['short', 'long'] }),
  task: (text, { prompt }) => text.split(prompt === 'short' ? ' ' : /\\s+/)[1] ?? null,
  metrics: { accuracy: accuracy(), p95: quantile('duration_ms', 0.95) },
  version: '1',
})
`

function project(t: TestContext): string {
  const cwd = programFolder(t, {
    'node_modules/vitest/package.json': '{ "type": "module", "exports": "./index.js" }',
    'node_modules/vitest/index.js': vitest,
  })
  renameSync(join(cwd, '09-gate.vitest.ts'), join(cwd, '09-gate.test.ts'))
  writeFiles(cwd, { 'support/extract.bench.ts': extract(4) })
  return cwd
}

function runTests(cwd: string): { readonly status: number | null; readonly stdout: string } {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const argv = ['--conditions=assay-source', '--test-reporter=spec', '09-gate.test.ts']
  return spawnSync(process.execPath, argv, { cwd, env, encoding: 'utf8', timeout: 100_000 })
}

test('the suite passes on what the baseline was made of, and fails when answers get lost', async t => {
  const cwd = project(t)
  const baseline = await assayJson(['run', 'support/extract.bench.ts', '--db', 'baseline.db', '--ledger', 'ledger.db'], { cwd })
  assert.equal(baseline.exit, 0)
  const good = runTests(cwd)
  assert.equal(good.status, 0, good.stdout)
  assert.match(good.stdout, /tests 3\b[^]*pass 3\b/)

  writeFiles(cwd, { 'support/extract.bench.ts': extract(60) })
  const bad = runTests(cwd)
  assert.equal(bad.status, 1)
  assert.match(bad.stdout, /The gate failed: [^]*accuracy \(prompt=short\) fails: 0\.85 against 0\.99, /)
})
