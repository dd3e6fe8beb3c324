// What is no data is refused at once, with the path to it and what to do; nothing is stored as something else.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toCells } from '../../src/record/columns.ts'
import { encodeTagged } from '../../src/record/tagged.ts'

class Model {
  weights = [1]
}

const cycle: Record<string, unknown> = { name: 'a' }
cycle['items'] = [{ parent: cycle }]
const map = new Map<string, unknown>()
map.set('self', map)
const set = new Set<unknown>()
set.add(new Set([set]))
const error = new Error('e')
error.cause = { inner: error }
const failure = Object.assign(new Error('f'), { request: {} as Record<string, unknown> })
failure.request['error'] = failure

const refused: readonly (readonly [what: string, value: unknown, message: RegExp])[] = [
  ['a function', { a: { f() {} } }, /^expected value\.a\.f to be plain data, got a function; return what it computes instead$/],
  ['a symbol', [1, Symbol('s')], /^expected value\.1 to be plain data, got a symbol/],
  [
    'a class instance',
    { m: new Model() },
    /^expected value\.m to be plain data, got an instance of Model; return a plain object/,
  ],
  [
    'a map of a class of its own',
    { m: new (class Registry extends Map {})() },
    /value\.m to be plain data, got an instance of Registry/,
  ],
  ['a symbol key', { a: { [Symbol('k')]: 1 } }, /^expected value\.a to have text keys, got a symbol key/],
  ['a promise', { p: Promise.resolve(1) }, /^expected value\.p to be plain data, got an instance of Promise/],
  ['an iterator', { i: [1].values() }, /^expected value\.i to be plain data, got an instance of \w*/],
  [
    'an object without a class',
    Object.create(Object.create(null)),
    /^expected value to be .* an object without a class|instance of/,
  ],
  ['a value in a map', new Map([['k', { f() {} }]]), /^expected value\.0\.1\.f to be plain data, got a function/],
  [
    'a value in an error',
    Object.assign(new Error('x'), { retry() {} }),
    /^expected value\.retry to be plain data, got a function/,
  ],
  ['a cycle of objects', { x: cycle }, /^expected value\.x\.items\.0\.parent to be a tree, got a cycle; leave the link out$/],
  ['a cycle through a map', map, /^expected value\..* to be a tree, got a cycle/],
  ['a cycle through sets', set, /^expected value\..* to be a tree, got a cycle/],
  ['a cycle through a cause', error, /^expected value\.cause\.inner to be a tree, got a cycle/],
  ['a cycle through an error’s field', failure, /^expected value\.request\.error to be a tree, got a cycle/],
]

for (const [what, value, message] of refused) {
  test(`${what} is refused by its path`, () => {
    assert.throws(() => encodeTagged(value), { name: 'TypeError', message })
  })
}

test('a record’s path begins with the key', () => {
  assert.throws(() => toCells({ ok: 1, output: { parts: [() => 1] } }), /^TypeError: expected output\.parts\.0 to be plain data/)
  assert.throws(() => toCells({ '': Symbol('s') }), /^TypeError: expected '' to be plain data, got a symbol/)
})
