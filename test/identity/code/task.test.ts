// The task's own words, the names it uses and where they come from.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bench, codeOf, type Files, inBench, testChanges, testKeeps } from './project.ts'

const helped: Files = {
  'a.bench.ts': bench(
    'task: x => helper(x) + K + conf.k',
    `import { helper } from './lib/helper.ts'\nimport conf from './conf.json' with { type: 'json' }
const K = 1\nfunction unrelated() { return 1 }\nconst metric = () => K`,
  ),
  'lib/helper.ts': `import { scale as f, shift } from './deep.ts'
export const helper = (x: number) => f(x)\nexport const other = shift`,
  'lib/deep.ts': 'export const scale = (x: number) => x * 2\nexport const shift = (x: number) => x + 1',
  'conf.json': '{ "k": 1 }',
}

testChanges([
  ['the task’s body', helped, 'a.bench.ts', '+ conf.k', '- conf.k'],
  ['a helper two imports away', helped, 'lib/deep.ts', '* 2', '* 3'],
  ['a renamed import that means another name', helped, 'lib/helper.ts', 'scale as f', 'shift as f'],
  ['a constant', helped, 'a.bench.ts', 'K = 1', 'K = 2'],
  ['imported JSON', helped, 'conf.json', '1', '2'],
  ['the setup', inBench('setup: () => 1, task: x => x'), 'a.bench.ts', '() => 1', '() => 2'],
  ['a setup that was added', inBench('task: x => x'), 'a.bench.ts', 'task:', 'setup: () => 1, task:'],
  ['what the setup reaches', inBench('setup: () => k, task: x => x', 'const k = 1'), 'a.bench.ts', 'k = 1', 'k = 2'],
  [
    'a default parameter of a helper',
    inBench('task: x => f(x)', 'const d = 1\nfunction f(x, y = d) { return x + y }'),
    'a.bench.ts',
    'd = 1',
    'd = 2',
  ],
  [
    'what a default parameter means although the body declares the same name',
    inBench('task: x => f()', 'const d = 1\nfunction f(y = d) { var d = 2; return y + d }'),
    'a.bench.ts',
    'd = 1',
    'd = 3',
  ],
  ['a computed key', inBench('task: () => ({ [k]: 1 })', "const k = 'a'"), 'a.bench.ts', "k = 'a'", "k = 'b'"],
  ['a computed member', inBench('task: x => table[x]', 'const table = { a: 1, b: 2 }'), 'a.bench.ts', 'b: 2', 'b: 3'],
  ['a shorthand property', inBench('task: () => ({ k })', 'const k = 1'), 'a.bench.ts', 'k = 1', 'k = 2'],
  ['a getter', inBench('task: () => o.a', 'const k = 1\nconst o = { get a() { return k } }'), 'a.bench.ts', 'k = 1', 'k = 2'],
  ['a method of an object', inBench('task: () => o.a()', 'const o = { a() { return 1 } }'), 'a.bench.ts', 'return 1', 'return 2'],
  ['a field of a class', inBench('task: () => new A().a', 'const k = 1\nclass A { a = k }'), 'a.bench.ts', 'k = 1', 'k = 2'],
  [
    'a private field',
    inBench('task: () => new A().b()', 'class A { #a = 1; b() { return this.#a } }'),
    'a.bench.ts',
    '#a = 1',
    '#a = 2',
  ],
  [
    'a static block',
    inBench('task: () => A.a', 'const k = 1\nclass A { static { this.a = k } }'),
    'a.bench.ts',
    'k = 1',
    'k = 2',
  ],
  ['a tag and its text as typed', inBench('task: () => String.raw`a\\x41`'), 'a.bench.ts', '\\x41', 'A'],
  ['a tag', inBench('task: () => tag`a`', 'const tag = (s: any) => 1'), 'a.bench.ts', '=> 1', '=> 2'],
  ['a constant that waits', inBench('task: () => k', 'const k = await Promise.resolve(1)'), 'a.bench.ts', '(1)', '(2)'],
  [
    'one of two functions that call each other',
    inBench(
      'task: x => even(x)',
      'const even = (n: number) => n === 0 || odd(n - 1)\nconst odd = (n: number) => n !== 0 && even(n - 1)',
    ),
    'a.bench.ts',
    'n !== 0',
    'n !== 1',
  ],
  [
    'what a spread is made of',
    inBench('task: () => all', 'const some = { a: 1 }\nconst all = { ...some }'),
    'a.bench.ts',
    'a: 1',
    'a: 2',
  ],
  [
    'the default of a destructured constant',
    inBench('task: () => a', 'const d = 1\nconst { a = d, b } = { b: 2 } as any'),
    'a.bench.ts',
    'd = 1',
    'd = 2',
  ],
  ['the other variables of a pattern', inBench('task: () => a', 'const [a, b] = [1, 2]'), 'a.bench.ts', '[1, 2]\n', '[3, 2]\n'],
  [
    'a loop that declares a variable of the module',
    inBench('task: () => last', 'for (var last = 0; last < 3; ) last++'),
    'a.bench.ts',
    '< 3',
    '< 4',
  ],
  ['code that is read by eval', inBench("task: () => eval('k')", 'const k = 1'), 'a.bench.ts', 'k = 1', 'k = 2'],
  ['white space in a template', inBench('task: () => `a b`'), 'a.bench.ts', 'a b', 'a  b'],
  ['a number', inBench('task: () => 1'), 'a.bench.ts', '=> 1', '=> 2'],
  ['an operator', inBench('task: (x: any) => x?.a'), 'a.bench.ts', '?.', '.'],
  ['a flag of a pattern', inBench('task: x => /a/.test(x)'), 'a.bench.ts', '/a/', '/a/i'],
  ['bigint and number', inBench('task: () => 1'), 'a.bench.ts', '=> 1', '=> 1n'],
  ['a hole', inBench('task: () => [1, , 2]'), 'a.bench.ts', '[1, , 2]', '[1, 2]'],
  ['await', inBench('task: async (x: any) => x'), 'a.bench.ts', 'async (x', '(x'],
  ['where a parenthesis makes a difference', inBench('task: (x: any) => (x?.a).b'), 'a.bench.ts', '(x?.a).b', 'x?.a.b'],
  ['let for const', inBench('task: () => k', 'const k = 1'), 'a.bench.ts', 'const k', 'let k'],
])

testKeeps([
  ['a metric', helped, 'a.bench.ts', "mean('prediction')", "mean('duration_ms')"],
  ['a function that only a metric could use', helped, 'a.bench.ts', '=> K', '=> K + 1'],
  [
    'a scorer',
    inBench('task: x => x', '', 'scores: { s: ({ result }: any) => result.prediction * 2 },'),
    'a.bench.ts',
    '* 2',
    '* 3',
  ],
  [
    'the description, data, expected and params',
    inBench('task: x => x', '', "description: 'a', expected: (i: any) => i, params: [{ p: 1 }],"),
    'a.bench.ts',
    "description: 'a', expected: (i: any) => i, params: [{ p: 1 }]",
    'expected: () => 1, params: [{ p: 2 }]',
  ],
  ['data', helped, 'a.bench.ts', 'data: [1, 2]', 'data: [1, 2, 3]'],
  ['input', inBench('task: x => x', '', 'input: (i: any) => i.a,'), 'a.bench.ts', 'i.a', 'i.b'],
  ['an unrelated function', helped, 'a.bench.ts', 'return 1', 'return 2'],
  ['an unrelated export of an imported file', helped, 'lib/helper.ts', 'other = shift', 'other = 2'],
  ['what only that reaches', helped, 'lib/deep.ts', 'x + 1', 'x + 2'],
  ['an unrelated import', helped, 'a.bench.ts', 'import conf', "import { other } from './lib/helper.ts'\nimport conf"],
  [
    'a local name that hides one of the module',
    inBench('task: x => { const helper = (y: number) => y; return helper(x) }', 'const helper = () => 1'),
    'a.bench.ts',
    'const helper = () => 1',
    'const helper = () => 2',
  ],
  [
    'a parameter that hides one of the module',
    inBench('task: ({ helper }: any) => helper', 'const helper = () => 1'),
    'a.bench.ts',
    '=> 1',
    '=> 2',
  ],
  [
    'a caught error that hides one',
    inBench('task: () => { try { throw 1 } catch (k) { return k } }', 'const k = 1'),
    'a.bench.ts',
    'k = 1',
    'k = 2',
  ],
  [
    'a hoisted variable that hides one',
    inBench('task: () => { k = 1; { var k } return k }', 'const k = 1'),
    'a.bench.ts',
    'const k = 1',
    'const k = 2',
  ],
  [
    'a function’s own name that hides one',
    inBench('task: function k() { return k }', 'const k = 1'),
    'a.bench.ts',
    'k = 1',
    'k = 2',
  ],
  ['a label of the same name', inBench('task: () => { k: for (;;) break k }', 'const k = 1'), 'a.bench.ts', 'k = 1', 'k = 2'],
  [
    'a property of the same name',
    inBench('task: (x: any) => ({ k: x.k })', 'const k = 1'),
    'a.bench.ts',
    'const k = 1',
    'const k = 2',
  ],
  [
    'a method of the same name',
    inBench('task: () => new (class { k() { return 1 } })()', 'const k = 1'),
    'a.bench.ts',
    'const k = 1',
    'const k = 2',
  ],
  [
    'declarations in another order',
    inBench('task: x => f(x)', 'const a = 1\nconst b = 2\nconst f = (x: number) => x + a + b'),
    'a.bench.ts',
    'const a = 1\nconst b = 2',
    'const b = 2\nconst a = 1',
  ],
  ['a new line in the middle', helped, 'lib/deep.ts', 'x * 2', '\n\n  x *\n 2'],
  ['the rest of the type declarations', inBench('task: x => x', 'interface A { a: 1 }'), 'a.bench.ts', 'a: 1 }', 'b: 2 }'],
  ['a name that is exported', inBench('task: () => k', 'const k = 1'), 'a.bench.ts', 'const k', 'export const k'],
])

test('a part is called by its place, so that what changed has a name', () => {
  const { parts } = codeOf(helped)
  assert.deepEqual(Object.keys(parts), [
    'a.bench.ts#K',
    'a.bench.ts#benchmark.task',
    'conf.json',
    'lib/deep.ts#scale',
    'lib/helper.ts#helper',
  ])
  for (const digest of Object.values(parts)) assert.match(digest, /^[0-9a-f]{64}$/)
})

test('the place of the project is no part', () => {
  assert.deepEqual(codeOf(helped), codeOf(helped))
})
