// A function's code is known where the file at the call site says which function it is, and nowhere else.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { functionCode } from '../../../src/identity/code.ts'
import { packageRoot } from '../../fixtures/folder.ts'
import { type Files, writeProject } from './project.ts'

/** The code of what is given to `once` in `main.ts`, whose column the text itself tells. */
function codeAt(files: Files, name = 'embed', place = writeProject(files)) {
  const lines = (files['main.ts'] ?? '').split('\n')
  const line = lines.findIndex(text => text.includes('once(')) + 1
  const column = (lines[line - 1] ?? '').indexOf('once(') + 1
  return functionCode({ file: join(place, 'main.ts'), line, column }, name)
}

const call = 'await tracker.once(embed, { text: 1 })\n'
const known: readonly (readonly [what: string, files: Files, path: string])[] = [
  ['a declared function', { 'main.ts': `function embed(x: any) { return x + 1 }\n${call}` }, 'main.ts'],
  ['a constant arrow function', { 'main.ts': `const embed = (x: any) => x + 1\n${call}` }, 'main.ts'],
  [
    'an imported function',
    { 'main.ts': `import { embed } from './e.ts'\n${call}`, 'e.ts': 'export const embed = (x: any) => x + 1' },
    'e.ts',
  ],
  [
    'a renamed import',
    {
      'main.ts': `import { embed as e } from './e.ts'\nawait tracker.once(e, {})`,
      'e.ts': 'export function embed(x: any) { return x + 1 }',
    },
    'e.ts',
  ],
  [
    'a member of a module',
    {
      'main.ts': "import * as e from './e.ts'\nawait tracker.once(e.embed, {})",
      'e.ts': 'export function embed(x: any) { return x + 1 }',
    },
    'e.ts',
  ],
  [
    'a call inside a function',
    { 'main.ts': `const embed = (x: any) => x + 1\nexport const f = (context: any, x: any) => context.once(embed, x)` },
    'main.ts',
  ],
  [
    'a call by its own name',
    {
      'main.ts': `const embed = (x: any) => x + 1\nconst { once } = tracker\nconsole.log(await once(embed, {}))`.replace(
        '{ once }',
        '{ once: once }',
      ),
    },
    'main.ts',
  ],
  ['what the function reaches', { 'main.ts': `const k = (x: any) => x + 1\nconst embed = (x: any) => k(x)\n${call}` }, 'main.ts'],
]

for (const [what, files, path] of known) {
  test(`${what} is known by what it reaches`, () => {
    const before = codeAt(files)
    assert.match(before?.identity ?? 'unknown', /^[0-9a-f]{64}$/)
    const edited = { ...files, [path]: files[path]?.replace('x + 1', 'x + 2') ?? '' }
    assert.notEqual(codeAt(edited)?.identity, before?.identity)
    const commented = { ...files, [path]: `// a comment\n${files[path]}` }
    assert.equal(codeAt(commented)?.identity, before?.identity)
  })
}

const unknown: readonly (readonly [what: string, source: string, name?: string])[] = [
  ['an arrow function at the site', 'await tracker.once((x: any) => x, {})', ''],
  ['a function expression at the site', 'await tracker.once(function embed(x: any) { return x }, {})'],
  ['a bound function', `function embed(this: any) {}\nawait tracker.once(embed.bind({}), {})`, 'bound embed'],
  ['a wrapped function', `const wrap = (f: any) => f\nfunction embed() {}\nawait tracker.once(wrap(embed), {})`],
  [
    'a constant that a factory made',
    `const make = (k: any) => function embed() { return k }\nconst embed = make(process.pid)\n${call}`,
  ],
  ['a constant that is another name', `function other() {}\nconst embed = other\n${call}`],
  ['a function of an enclosing function', `function outer() { const embed = () => 1; return tracker.once(embed, {}) }`],
  ['a parameter', 'const f = (embed: any) => tracker.once(embed, {})'],
  ['a loop variable', `function embed() {}\nfor (const e of [embed]) tracker.once(e, {})`],
  ['a function that gets another value', `let embed = () => 1\nembed = () => 2\n${call}`],
  ['a declared function that gets another value', `function embed() {}\nexport const patch = () => { embed = () => 2 }\n${call}`],
  ['a method', `const o = { embed() {} }\nawait tracker.once(o.embed, {})`],
  ['a class', `class embed {}\n${call}`],
  ['a function of a package', `import { embed } from 'pack'\n${call}`],
  ['a function of another name', `function embed() {}\n${call}`, 'other'],
  ['no function', 'await tracker.once()'],
  ['a file that cannot be parsed', `const a = <b></b>\nfunction embed() {}\n${call}`],
]

for (const [what, source, name = 'embed'] of unknown) {
  test(`${what} is not known`, () => assert.equal(codeAt({ 'main.ts': source }, name), null))
}

test('a line that is not known, or holds no call, is not known', () => {
  const file = join(writeProject({ 'main.ts': `function embed() {}\n${call}` }), 'main.ts')
  for (const [line, column] of [
    [null, null],
    [1, 1],
    [9, 9],
  ] as const)
    assert.equal(functionCode({ file, line, column }, 'embed'), null)
})

test('a function has one identity wherever it is given from', () => {
  const files: Files = {
    'lib/e.ts': 'export const embed = (x: any) => x',
    'lib/main.ts': `import { embed } from './e.ts'\n${call}`,
    'main.ts': `\n\nimport { embed as e } from './lib/e.ts'\n await tracker.once(e, {})`,
  }
  const place = writeProject(files)
  const inside = functionCode({ file: join(place, 'lib/main.ts'), line: 2, column: 15 }, 'embed')
  assert.equal(inside?.identity, codeAt(files, 'embed', place)?.identity)
})

test('functions that reach each other are not the same', () => {
  const place = writeProject({
    'a.ts': `import { embed as b } from './b.ts'\nexport function embed(x: any): any { return x ? b(x - 1) : 'a' }`,
    'b.ts': `import { embed as a } from './a.ts'\nexport function embed(x: any): any { return x ? a(x - 1) : 'b' }`,
    'main.ts': `import { embed as a } from './a.ts'\nimport { embed as b } from './b.ts'\nonce(a, 1)\nonce(b, 1)`,
  })
  const [a, b] = [3, 4].map(line => functionCode({ file: join(place, 'main.ts'), line, column: 1 }, 'embed'))
  assert.deepEqual(Object.keys(a?.parts ?? {}), Object.keys(b?.parts ?? {}))
  assert.notEqual(a?.identity, b?.identity)
})

test('a default export without a name is called default', () => {
  assert.notEqual(
    codeAt({ 'main.ts': `import e from './e.ts'\nawait tracker.once(e, {})`, 'e.ts': 'export default (x: any) => x' }, 'default'),
    null,
  )
})

test('the places are those that call sites tell, types stripped or not', () => {
  const place = writeProject({
    'main.ts': `import { getCallSites } from 'node:util'
interface Given { readonly text: string }
const embed: (given: Given) => string = (given: Given): string => given.text
const tracker = {
  once<T extends Given>(fn: (given: T) => string, _given: T): unknown {
    const [, site] = getCallSites(2, { sourceMap: false })
    return [site!.lineNumber, site!.columnNumber, fn.name]
  },
}
console.log(JSON.stringify(
  tracker
    .once<Given>(embed as typeof embed, { text: 'a' } satisfies Given),
))\n`,
  })
  const { stdout } = spawnSync(process.execPath, ['main.ts'], { cwd: place, encoding: 'utf8' })
  const [line, column, name] = JSON.parse(stdout) as [number, number, string]
  const code = functionCode({ file: join(place, 'main.ts'), line, column }, name)
  assert.deepEqual(Object.keys(code?.parts ?? {}), ['main.ts#embed'])
})

test('nothing is printed about experiments of Node', () => {
  const place = writeProject({
    'main.ts': `import { functionCode } from ${JSON.stringify(pathToFileURL(join(packageRoot, 'src/identity/code.ts')).href)}
functionCode({ file: import.meta.filename, line: 1, column: 1 }, '')\n`,
  })
  assert.equal(spawnSync(process.execPath, ['main.ts'], { cwd: place, encoding: 'utf8' }).stderr, '')
})
