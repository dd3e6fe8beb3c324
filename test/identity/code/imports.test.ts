// Names that come from other files, by every way in which they may come.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, fileAnd as from, testChanges, testKeeps } from './project.ts'

const a1 = 'export const a = (x: number) => x + 1'
const two = `${a1}\nexport const b = (x: number) => x - 1`
const swap = `export const one = () => 1\nexport const two = () => 2`

testChanges([
  ['a default export', from("import a from './b.ts'", { 'b.ts': 'export default (x: number) => x + 1' }), 'b.ts', '+ 1', '+ 2'],
  [
    'a default export with a name',
    from("import a from './b.ts'", { 'b.ts': 'export default function f(x: number) { return x + 1 }' }),
    'b.ts',
    '+ 1',
    '+ 2',
  ],
  [
    'a default export that is a name',
    from("import a from './b.ts'", { 'b.ts': 'const f = (x: number) => x + 1\nexport { f as default }' }),
    'b.ts',
    '+ 1',
    '+ 2',
  ],
  [
    'a chain of re-exports',
    from("import { a } from './b.ts'", {
      'b.ts': "export { c as a } from './c.ts'",
      'c.ts': "export * from './d.ts'",
      'd.ts': "import { a as c } from './e.ts'\nexport { c }",
      'e.ts': a1,
    }),
    'e.ts',
    '+ 1',
    '+ 2',
  ],
  [
    'which name a re-export means, where both are used',
    from(
      "import { p, q } from './b.ts'",
      { 'b.ts': "export { one as p, two as q } from './c.ts'", 'c.ts': swap },
      'task: () => p() + q()',
    ),
    'b.ts',
    'one as p, two as q',
    'one as q, two as p',
  ],
  [
    'which name an import means, where both are used',
    from("import { one as p, two as q } from './c.ts'", { 'c.ts': swap }, 'task: () => p() + q()'),
    'a.bench.ts',
    'one as p, two as q',
    'one as q, two as p',
  ],
  [
    'which member an export means, where both are used',
    from(
      "import * as c from './b.ts'",
      { 'b.ts': "export { one as p, two as q } from './c.ts'", 'c.ts': swap },
      'task: () => c.p() + c.q()',
    ),
    'b.ts',
    'one as p, two as q',
    'one as q, two as p',
  ],
  [
    'a member of a namespace',
    from("import * as lib from './b.ts'", { 'b.ts': two }, 'task: x => lib.a(x)'),
    'b.ts',
    '+ 1',
    '+ 2',
  ],
  ['a member by a text', from("import * as lib from './b.ts'", { 'b.ts': two }, "task: x => lib['a'](x)"), 'b.ts', '+ 1', '+ 2'],
  [
    'a namespace that is a value',
    from("import * as lib from './b.ts'", { 'b.ts': two }, 'task: x => Object.keys(lib)'),
    'b.ts',
    '- 1',
    '- 2',
  ],
  [
    'a member that is computed',
    from("import * as lib from './b.ts'", { 'b.ts': two }, 'task: x => lib[x]()'),
    'b.ts',
    '- 1',
    '- 2',
  ],
  [
    'the names of a namespace that is a value',
    from("import * as lib from './b.ts'", { 'b.ts': `const a = 1\nexport { a }` }, 'task: x => Object.keys(lib)'),
    'b.ts',
    '{ a }',
    '{ a as b }',
  ],
  [
    'a namespace that is exported',
    from("import { lib } from './b.ts'", { 'b.ts': "export * as lib from './c.ts'", 'c.ts': two }, 'task: x => lib.a(x)'),
    'c.ts',
    '+ 1',
    '+ 2',
  ],
  [
    'files that import each other',
    from("import { a } from './b.ts'", {
      'b.ts': "import { c } from './c.ts'\nexport const a = (x: number) => c(x)\nexport const k = 1",
      'c.ts': "import { k } from './b.ts'\nexport const c = (x: number) => x + k",
    }),
    'b.ts',
    'k = 1',
    'k = 2',
  ],
  [
    'a class that extends one of another file',
    from(
      "import { A } from './b.ts'",
      { 'b.ts': "import { B } from './c.ts'\nexport class A extends B {}", 'c.ts': 'export class B { a() { return 1 } }' },
      'task: () => new A().a()',
    ),
    'c.ts',
    'return 1',
    'return 2',
  ],
  ['a dynamic import', from('', { 'b.ts': two }, "task: async x => (await import('./b.ts')).a(x)"), 'b.ts', '- 1', '- 2'],
  [
    'a dynamic import of JSON',
    from('', { 'b.json': '[1]' }, "task: async x => (await import('./b.json', { with: { type: 'json' } })).default"),
    'b.json',
    '1',
    '2',
  ],
  ['a file that is not there yet', from('', {}, "task: () => import('./b.ts').catch(() => 1)"), 'b.ts', '', 'export {}'],
])

testKeeps([
  [
    'another member of a namespace',
    from("import * as lib from './b.ts'", { 'b.ts': two }, 'task: x => lib.a(x)'),
    'b.ts',
    '- 1',
    '- 2',
  ],
  [
    'another member of a namespace that is exported',
    from("import { lib } from './b.ts'", { 'b.ts': "export * as lib from './c.ts'", 'c.ts': two }, 'task: x => lib.a(x)'),
    'c.ts',
    '- 1',
    '- 2',
  ],
  [
    'another file of `export *`',
    from("import { a } from './b.ts'", {
      'b.ts': "export * from './c.ts'\nexport * from './d.ts'",
      'c.ts': a1,
      'd.ts': 'export const d = 1',
    }),
    'd.ts',
    '= 1',
    '= 2',
  ],
  [
    'white space in JSON',
    from("import a from './b.json' with { type: 'json' }", { 'b.json': '[1]' }, 'task: () => a'),
    'b.json',
    '[1]',
    '[\r\n  1\r\n]',
  ],
  [
    'a way of re-exporting',
    from("import { a } from './b.ts'", { 'b.ts': "export { a } from './c.ts'", 'c.ts': a1 }),
    'b.ts',
    "export { a } from './c.ts'",
    "export * from './c.ts'",
  ],
  [
    'an import of types',
    from("import { a } from './b.ts'", { 'b.ts': a1, 'types.ts': 'export type T = 1' }),
    'a.bench.ts',
    'import { a }',
    "import { type T } from './types.ts'\nimport type { U } from './types.ts'\nimport { a }",
  ],
])

test('exports of everything in a circle end', () => {
  const files = from("import { a } from './b.ts'", {
    'b.ts': "export * from './c.ts'",
    'c.ts': "export * from './b.ts'\nexport * from './d.ts'",
    'd.ts': a1,
  })
  assert.ok('d.ts#a' in codeOf(files).parts)
})
