// Code identity changes with whatever the task could run, and with nothing else; never stale is its promise.
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { codeIdentity } from '../../src/identity/code.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-code-'))
after(() => rmSync(folder, { recursive: true }))

type Files = Readonly<Record<string, string | Uint8Array>>

/** A project, by path and content; the task is in `a.bench.ts`. */
const project: Files = {
  'package.json': '{ "name": "mine", "type": "module" }',
  'a.bench.ts': `import { helper } from './lib/helper.ts'\nimport words from "./words.json" with { type: 'json' }
import 'installed'\nimport { linked } from '@scope/linked/deep'\nexport { helper, words, linked }`,
  'lib/helper.ts': "export * from '../lib/deep.ts'\nimport fs from 'node:fs'",
  'lib/deep.ts': 'export const deep = 1',
  'words.json': '["a"]',
  'unrelated.ts': 'export const other = 1',
  'node_modules/installed/package.json': '{ "name": "installed", "version": "1.0.0" }',
  'node_modules/installed/index.js': 'export const one = 1',
  '../linked/package.json': '{ "name": "@scope/linked", "version": "1.0.0" }',
  '../linked/src/index.ts': 'export const linked = 1',
  '../linked/notes.md': 'none',
}

let count = 0

/** The identity of a project of these files. */
function identityOf(files: Files, place = join(folder, String(++count), 'project')): string {
  for (const [path, content] of Object.entries(files)) write(join(place, path), content)
  if (files['../linked/package.json'] !== undefined) {
    mkdirSync(join(place, 'node_modules/@scope'), { recursive: true })
    symlinkSync(join(place, '../linked'), join(place, 'node_modules/@scope/linked'))
  }
  return codeIdentity([join(place, 'a.bench.ts')])
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

const original = identityOf(project)

const changes: readonly (readonly [what: string, change: Files])[] = [
  ['the module', { 'a.bench.ts': `${String(project['a.bench.ts'])}\n` }],
  ['an import', { 'lib/helper.ts': `${String(project['lib/helper.ts'])};` }],
  ['an import of an import', { 'lib/deep.ts': 'export const deep = 2' }],
  ['imported JSON', { 'words.json': '["b"]' }],
  ['a package’s version', { 'node_modules/installed/package.json': '{ "name": "installed", "version": "1.0.1" }' }],
  ['a linked package’s code', { '../linked/src/index.ts': 'export const linked = 2' }],
]

for (const [what, change] of changes) {
  test(`${what} is part of the identity`, () => assert.notEqual(identityOf({ ...project, ...change }), original))
}

const otherwise: readonly (readonly [what: string, change: Files])[] = [
  ['a file that nothing imports', { 'unrelated.ts': 'export const other = 2' }],
  ['a new file', { 'new.ts': '' }],
  ['the code of an installed package, which its version tells', { 'node_modules/installed/index.js': 'export const one = 2' }],
  ['the text beside linked code', { '../linked/notes.md': 'some' }],
]

for (const [what, change] of otherwise) {
  test(`${what} is not part of the identity`, () => assert.equal(identityOf({ ...project, ...change }), original))
}

test('the place of the project is not part of the identity', () => {
  const place = join(folder, 'another place', 'deeper')
  assert.equal(identityOf(project, place), original)
  const moved = join(folder, 'moved')
  mkdirSync(moved)
  for (const name of ['deeper', 'linked'])
    cpSync(join(place, '..', name), join(moved, name), { recursive: true, verbatimSymlinks: true })
  renameSync(join(place, '../linked'), join(place, '../gone'))
  rmSync(join(moved, 'deeper/node_modules/@scope/linked'))
  symlinkSync('../../../linked', join(moved, 'deeper/node_modules/@scope/linked'))
  assert.equal(codeIdentity([join(moved, 'deeper/a.bench.ts')]), original)
})

test('a link to the project is the project', () => {
  const place = join(folder, 'linked place')
  identityOf(project, join(place, 'project'))
  symlinkSync(place, join(folder, 'link'))
  assert.equal(codeIdentity([join(folder, 'link/project/a.bench.ts')]), original)
})

/** Files, one of which matters, and another content of it. */
const spellings: readonly (readonly [what: string, source: string, files: Files, path: string, other: string | Uint8Array])[] = [
  ['a dynamic import', "await import('./b.ts')", { 'b.ts': '1' }, 'b.ts', '2'],
  ['an import in backticks', 'await import(`./b.ts`)', { 'b.ts': '1' }, 'b.ts', '2'],
  ['a comment before the name', "await import(/* why: it's slow */ './b.ts')", { 'b.ts': '1' }, 'b.ts', '2'],
  ['a line of comment before the name', "import x from // here\n  './b.ts'", { 'b.ts': '1' }, 'b.ts', '2'],
  ['a re-export', "export { a } from\n'./b.ts'", { 'b.ts': '1' }, 'b.ts', '2'],
  ['an import without spaces', 'import"./b.ts"', { 'b.ts': '1' }, 'b.ts', '2'],
  ['a query behind the name', "import './b.ts?v=1'", { 'b.ts': '1' }, 'b.ts', '2'],
  ['a space in the name', "import './b c.ts'", { 'b c.ts': '1' }, 'b c.ts', '2'],
  ['an import upwards', "import '../up.ts'", { '../up.ts': '1' }, '../up.ts', '2'],
  ['require without extension', "require('./b')", { 'b.js': '1' }, 'b.js', '2'],
  ['require of a folder', "require('./b')", { 'b/index.js': '1' }, 'b/index.js', '2'],
  ['require of the folder itself', "require('.')", { 'index.js': '1' }, 'index.js', '2'],
  ['an alias', "import '#lib/b.ts'", { 'package.json': '{"imports":{"#lib/*":"./src/*"}}', 'src/b.ts': '1' }, 'src/b.ts', '2'],
  [
    'an alias that depends on conditions',
    "import '#b'",
    { 'package.json': '{"imports":{"#b":{"import":"./b.ts","require":"./c.cjs"}}}', 'b.ts': '1', 'c.cjs': '1' },
    'b.ts',
    '2',
  ],
  [
    'the package’s own name',
    "import 'mine/b'",
    { 'package.json': '{"name":"mine","exports":{"./b":"./src/b.ts"}}', 'src/b.ts': '1' },
    'src/b.ts',
    '2',
  ],
  ['bytes that are no text', "import './b.wasm'", { 'b.wasm': Uint8Array.of(0xff, 1) }, 'b.wasm', Uint8Array.of(0xfe, 1)],
]

for (const [what, source, files, path, other] of spellings) {
  test(`code is followed through ${what}`, () => {
    const before = { 'package.json': '{}', 'a.bench.ts': source, ...files }
    assert.equal(identityOf(before), identityOf(before))
    assert.notEqual(identityOf({ ...before, [path]: other }), identityOf(before))
  })
}

test('two versions of one package, each used by other code, both count', () => {
  const files = (outer: string, inner: string) => ({
    'a.bench.ts': "import 'p'\nimport './lib/b.ts'",
    'lib/b.ts': "import 'p'",
    'node_modules/p/package.json': `{"version":"${outer}"}`,
    'lib/node_modules/p/package.json': `{"version":"${inner}"}`,
  })
  const identities = [files('1', '2'), files('2', '1'), files('1', '1'), files('2', '2')].map(one => identityOf(one))
  assert.ok(new Set(identities).size >= 3)
})

test('prose that reads like an import stops nothing', () => {
  const prose = [
    "// another from 'somewhere else', or from './100%/here', from 'file://host/x', from '..', from './', from '@scope'",
    "const text = `import '#nothing'`",
    '/* import "/" and from "node:fs" and from "./missing.ts" */',
  ]
  assert.match(identityOf({ 'package.json': '{}', 'a.bench.ts': prose.join('\n') }), /^[0-9a-f]{64}$/)
})

test('files that import each other end', () => {
  const files = { 'a.bench.ts': "import './b.ts'", 'b.ts': "import './a.bench.ts'" }
  assert.match(identityOf(files), /^[0-9a-f]{64}$/)
})

test('a package that is installed later is noticed', () => {
  const files = { 'package.json': '{}', 'a.bench.ts': "import 'late'" }
  assert.notEqual(identityOf({ ...files, 'node_modules/late/package.json': '{"version":"1.0.0"}' }), identityOf(files))
})
