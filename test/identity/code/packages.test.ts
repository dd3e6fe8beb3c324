// Aliases, packages, linked packages, CommonJS, and files that are no code that can be read.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, fileAnd as from, type Files, testChanges, testKeeps } from './project.ts'

const a1 = 'export const a = (x: number) => x + 1'
const two = `${a1}\nexport const b = (x: number) => x - 1`

const aliased: Files = from("import { a } from '#lib/a.ts'", {
  'package.json': '{ "type": "module", "imports": { "#lib/*": "./src/*" } }',
  'src/a.ts': two,
})
const conditional: Files = from("import { a } from '#a'", {
  'package.json': '{ "type": "module", "imports": { "#a": { "browser": "./c.ts", "import": "./b.ts", "default": "./c.ts" } } }',
  'b.ts': two,
  'c.ts': two,
})
const linked: Files = from("import { a } from '@scope/linked/deep'", {
  'node_modules/@scope/linked': 'link:../../../linked',
  '../linked/package.json':
    '{ "name": "@scope/linked", "type": "module", "exports": { "./deep": { "types": "./d.ts", "default": "./src/deep.ts" } } }',
  '../linked/src/deep.ts':
    "import { scale } from './scale.ts'\nimport 'zod'\nexport const a = (x: number) => scale(x)\nexport const b = 1",
  '../linked/src/scale.ts': 'export const scale = (x: number) => x * 2',
  '../linked/src/unused.ts': 'export const unused = 1',
  '../linked/node_modules/zod/package.json': '{ "version": "4.0.0" }',
})
const packaged: Files = from(
  "import { z } from 'zod'\nimport { y } from 'yup'",
  {
    'node_modules/zod/package.json': '{ "name": "zod", "version": "4.0.0" }',
    'node_modules/zod/index.js': 'export const z = 1',
    'node_modules/yup/package.json': '{ "name": "yup", "version": "1.0.0" }',
  },
  'task: () => z',
)

testChanges([
  [
    'CommonJS that is imported',
    from("import { a } from './b.cjs'", { 'b.cjs': 'exports.a = x => x + 1\nexports.b = 2' }),
    'b.cjs',
    '= 2',
    '= 3',
  ],
  [
    'what CommonJS requires',
    from(
      "import b from './b.cjs'",
      { 'b.cjs': "const c = require('./c')\nmodule.exports = c", 'c.js': 'exports.a = 1', 'package.json': '{}' },
      'task: () => b',
    ),
    'c.js',
    '1',
    '2',
  ],
  [
    'a require that was made',
    from(
      "import { createRequire } from 'node:module'\nconst load = createRequire(import.meta.url)",
      { 'b.cjs': 'exports.a = 1' },
      "task: () => load('./b.cjs')",
    ),
    'b.cjs',
    '1',
    '2',
  ],
  ['an alias', aliased, 'src/a.ts', '+ 1', '+ 2'],
  ['what an alias means', { ...aliased, 'other/a.ts': two }, 'package.json', './src/*', './other/*'],
  ['an alias that depends on conditions', conditional, 'b.ts', '+ 1', '+ 2'],
  [
    'the package’s own name',
    from("import { a } from 'mine/a'", {
      'package.json': '{ "type": "module", "name": "mine", "exports": { "./a": "./src/a.ts" } }',
      'src/a.ts': two,
    }),
    'src/a.ts',
    '+ 1',
    '+ 2',
  ],
  ['a package’s version', packaged, 'node_modules/zod/package.json', '4.0.0', '4.0.1'],
  [
    'a package that is installed later',
    { ...packaged, 'node_modules/zod/package.json': null },
    'node_modules/zod/package.json',
    '',
    '{ "version": "4.0.0" }',
  ],
  ['a linked package', linked, '../linked/src/scale.ts', '* 2', '* 3'],
  [
    'the file that a linked package means',
    { ...linked, '../linked/src/other.ts': a1 },
    '../linked/package.json',
    'src/deep.ts',
    'src/other.ts',
  ],
  [
    'a linked package of which it cannot be told which file is meant',
    { ...linked, '../linked/package.json': '{ "name": "@scope/linked", "exports": {} }' },
    '../linked/src/unused.ts',
    '1',
    '2',
  ],
  [
    'a file that cannot be parsed',
    from("import { a } from './b.jsx'", { 'b.jsx': 'export const a = x => <b>{x}</b>' }),
    'b.jsx',
    '<b>',
    '<b >',
  ],
  [
    'what a file imports that cannot be parsed',
    from("import { a } from './b.jsx'", {
      'b.jsx': "import { c } from './c.ts'\nexport const a = x => <b>{c}</b>",
      'c.ts': 'export const c = 1',
    }),
    'c.ts',
    '1',
    '2',
  ],
  [
    'a file with decorators',
    from("import { a } from './b.ts'", { 'b.ts': 'export const a = 1\n@deco class A {}' }),
    'b.ts',
    '= 1',
    '= 2',
  ],
  [
    'a file with an enum',
    from("import { a } from './b.ts'", { 'b.ts': 'enum A { b }\nexport const a = 1' }),
    'b.ts',
    'b }',
    'c }',
  ],
  ['bytes', from("import a from './b.wasm'", { 'b.wasm': '\0asm' }), 'b.wasm', 'asm', 'asn'],
])

testKeeps([
  ['a conditional alias that is not meant', conditional, 'c.ts', '+ 1', '+ 2'],
  ['the code of an installed package', packaged, 'node_modules/zod/index.js', '1', '2'],
  ['a package that the task does not reach', packaged, 'node_modules/yup/package.json', '1.0.0', '2.0.0'],
  ['an unreached file of a linked package', linked, '../linked/src/unused.ts', '1', '2'],
  ['an unreached name of a linked package', linked, '../linked/src/deep.ts', 'b = 1', 'b = 2'],
])

test('packages are parts by name and version', () => {
  assert.equal(codeOf(packaged).parts['package zod'], '4.0.0')
  const missing = { 'node_modules/zod/package.json': null, 'node_modules/zod/index.js': null }
  assert.equal(codeOf({ ...packaged, ...missing }).parts['package zod'], 'not installed')
})

test('a file of a linked package is called by the package, wherever that is', () => {
  assert.ok('@scope/linked:src/scale.ts#scale' in codeOf(linked).parts)
})

test('two versions of one package, each used by other code, both count', () => {
  const files = from("import 'p'\nimport { a } from './lib/b.ts'", {
    'lib/b.ts': `import 'p'\n${a1}`,
    'node_modules/p/package.json': '{ "version": "1" }',
    'lib/node_modules/p/package.json': '{ "version": "2" }',
  })
  assert.equal(codeOf(files).parts['package p'], '1, 2')
})
