// The ways to write a benchmark down, and what counts when its task cannot be told from the rest.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { taskCode } from '../../../src/identity/code.ts'
import { type Case, bench, codeOf, type Files, testChanges, testKeeps, writeProject } from './project.ts'

const imports = "import { benchmark, mean } from 'assay'\n"
const file = (source: string, files: Files = {}): Files => ({ 'a.bench.ts': imports + source, ...files })
const helper = 'const helper = (x: any) => x + 1\n'
const others = "name: 'a', data: [1], metrics: { m: mean('m1') }"

/** The task uses `helper`, which adds 1; a metric is of `m1`; nothing is wider than it need be. */
const ways: readonly (readonly [what: string, files: Files])[] = [
  ['an arrow function', file(`${helper}export default benchmark({ ${others}, task: x => helper(x) })`)],
  ['a method', file(`${helper}export default benchmark({ ${others}, task(x) { return helper(x) } })`)],
  ['a getter', file(`${helper}export default benchmark({ ${others}, get task() { return helper } })`)],
  ['a name', file(`${helper}export default benchmark({ ${others}, task: helper })`)],
  [
    'a name that is imported',
    file(`import { helper } from './h.ts'\nexport default benchmark({ ${others}, task: helper })`, {
      'h.ts': `export ${helper}`,
    }),
  ],
  ['a shorthand', file(`${helper}const task = helper\nexport default benchmark({ ${others}, task })`)],
  ['a quoted key', file(`${helper}export default benchmark({ ${others}, 'task': helper })`)],
  ['a computed key that is written out', file(`${helper}export default benchmark({ ${others}, ['task']: helper })`)],
  ['a member', file(`${helper}const tasks = { a: helper, b: 1 }\nexport default benchmark({ ${others}, task: tasks.a })`)],
  [
    'a call',
    file(
      `${helper}const make = (k: number) => (x: any) => helper(x) + k\nexport default benchmark({ ${others}, task: make(1) })`,
    ),
  ],
  [
    'a command',
    file(
      `import { command } from 'assay'\n${helper}export default benchmark({ ${others}, setup: helper, task: command(['a', 'b']) })`,
    ),
  ],
  ['a condition', file(`${helper}export default benchmark({ ${others}, task: true ? helper : helper })`)],
  ['a constant that is exported', file(`${helper}const bench = benchmark({ ${others}, task: helper })\nexport default bench`)],
  [
    'an import under another name',
    {
      'a.bench.ts': `import { benchmark as declare, mean } from 'assay'\n${helper}export default declare({ ${others}, task: helper })`,
    },
  ],
  [
    'a namespace',
    {
      'a.bench.ts': `import * as assay from 'assay'\n${helper}export default assay.benchmark({ name: 'a', metrics: { m: assay.mean('m1') }, task: helper })`,
    },
  ],
  [
    'a re-export of the project’s own',
    file(`import { benchmark as b } from './support.ts'\n${helper}export default b({ ${others}, task: helper })`, {
      'support.ts': "export { benchmark } from 'assay'",
    }),
  ],
  ['a spec of its own', file(`${helper}const spec = { ${others}, task: helper }\nexport default benchmark(spec)`)],
  [
    'a spec of another file',
    file(`import { spec } from './spec.ts'\nexport default benchmark(spec)`, {
      'spec.ts': `import { mean } from 'assay'\n${helper}export const spec = { ${others}, task: helper }`,
    }),
  ],
  ['a spread', file(`${helper}const base = { task: helper, k: 1 }\nexport default benchmark({ ...base, ${others} })`)],
  [
    'a spread over a spread',
    file(`${helper}const first = { task: helper }\nconst base = { ...first }\nexport default benchmark({ ${others}, ...base })`),
  ],
  [
    'a function of options whose task does not use them',
    file(`${helper}export default ({ subset = 'all' }) => benchmark({ ${others}, data: [subset], task: x => helper(x) })`),
  ],
  ['the last of two tasks', file(`${helper}export default benchmark({ task: () => 1, ...{}, ${others}, task: helper } as any)`)],
]

for (const [what, files] of ways) {
  test(`${what} is a task that is found`, () => {
    const { findings, isWide } = codeOf(files)
    assert.deepEqual(what === 'the last of two tasks' ? [] : findings, [])
    assert.equal(isWide, false)
  })
}
const where = (files: Files, text: string) => Object.keys(files).find(path => files[path]?.includes(text)) ?? ''
testChanges(ways.map(([what, files]): Case => [`the helper of ${what}`, files, where(files, 'x + 1'), 'x + 1', 'x + 2']))
testKeeps(ways.map(([what, files]): Case => [`a metric beside ${what}`, files, where(files, "'m1'"), "'m1'", "'m2'"]))

testChanges([
  [
    'arguments of a call that makes the task',
    file(`const make = (k: number) => () => k\nexport default benchmark({ ${others}, task: make(1) })`),
    'a.bench.ts',
    'make(1)',
    'make(2)',
  ],
  [
    'a spec that is changed afterwards',
    file(`${helper}const spec: any = { ${others}, task: helper }\nspec.task = () => 1\nexport default benchmark(spec)`),
    'a.bench.ts',
    '() => 1',
    '() => 2',
  ],
  [
    'a spread that cannot be read',
    file(`const base = () => ({ task: () => 1 })\nexport default benchmark({ ${others}, ...base() })`),
    'a.bench.ts',
    '() => 1',
    '() => 2',
  ],
  [
    'a key that cannot be read',
    file(`const key = 'task'\nexport default benchmark({ ${others}, [key]: () => 1 } as any)`),
    'a.bench.ts',
    '() => 1',
    '() => 2',
  ],
  [
    'a task that a spread overrides',
    file(`const base = { task: () => 1 }\nexport default benchmark({ ${others}, task: () => 0, ...base })`),
    'a.bench.ts',
    '() => 1',
    '() => 2',
  ],
])

test('of several benchmarks in a file, the exported one is meant where its place is not known', () => {
  const files = file(
    `const other = benchmark({ ${others}, task: () => 1 })\nexport default benchmark({ ${others}, task: () => 2 })`,
  )
  const edit = (from: string, to: string) => codeOf({ 'a.bench.ts': files['a.bench.ts']?.replace(from, to) ?? '' }).identity
  assert.equal(edit('() => 1', '() => 3'), codeOf(files).identity)
  assert.notEqual(edit('() => 2', '() => 3'), codeOf(files).identity)
})

test('of several benchmarks in a file, the place of the call says which is meant', () => {
  const source = `${imports}export const a = benchmark({ ${others}, task: () => 'a' })\nexport const b = benchmark({ ${others}, task: () => 'b' })\n`
  const path = join(writeProject({ 'a.bench.ts': source }), 'a.bench.ts')
  const at = (line: number) => taskCode([{ file: path, line, column: 18 }]).parts
  assert.deepEqual(Object.keys(at(2)), ['a.bench.ts#benchmark.task'])
  assert.notDeepEqual(at(2), at(3))
})

const factory: Files = {
  'a.bench.ts': "import { make } from './make.ts'\nconst unrelated = 1\nexport default make({ k: 1 })\n",
  'make.ts': `${imports}import { helper } from './helper.ts'\nconst beside = 1
export function make(options: { k: number }) {\n  const { k } = options\n  return benchmark({ ${others}, task: x => helper(x) + k })\n}\n`,
  'helper.ts': 'export const helper = (x: any) => x\nexport const other = 1',
}

/** The identity with the way to the declaration, as call sites tell it. */
function codeOfFactory(files: Files) {
  const folder = writeProject(files)
  const line = (files['make.ts'] ?? '').split('\n').findIndex(text => text.includes('benchmark({')) + 1
  const column = ((files['make.ts'] ?? '').split('\n')[line - 1] ?? '').indexOf('benchmark(') + 1
  return taskCode([
    { file: join(folder, 'make.ts'), line, column },
    { file: join(folder, 'a.bench.ts'), line: 3, column: 16 },
  ])
}

test('a task that depends on an enclosing function counts with the files on the way to it, and a finding says so', () => {
  const before = codeOfFactory(factory)
  assert.equal(before.isWide, true)
  assert.deepEqual(
    before.findings.map(({ id, example }) => [id, example['file'], example['why']]),
    [['code-wide', 'make.ts', 'its task depends on `k` of an enclosing function or block']],
  )
  const edited = (path: string, from: string, to: string) => {
    assert.ok(factory[path]?.includes(from))
    return codeOfFactory({ ...factory, [path]: factory[path]?.replace(from, to) ?? '' }).identity
  }
  for (const [path, from, to] of [
    ['a.bench.ts', 'k: 1', 'k: 2'],
    ['a.bench.ts', 'unrelated = 1', 'unrelated = 2'],
    ['make.ts', 'beside = 1', 'beside = 2'],
    ['make.ts', '+ k', '- k'],
    ['helper.ts', '=> x', '=> 1'],
  ] as const) {
    assert.notEqual(edited(path, from, to), before.identity, `${path}: ${to}`)
  }
  for (const [path, from, to] of [
    ['a.bench.ts', 'const unrelated', '// why\n\n  const unrelated'],
    ['helper.ts', 'other = 1', 'other = 2'],
    ['make.ts', "'m1'", "'m2'"],
  ] as const) {
    assert.equal(edited(path, from, to), before.identity, `${path}: ${to}`)
  }
})

test('a task in a loop depends on the loop', () => {
  const code = codeOf(file(`for (const k of [1]) benchmark({ ${others}, task: () => k })`))
  assert.deepEqual(
    [code.isWide, code.findings[0]?.example['why']],
    [true, 'its task depends on `k` of an enclosing function or block'],
  )
})

test('a task that uses `this` of a class depends on it', () => {
  assert.equal(
    codeOf(
      file(`class A { k = 1; make() { return benchmark({ ${others}, task: () => this.k }) } }\nexport default new A().make()`),
    ).isWide,
    true,
  )
})

test('a file without a call that can be told from others counts as a whole', () => {
  const files: Files = { 'a.bench.ts': "import { make } from 'elsewhere'\nexport default make({ task: () => 1 })\n" }
  const code = codeOf(files)
  assert.deepEqual([code.isWide, code.findings[0]?.id], [true, 'code-wide'])
  assert.notEqual(codeOf({ 'a.bench.ts': files['a.bench.ts']?.replace('1', '2') ?? '' }).identity, code.identity)
})

test('a file that cannot be parsed counts by its content', () => {
  const code = codeOf({ 'a.bench.ts': `${imports}const view = <b></b>\nexport default benchmark({ task: () => 1 })` })
  assert.deepEqual(Object.keys(code.parts), ['a.bench.ts'])
  assert.deepEqual(
    code.findings.map(({ id }) => id),
    ['code-wide'],
  )
})

test('a file that is gone has no code', () => {
  assert.throws(() => taskCode([{ file: '/nowhere/a.bench.ts', line: 1, column: 1 }]), {
    name: 'AssayError',
    code: 'code_unknown',
  })
})

test('two runs find the same, at any place', () => {
  const files = file(`${bench('task: x => x').replace(/^import.*/, '')}`)
  assert.equal(codeOf(files).identity, codeOf(files).identity)
})
