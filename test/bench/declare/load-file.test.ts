// Checks that a benchmark file that cannot be loaded is explained in one sentence, with the line and the fix.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { AssayError } from '../../../src/base/errors.ts'
import { loadBenchmark } from '../../../src/bench/declare/load-file.ts'
import { projectFolder } from '../../fixtures/folder.ts'

const declaration = "import { benchmark } from 'assay'\nexport default benchmark({ name: 'b', data: [1], task: x => x })\n"
const folder = projectFolder({
  'good.bench.ts': declaration,
  'enum.bench.ts': `${declaration}enum A { x }\n`,
  'namespace.bench.ts': `namespace A { export const x = 1 }\n${declaration}`,
  'there.ts': 'export const x = 1\n',
  'lib/inner.ts': 'export const x = 1\n',
  'lib/importer.ts': "export { x } from '../there'\n",
  'no-ending.bench.ts': "import { x } from './there'\nexport default x\n",
  'no-ending-below.bench.ts': "import { x } from './lib/importer.ts'\nexport default x\n",
  'folder.bench.ts': "import { x } from './lib'\nexport default x\n",
  'nothing.bench.ts': "import x from './nothing'\nexport default x\n",
  'alias.bench.ts': "import { x } from '@/there'\nexport default x\n",
  'package.bench.ts': "import { x } from 'nosuch-package'\nexport default x\n",
  'name.bench.ts': "import { benchmrk } from 'assay'\nexport default benchmrk\n",
  'throws.bench.ts': 'const config = null\n\nexport default config.models\n',
  'throws-text.bench.ts': "throw 'words'\n",
  'misuse.bench.ts': "import { benchmark } from 'assay'\n\nexport default benchmark({ name: 'b', dat: [1], task: x => x })\n",
  'syntax.bench.ts': 'const a = 1\nconst b = = 2\n',
  'json.bench.ts': "export default [1]\n  .map(() => JSON.parse('{oops'))\n",
  'broken.json': '{oops',
  'import-json.bench.ts': "import x from './broken.json' with { type: 'json' }\nexport default x\n",
  'five.bench.ts': 'export default 5\n',
  'none.bench.ts': 'export const x = 1\n',
  'late.bench.ts': "import { late } from './late.ts'\nexport default await late(x => x)\n",
  'late.ts':
    "import { benchmark } from 'assay'\nexport async function late(task) {\n  await null\n  return benchmark({ name: 'b', data: [1], task })\n}\n",
  'a folder/there.ts': 'export const x = 1\n',
  'a folder/spaces.bench.ts': "import { x } from './there'\nexport default x\n",
  'commonjs/package.json': '{ "type": "commonjs" }',
  'commonjs/module.bench.ts': declaration,
  'commonjs/module.bench.mts': declaration,
  'commonjs/required.bench.ts':
    "const { benchmark } = require('assay')\nmodule.exports = benchmark({ name: 'b', data: [1], task: x => x })\n",
  'untyped/package.json': '{}',
  'untyped/module.bench.ts': declaration,
  'data.csv': 'a,b\n',
})

async function explained(file: string): Promise<readonly [message: string, hint: string]> {
  try {
    await loadBenchmark(join(folder, file))
  } catch (error) {
    assert.ok(error instanceof AssayError)
    assert.equal(error.code, 'benchmark_invalid')
    assert.doesNotMatch(error.message, /\n/)
    return [error.message.replaceAll(folder, '~'), error.hint]
  }
  throw new assert.AssertionError({ message: `${file} was loaded` })
}

test('a file is loaded by path or URL, with the path of the file itself', async () => {
  const file = join(folder, 'good.bench.ts')
  for (const given of [file, pathToFileURL(file)]) {
    const loaded = await loadBenchmark(given)
    assert.deepEqual([loaded.declaration.name, loaded.file, loaded.declaration.sites.map(site => site.file)], ['b', file, [file]])
  }
})

test('TypeScript that Node cannot strip: the line, and what to write instead', async () => {
  for (const [file, line, word] of [
    ['enum', 3, 'enum'],
    ['namespace', 1, 'namespace'],
  ] as const) {
    const [message, hint] = await explained(`${file}.bench.ts`)
    assert.match(message, new RegExp(`^~/${file}.bench.ts:${line} uses TypeScript that Node cannot strip: .*${word}.*\\.$`))
    assert.match(hint, /^write it without `enum`/)
  }
})

test('an import without its ending: what to write in full', async () => {
  assert.deepEqual(await explained('no-ending.bench.ts'), [
    '~/no-ending.bench.ts imports ~/there, which lacks its ending.',
    'write `./there.ts` in full',
  ])
  assert.deepEqual(await explained('no-ending-below.bench.ts'), [
    '~/lib/importer.ts imports ~/there, which lacks its ending.',
    'write `../there.ts` in full',
  ])
  assert.deepEqual(await explained('a folder/spaces.bench.ts'), [
    '~/a folder/spaces.bench.ts imports ~/a folder/there, which lacks its ending.',
    'write `./there.ts` in full',
  ])
})

test('an import of nothing, of a folder, of an alias, of a package that is not installed', async () => {
  const needs = 'check the path; Node needs the whole name with its ending'
  const install = 'install it (a path alias of tsconfig.json is not known to Node: use a relative path)'
  assert.deepEqual(await explained('nothing.bench.ts'), ['~/nothing.bench.ts imports ~/nothing, which is not there.', needs])
  assert.deepEqual(await explained('folder.bench.ts'), ['~/folder.bench.ts imports ~/lib, which is not there.', needs])
  assert.deepEqual(await explained('alias.bench.ts'), ['~/alias.bench.ts imports @/there, which is not there.', install])
  assert.deepEqual(await explained('package.bench.ts'), [
    '~/package.bench.ts imports nosuch-package, which is not there.',
    install,
  ])
})

test('a name that a module does not export', async () => {
  const [message, hint] = await explained('name.bench.ts')
  assert.match(message, /^~\/name\.bench\.ts:1 is not valid: .*benchmrk/)
  assert.equal(hint, 'check the name; a type is imported with `import type`')
})

test('a throw at load: the line of the project and the error', async () => {
  const [message, hint] = await explained('throws.bench.ts')
  assert.equal(
    message,
    "~/throws.bench.ts:3 threw while it was loaded: TypeError: Cannot read properties of null (reading 'models').",
  )
  assert.equal(hint, 'mend the file; nothing was run')
  assert.deepEqual(await explained('throws-text.bench.ts'), [
    '~/throws-text.bench.ts threw while it was loaded: words.',
    'mend the file',
  ])
})

test('a wrong declaration: the line that made it, not ours', async () => {
  const [message] = await explained('misuse.bench.ts')
  assert.equal(
    message,
    '~/misuse.bench.ts:3 threw while it was loaded: TypeError: expected the fields of a benchmark, got `dat`. Did you mean `data`?',
  )
})

test('a syntax error: the line', async () => {
  const [message, hint] = await explained('syntax.bench.ts')
  assert.match(message, /^~\/syntax\.bench\.ts:2 is not valid: /)
  assert.equal(hint, 'mend the line')
})

test('a default export that is no benchmark, or none', async () => {
  const hint = 'end it with `export default benchmark({ … })`'
  assert.deepEqual(await explained('five.bench.ts'), [
    '~/five.bench.ts has a number as its default export, not a benchmark.',
    hint,
  ])
  assert.deepEqual(await explained('none.bench.ts'), [
    '~/none.bench.ts has nothing as its default export, not a benchmark.',
    hint,
  ])
})

test('a folder, a file of another kind and a file that is not there', async () => {
  assert.deepEqual(await explained('lib'), ['~/lib is a folder, not a benchmark file.', 'give the path of a *.bench.ts file'])
  const [message] = await explained('data.csv')
  assert.match(message, /^~\/data\.csv .*Unknown file extension "\.csv"/)
  await assert.rejects(loadBenchmark(join(folder, 'nosuch.bench.ts')), {
    code: 'file_not_found',
    message: /^There is no benchmark file at /,
  })
})

test('in a CommonJS folder an ES module is explained; .mts and `require` work; without a type it works', async () => {
  const hint = 'set `"type": "module"` there, or give the file the ending .mts (.mjs for JavaScript)'
  assert.deepEqual(await explained('commonjs/module.bench.ts'), [
    '~/commonjs/module.bench.ts is read as CommonJS, because the package.json nearest to it says so.',
    hint,
  ])
  for (const file of ['commonjs/module.bench.mts', 'commonjs/required.bench.ts', 'untyped/module.bench.ts']) {
    assert.equal((await loadBenchmark(join(folder, file))).declaration.name, 'b')
  }
})

test('a declaration made after an `await` does not show the file, so the file is given beside it', async () => {
  const { declaration, file } = await loadBenchmark(join(folder, 'late.bench.ts'))
  assert.deepEqual([declaration.sites.map(site => site.file), file], [[join(folder, 'late.ts')], join(folder, 'late.bench.ts')])
})

test('a syntax error that running code threw is told apart from one of a file', async () => {
  const [message, hint] = await explained('json.bench.ts')
  assert.match(message, /^~\/json\.bench\.ts:2 threw while it was loaded: SyntaxError: .* in JSON at position 1 .*\.$/)
  assert.equal(hint, 'mend the file; nothing was run')
  const [imported] = await explained('import-json.bench.ts')
  assert.match(imported, / is not valid: .*broken\.json.*\.$/)
})
