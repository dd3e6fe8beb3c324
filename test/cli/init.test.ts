// Checks that `assay init` writes an example that runs and compiles, and overwrites nothing.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { packageRoot, projectFolder, temporaryFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused } from './assay.ts'

/** A folder with `assay` installed and nothing else, no package.json either. */
function emptyFolder(test: TestContext): string {
  const folder = temporaryFolder(test)
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(packageRoot, join(folder, 'node_modules', 'assay'))
  return folder
}

test('in an empty folder the example runs as it is, and says what to type', async t => {
  const cwd = emptyFolder(t)
  const { code, stdout } = await assay(['init'], { cwd })
  assert.equal(code, 0)
  assert.equal(
    stdout,
    'wrote reviews.csv\nwrote sentiment.bench.ts\n\nNext:\n  npm init -y\n  npm pkg set type=module\n' +
      '  npx assay run sentiment.bench.ts\n  npx assay head assay.db\n',
  )
  const { exit, data } = await assayJson(['run', 'sentiment.bench.ts'], { cwd })
  assert.equal(exit, 0)
  const { executed, failed, metrics } = data as unknown as {
    executed: number
    failed: number
    metrics: { accuracy: { value: number } }[]
  }
  assert.deepEqual([executed, failed, metrics.length], [160, 0, 4])
  const values = metrics.map(({ accuracy }) => accuracy.value)
  assert.equal(new Set(values).size, 4, 'params that differ')
  assert.ok(values.every(value => value > 0 && value < 1))
})

test('in a folder that it makes, from wherever it is run', async t => {
  const cwd = projectFolder({}, t)
  const { data } = await assayJson(['init', 'lab/first'], { cwd })
  assert.deepEqual(data, {
    files: ['lab/first/reviews.csv', 'lab/first/sentiment.bench.ts'],
    next: ['npx assay run lab/first/sentiment.bench.ts', 'npx assay head assay.db'],
  })
  const ran = await assay(['run', 'lab/first/sentiment.bench.ts'], { cwd })
  assert.equal(ran.code, 0, ran.stderr)
})

test('a project of CommonJS is told what to set, also from a folder of its own', async t => {
  const cwd = projectFolder({ 'package.json': '{ "type": "commonjs" }' }, t)
  const { data } = await assayJson(['init', 'lab'], { cwd })
  assert.equal((data as unknown as { next: string[] }).next[0], 'npm pkg set type=module')
})

test('what is there already is not touched, and nothing is written beside it', async t => {
  const cwd = projectFolder({ 'sentiment.bench.ts': 'mine' }, t)
  assertRefused(await assay(['init'], { cwd }), 3, /^sentiment\.bench\.ts is there already; nothing was written\.$/)
  assert.deepEqual(readdirSync(cwd).sort(), ['node_modules', 'package.json', 'sentiment.bench.ts'])
  assert.equal(readFileSync(join(cwd, 'sentiment.bench.ts'), 'utf8'), 'mine')
})

test('a folder that cannot be made is a sentence', async t => {
  const cwd = projectFolder({ lab: 'a file' }, t)
  assertRefused(await assay(['init', 'lab'], { cwd }), 3, /^The example could not be written: /)
})

test('the example compiles in strict mode', async t => {
  const cwd = projectFolder({}, t)
  assert.equal((await assay(['init'], { cwd })).code, 0)
  symlinkSync(join(packageRoot, 'node_modules/@types'), join(cwd, 'node_modules/@types'))
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'esnext',
    types: ['node'],
    skipLibCheck: true,
  }
  const options = { ...compilerOptions, customConditions: ['assay-source'], allowImportingTsExtensions: true }
  writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }))
  const { status, stdout } = spawnSync(join(packageRoot, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd, encoding: 'utf8' })
  assert.equal(status, 0, stdout)
})
