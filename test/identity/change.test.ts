// Checks the words for what differs between two datapoints.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Difference, differencesOf } from '../../src/identity/change.ts'
import type { Described } from '../../src/identity/changed-code.ts'
import { migrationOf } from '../../src/identity/changed-params.ts'

const parts = { name: 'b', code: 'one', files: '', train: '', input: 'i', params: '{}', trial: 0 }
const plain: Described = { parts, places: {}, inputText: null }

function differences(before: Partial<Described>, after: Partial<Described>): Difference[] {
  return differencesOf({ ...plain, ...before }, { ...plain, ...after })
}

test('equal parts do not differ', () => assert.deepEqual(differences({}, {}), []))

test('code by its places, new and gone, packages by their versions', () => {
  const before = { 'a.ts#f': '1', 'a.ts#gone': '1', 'package zod': '3.1.0', 'words.json': '1' }
  const after = { 'a.ts#f': '2', 'b.ts#new': '1', 'package zod': '3.2.0', 'words.json': '1' }
  const found = differences({ places: before }, { places: after, parts: { ...parts, code: 'two' } })
  assert.deepEqual(found, [
    {
      part: 'code',
      before: 'a.ts#f, a.ts#gone, package zod 3.1.0',
      after: 'a.ts#f, b.ts#new, package zod 3.2.0',
      message: 'Code: a.ts#f changed, a.ts#gone is gone, b.ts#new is new, package zod was 3.1.0, is 3.2.0.',
    },
  ])
})

test('many places are counted', () => {
  const places = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`a.ts#f${i}`, '1']))
  const [code] = differences({}, { places, parts: { ...parts, code: 'two' } })
  assert.match(code?.message ?? '', /a\.ts#f7 is new, and 2 more\.$/)
})

test('versions, and code of which only the whole is known', () => {
  const words = (before: string, after: string) =>
    differences({ places: null, parts: { ...parts, code: before } }, { parts: { ...parts, code: after } })[0]?.message
  assert.equal(words('version:1', 'version:2'), 'Code: the version was 1, is 2.')
  assert.equal(words('version:1', 'two'), 'Code: the version 1 stood for it, now what the task reaches does.')
  assert.equal(words('one', 'version:2'), 'Code: what the task reaches stood for it, now the version 2 does.')
  assert.equal(words('one', 'two'), 'Code: it is another, and of the earlier one only the whole is known.')
})

test('all that differ, in one order', () => {
  const other = { name: 'c', code: 'two', files: 'f', train: 't', input: 'j', params: '{"a":1}', trial: 1 }
  const found = differences({}, { parts: other })
  assert.deepEqual(
    found.map(({ part }) => part),
    ['name', 'code', 'files', 'train', 'input', 'params', 'trial'],
  )
})

test('params by key, with what to declare where only their shape is another', () => {
  const of = (before: string, after: string) => [
    differences({ parts: { ...parts, params: before } }, { parts: { ...parts, params: after } })[0]?.message,
    migrationOf(before, after),
  ]
  assert.deepEqual(of('{"a":1,"b":[1,{"c":"},"}]}', '{"a":2,"b":[1,{"c":"},"}]}'), ['Params: `a` was 1, is 2.', null])
  assert.deepEqual(of('{"a":1}', '{"b":1}'), ['Params: `a` is called `b`.', 'rename: { b: "a" }'])
  assert.deepEqual(of('{"a":1}', '{"a":1,"top-k":5}'), ['Params: `top-k` is new (5).', 'add: { "top-k": 5 }'])
  assert.deepEqual(of('{"a":1,"b":2}', '{"a":1}'), ['Params: `b` is gone.', null])
  assert.deepEqual(of('{"a":1}', '{"b":2}'), ['Params: `b` is new (2), `a` is gone.', null])
  assert.deepEqual(of('{}', '{"a":#NaN}'), ['Params: `a` is new (#NaN).', 'add: { a: … }'])
})
