// What stands in `assay.config.ts` holds for `run` and `plan`, below the benchmark file and the flags; a wrong one is one sentence.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused } from './assay.ts'

const bench = (limits: string) => `import { benchmark } from 'assay'
export default benchmark({
  name: 'b',
  data: ['a', 'b', 'c'].map(id => ({ id })),
  limits: ${limits},
  task: () => { throw new Error('no') },
})
`
const config = (text: string) => `import type { Config } from 'assay'\nexport default ${text} satisfies Config\n`

test('the config names database and ledger for run and plan, and a flag wins over it', async t => {
  const cwd = projectFolder(
    { 'b.bench.ts': bench('{}'), 'assay.config.ts': config("{ db: 'lab.db', ledger: 'kept/ledger.db' }"), 'kept/x': '' },
    t,
  )
  const ran = await assayJson(['run', 'b.bench.ts', '--allow-failed', '3'], { cwd })
  assert.equal((ran.data as Record<string, unknown> | null)?.['db'], 'lab.db')
  assert.deepEqual(
    ['lab.db', 'kept/ledger.db', 'assay.db'].map(file => existsSync(join(cwd, file))),
    [true, true, false],
  )
  const counts = async (...flags: string[]) => {
    const { data } = await assayJson(['plan', 'b.bench.ts', ...flags], { cwd })
    return [data?.['new'], data?.['retry']]
  }
  assert.deepEqual(await counts(), [0, 3])
  assert.deepEqual(await counts('--db', 'other.db', '--ledger', 'other.db'), [3, 0])
})

test('limits of the config hold where the benchmark file has none, and a flag wins over both', async t => {
  const cwd = projectFolder(
    {
      'b.bench.ts': bench('{}'),
      'c.bench.ts': bench('{ maxErrors: 5 }'),
      'assay.config.ts': config('{ limits: { maxErrors: 0, concurrency: 1 } }'),
    },
    t,
  )
  const executed = async (...words: string[]) =>
    (await assayJson(['run', ...words, '--db', ':memory:'], { cwd })).data?.['executed']
  assert.equal(await executed('b.bench.ts'), 1, 'the config stops it')
  assert.equal(await executed('c.bench.ts'), 3, 'the file wins over the config')
  assert.equal(await executed('c.bench.ts', '--max-errors', '1'), 2, 'the flag wins over both')
})

test('a config that is wrong is one sentence with the place or the key, and nothing is run', async t => {
  const cases: [text: string, message: RegExp][] = [
    [config('{ worker: 2 }'), /got `worker`\. Did you mean `workers`\?$/],
    [config('{ limts: {} }'), /got `limts`\. Did you mean `limits`\?$/],
    [config("{ db: '' }"), /expected `db` of a config to be a path, got ""\.$/],
    [config('{ limits: { concurrency: 0 } }'), /expected the limit `concurrency` of a config to be above 0, got 0\.$/],
    [
      config('{ prices: { m: { inputUsdPerMillion: 1 } } }'),
      /expected the price of m to be \{ inputUsdPerMillion, outputUsdPerMillion \}/,
    ],
    [
      config('{ prices: { m: { inputUsdPerMillion: -1, outputUsdPerMillion: 1 } } }'),
      /`inputUsdPerMillion` of m to be a number from 0, got -1\.$/,
    ],
    ['export const db = 1\n', /expected a config to be an object like \{ db: 'lab\.db' \}, got undefined\.$/],
    ['export default {}\n\nexport enum A { B }\n', /assay\.config\.ts:3 uses TypeScript that Node cannot strip/],
    ['export default {}\nthrow new Error("no")\n', /assay\.config\.ts:2 threw while it was loaded: Error: no\.$/],
  ]
  for (const [text, message] of cases) {
    const cwd = projectFolder({ 'b.bench.ts': bench('{}'), 'assay.config.ts': text }, t)
    assertRefused(await assay(['run', 'b.bench.ts'], { cwd }), 2, message)
    assert.equal(existsSync(join(cwd, 'assay.db')), false)
  }
})

test('two config files in one folder are refused', async t => {
  const cwd = projectFolder(
    { 'b.bench.ts': bench('{}'), 'assay.config.ts': config('{}'), 'assay.config.mjs': 'export default {}' },
    t,
  )
  assertRefused(
    await assay(['plan', 'b.bench.ts'], { cwd }),
    2,
    /two config files here, assay\.config\.ts and assay\.config\.mjs\.$/,
  )
})
