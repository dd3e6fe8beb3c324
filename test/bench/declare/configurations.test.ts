// Checks which configurations a run selects, and that a slip of the pen selects none instead of fewer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchmark, declarationOf } from '../../../src/bench/declare/benchmark.ts'
import { configurationsOf, selectConfigurations } from '../../../src/bench/declare/configurations.ts'
import { paramsColumns } from '../../../src/tracker/row.ts'
import type { Declaration } from '../../../src/bench/declare/spec.ts'
import type { Selector } from '../../../src/tracker/selection.ts'

const entries = [
  { model: 'franc', chars: 16 },
  { model: 'franc', chars: 80 },
  { model: 'tinyld', chars: 16, flags: ['a', 'b'] },
  { model: null, deep: { on: true } },
]
const all = entries.map(params => ({ params, given: params }))

function declaration(params: readonly object[]): Declaration {
  const declared = declarationOf(benchmark({ name: 'b', data: [1], params, task: x => x }))
  assert.ok(declared !== null)
  return declared
}

function select(selector: unknown): number[] {
  return selectConfigurations(all, selector as Selector<never>).map(({ params }) => entries.findIndex(entry => entry === params))
}

test('two equal entries are an error, whatever the order of their keys', () => {
  assert.throws(
    () =>
      configurationsOf(
        declaration([
          { a: 1, b: 2 },
          { a: 2, b: 2 },
          { b: 2, a: 1 },
        ]),
      ),
    new RangeError('expected each entry of `params` of b once, but params[0] and params[2] are equal'),
  )
})

test('1, "1", true and null are four configurations', () => {
  const configurations = configurationsOf(declaration([{ a: 1 }, { a: '1' }, { a: true }, { a: null }]))
  assert.equal(new Set(configurations.map(({ digest }) => digest)).size, 4)
})

test('params that have no identity are refused by path', () => {
  assert.throws(
    () => configurationsOf(declaration([{ a: { call: () => 1 } }])),
    /^TypeError: expected params\[0\] of b\.a\.call to be data, got a function/,
  )
})

test('without a selector, all', () => {
  assert.deepEqual(select(undefined), [0, 1, 2, 3])
})

test('a value, several keys, one of a list, a list as a value', () => {
  assert.deepEqual(select({ model: 'franc' }), [0, 1])
  assert.deepEqual(select({ model: 'franc', chars: 80 }), [1])
  assert.deepEqual(select({ model: ['tinyld', 'franc'], chars: [16] }), [0, 2])
  assert.deepEqual(select({ flags: ['a', 'b'] }), [2])
  assert.deepEqual(select({ deep: { on: true } }), [3])
})

test('null is a value, also of an entry that lacks the key', () => {
  assert.deepEqual(select({ model: null }), [3])
  assert.deepEqual(select({ chars: null }), [3])
})

test('a text means what it is written like, because a command line has only texts', () => {
  assert.deepEqual(select({ chars: '16' }), [0, 2])
  assert.deepEqual(select({ chars: ['80', '16'] }), [0, 1, 2])
  assert.deepEqual(select({ model: 'null' }), [3])
  assert.throws(() => select({ deep: '[object Object]' }), RangeError)
})

test('a function sees each entry', () => {
  assert.deepEqual(
    select((params: { chars?: number }) => (params.chars ?? 0) > 16),
    [1],
  )
})

test('a key that no entry has is an error that names the nearest', () => {
  assert.throws(
    () => select({ modle: 'franc' }),
    new RangeError('expected a param of the benchmark (model, chars, flags, deep), got `modle`. Did you mean `model`?'),
  )
})

test('a value that no entry has is an error that names the nearest, in a list too', () => {
  const message = 'expected a value of the param `model` (franc, tinyld, null), got "frnc". Did you mean `franc`?'
  assert.throws(() => select({ model: 'frnc' }), new RangeError(message))
  assert.throws(() => select({ model: ['tinyld', 'frnc'] }), new RangeError(message))
  assert.throws(() => select({ model: [] }), RangeError)
  assert.throws(() => select({ model: undefined }), RangeError)
})

test('selecting nothing is an error', () => {
  const message = 'expected `params` to select at least one configuration, but it selects none of 4'
  assert.throws(() => select(() => false), new RangeError(message))
  assert.throws(() => select({ model: 'tinyld', chars: 80 }), new RangeError(message))
})

test('params become columns under their own names', () => {
  assert.deepEqual(paramsColumns({ model: 'a', deep: { b: 1 } }), { params_model: 'a', params_deep: { b: 1 } })
})
