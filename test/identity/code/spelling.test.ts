// Comments, formatting and types leave no trace in the identity of code; everything that runs does.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse as parseTokens, type Token } from 'acorn'
import * as fc from 'fast-check'
import { normalize } from '../../../src/identity/code/normalize.ts'
import { parse } from '../../../src/identity/code/parse.ts'
import { packageRoot } from '../../fixtures/folder.ts'

function textOf(source: string): string {
  const tree = parse(source, true)
  assert.ok(tree !== null, source)
  return normalize(tree.program)
}

const same: readonly (readonly [string, string])[] = [
  ['a = 1', '/* b */ a /* c */ = // d\n1;'],
  ["f('a')", 'f("a")'],
  ['f("\\u0061")', "f('a')"],
  ['f(a, b)', 'f(a, b,)'],
  ['f(a)\ng(b)', ';f(a);;g(b);'],
  ['x = (a + b)', 'x = a + b'],
  ['x = a + (b * c)', 'x = a + b * c'],
  ['x => x', '(x) => { return x }'.replace('{ return x }', 'x')],
  ['x => ({ a: 1 })', '(x) => (({ a: 1 }))'],
  ["({ 'a': 1, 1: 2 })", '({ a: 1, "1": 2 })'],
  ['({ a: a })', '({ a })'],
  ["class A { 'b'() {} }", 'class A { b() {}; }'],
  ['f(1000, 255, 0.5)', 'f(1_000, 0xff, .5)'],
  ['f(`a\\n`)', 'f(`a\n`)'],
  ['const a: number = 1', 'const a = 1'],
  ['const f = <T extends object>(a: T, b?: string): a is T => true', 'const f = (a, b) => true'],
  ['const a = b as unknown as string, c = d!, e = [] satisfies number[]', 'const a = b, c = d, e = []'],
  ['interface A {}\ntype B = 1\ndeclare const c: number\nexport type { B }\nf()', 'f()'],
  ["import type { A } from './a.ts'\nf()", 'f()'],
  ['class A<T> implements B { private readonly a: T = 1; declare b: number }', 'class A { a = 1 }'],
  ['function f(this: A, a: 1): void\nfunction f(a) {}', 'function f(a) {}'],
  ['if (a) b()\nelse c()', 'if(a)b();else c()'],
  ['const { a = 1, ...b } = c', 'const {a=1,...b,} = c'.replace(',}', '}')],
  ['a?.b?.[c]?.()', 'a ?. b ?. [ c ] ?. ( )'],
]

for (const [one, other] of same)
  test(`${one} is ${other}`.replaceAll('\n', '\\n'), () => assert.equal(textOf(one), textOf(other)))

const different: readonly (readonly [string, string])[] = [
  ['f("a")', 'f("b")'],
  ['f("a ")', 'f("a")'],
  ['f(`a`)', "f('a')"],
  ['f(`a b`)', 'f(`a  b`)'],
  ['f(`${a}b`)', 'f(`a${b}`)'],
  ['f`\\n`', 'f`\n`'],
  ['f(1)', "f('1')"],
  ['f(1)', 'f(1n)'],
  ['f(0)', 'f(-0)'],
  ['f(null)', 'f(undefined)'],
  ['f(/a/g)', 'f(/a/i)'],
  ['f("/a/")', 'f(/a/)'],
  ['f(true)', 'f("true")'],
  ['f([1, , 2])', 'f([1, null, 2])'],
  ['f([,])', 'f([])'],
  ['f(...a)', 'f(a)'],
  ['f((a, b))', 'f(a, b)'],
  ['(a?.b).c', 'a?.b.c'],
  ['a ?? b', 'a || b'],
  ['(a + b) * c', 'a + b * c'],
  ['a - (b - c)', 'a - b - c'],
  ['-(a ** b)', '(-a) ** b'],
  ['({ a: 1 })', '({ [a]: 1 })'],
  ['({ a() {} })', '({ a: function () {} })'],
  ['({ get a() { return 1 } })', '({ a() { return 1 } })'],
  ['({ __proto__ })', '({ __proto__: __proto__ })'],
  ['({ async a() {} })', '({ a() {} })'],
  ['({ *a() {} })', '({ a() {} })'],
  ['x => x', 'async x => x'],
  ['x => { x }', 'x => x'],
  ['class A { static a = 1 }', 'class A { a = 1 }'],
  ['class A { #a = 1 }', 'class A { a = 1 }'],
  ['class A { a: number }', 'class A { declare a: number }'],
  ['const a = 1', 'let a = 1'],
  ["'use strict'; f()", "('use strict'); f()"],
  ['a++', '++a'],
  ['a += 1', 'a = 1'],
  ['for (const a of b) {}', 'for (const a in b) {}'],
  ['async () => { for await (const a of b) {} }', 'async () => { for (const a of b) {} }'],
  ['if (a) { if (b) c() } else d()', 'if (a) { if (b) c(); else d() }'],
  ['return1', 'return_1'],
  ["import a from './a.ts'", "import { a } from './a.ts'"],
]

for (const [one, other] of different) {
  test(`${one} is not ${other}`.replaceAll('\n', '\\n'), () => assert.notEqual(textOf(one), textOf(other)))
}

/** Real code: all of this package. */
const sources = readdirSync(join(packageRoot, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(path => parse(readFileSync(join(packageRoot, 'src', path), 'utf8'), true)?.text ?? '')

/** Other white space and comments between the tokens, other quotes; a line that ends still ends. */
function respell(text: string, choose: () => number): string {
  const tokens: Token[] = []
  parseTokens(text, { ecmaVersion: 'latest', sourceType: 'module', onToken: tokens })
  let respelled = ''
  let end = 0
  for (const token of tokens) {
    const gap = text.slice(end, token.start)
    const spaces = gap.includes('\n') ? ['\n', '\n\n    ', ' /* why\n */ ', ' // why\n'] : [' ', '\t ', ' /* why */ ', '   ']
    respelled += gap === '' ? '' : spaces[choose() % spaces.length]
    const word = text.slice(token.start, token.end)
    const isPlainText = token.type.label === 'string' && !/[\\'"]/.test(word.slice(1, -1))
    respelled += isPlainText && choose() % 2 === 0 ? `"${word.slice(1, -1)}"` : word
    end = token.end
  }
  return respelled
}

test('real code is the same however it is spelled', () => {
  const choices = fc.array(fc.nat(11), { minLength: 7, maxLength: 50 })
  fc.assert(
    fc.property(fc.constantFrom(...sources), choices, (text, numbers) => {
      let i = 0
      const other = respell(text, () => numbers[i++ % numbers.length] ?? 0)
      assert.ok(textOf(other) === textOf(text), other)
    }),
    { numRuns: 200 },
  )
})

test('real code is other code when one word of it is another', () => {
  const nameOrNumber = new Set(['name', 'num', 'string', 'template'])
  fc.assert(
    fc.property(fc.constantFrom(...sources), fc.nat(), (text, n) => {
      const tokens: Token[] = []
      parseTokens(text, { ecmaVersion: 'latest', sourceType: 'module', onToken: tokens })
      const words = tokens.filter(({ type, start, end }) => nameOrNumber.has(type.label) && end > start)
      const word = words[n % words.length]
      fc.pre(word !== undefined)
      // Digits behind the last one that counts change no number.
      const at = word.type.label === 'string' ? word.start + 1 : word.type.label === 'name' ? word.end : word.start
      const other = parse(`${text.slice(0, at)}1${text.slice(at)}`, false)
      fc.pre(other !== null)
      assert.ok(normalize(other.program) !== textOf(text), text.slice(word.start, word.end))
    }),
    { numRuns: 200 },
  )
})
