// Checks that a declaration that cannot work is refused at once, with the field, what was expected and what was got.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchmark, declarationOf } from '../../../src/bench/declare/benchmark.ts'
import { accuracy } from 'assay'

const valid = { name: 'b', data: [1], task: (x: number) => x }

/** A declaration with these fields instead, past the types. */
function declare(fields: object): () => unknown {
  return () => benchmark({ ...valid, ...fields } as typeof valid)
}

test('a declaration runs nothing and is frozen', () => {
  let calls = 0
  const declared = benchmark({ name: 'b', data: () => (calls++, [1]), task: () => calls++ })
  assert.equal(calls, 0)
  assert.equal(declared.name, 'b')
  assert.ok(Object.isFrozen(declared))
})

test('what is no benchmark has no declaration', () => {
  assert.equal(declarationOf(5), null)
  assert.equal(declarationOf({ name: 'b' }), null)
  assert.equal(declarationOf(null), null)
  assert.equal(declarationOf(benchmark(valid))?.name, 'b')
})

test('an unknown field is refused with the nearest known one', () => {
  assert.throws(
    declare({ metrcs: {} }),
    new TypeError('expected the fields of a benchmark, got `metrcs`. Did you mean `metrics`?'),
  )
  assert.throws(declare({ onEvent: 1 }), new TypeError('expected the fields of a benchmark, got `onEvent`.'))
  assert.throws(declare({ limits: { timeoutMS: 5 } }), {
    name: 'TypeError',
    message: /^expected the limits concurrency, .* of b, got `timeoutMS`\. Did you mean `timeoutMs`\?$/,
  })
})

test('fields of another type are refused', () => {
  const refusals: readonly (readonly [object, string])[] = [
    [{ name: '' }, 'expected `name` to be a text, got ""'],
    [{ name: 5 }, 'expected `name` to be a text, got 5'],
    [{ data: 'items.jsonl' }, 'expected `data` of b to be iterable or a function, got "items.jsonl"'],
    [{ data: { id: 1 } }, 'expected `data` of b to be iterable or a function, got an object'],
    [{ data: undefined }, 'expected `data` of b to be iterable or a function, got undefined'],
    [{ id: 'id' }, 'expected `id` of b to be a function, got "id"'],
    [{ input: 5 }, 'expected `input` of b to be a function, got 5'],
    [{ expected: 'yes' }, 'expected `expected` of b to be a function, got "yes"'],
    [{ task: undefined }, 'expected `task` of b to be a function, got nothing'],
    [{ params: 5 }, 'expected `params` of b to be a list of objects, got 5'],
    [{ params: { model: 'a' } }, 'expected `params` of b to be a list of objects, got an object'],
    [{ params: ['a'] }, 'expected params[0] of b to be an object, got "a"'],
    [{ params: [{}, []] }, 'expected params[1] of b to be an object, got a list'],
    [{ version: 2 }, 'expected `version` of b to be a text, got 2'],
    [{ metrics: 5 }, 'expected `metrics` of b to be metrics by name, got 5'],
    [{ metrics: [accuracy()] }, 'expected `metrics` of b to be metrics by name, got a list'],
    [{ metrics: { a: accuracy } }, 'expected the metric `a` of b to have a function `compute`, got a function'],
    [{ metrics: { a: null } }, 'expected the metric `a` of b to have a function `compute`, got null'],
    [{ scores: 5 }, 'expected `scores` of b to be scorers by name, got a number'],
    [{ scores: [() => 1] }, 'expected `scores` of b to be scorers by name, got a list'],
    [{ scores: { judge: [() => 1] } }, 'expected the scorer `judge` of b to be a function or { task }, got a list'],
    [{ scores: { judge: 'exact' } }, 'expected the scorer `judge` of b to be a function or { task }, got a text'],
    [{ scores: { ' ': () => 1 } }, 'expected each scorer of b to have a name, got an empty text'],
    [{ limits: 5 }, 'expected `limits` of b to be limits by name, got 5'],
  ]
  for (const [fields, message] of refusals) assert.throws(declare(fields), new TypeError(message))
})

test('numbers out of range are refused', () => {
  const refusals: readonly (readonly [object, string])[] = [
    [{ trials: 0 }, 'expected `trials` of b to be a whole number from 1, got 0'],
    [{ trials: 1.5 }, 'expected `trials` of b to be a whole number from 1, got 1.5'],
    [{ trials: '3' }, 'expected `trials` of b to be a whole number from 1, got "3"'],
    [{ params: [] }, 'expected `params` of b to hold at least one configuration, got none'],
    [{ limits: { timeoutMs: 0 } }, 'expected the limit `timeoutMs` of b to be above 0, got 0'],
    [{ limits: { timeoutMs: Number.NaN } }, 'expected the limit `timeoutMs` of b to be above 0, got NaN'],
    [{ limits: { concurrency: '4' } }, 'expected the limit `concurrency` of b to be above 0, got "4"'],
    [{ limits: { concurrency: 1.5 } }, 'expected the limit `concurrency` of b to be a whole number, got 1.5'],
  ]
  for (const [fields, message] of refusals) assert.throws(declare(fields), new RangeError(message))
})

test('without an argument it says so', () => {
  assert.throws(
    () => (benchmark as unknown as (spec?: unknown) => void)(),
    new TypeError('expected benchmark() to get an object, got undefined'),
  )
})

test('a metric may not take the columns of another or of a row', () => {
  assert.throws(
    declare({ metrics: { a: accuracy(), a_low: accuracy() } }),
    new TypeError('expected another name for the metric `a_low` of b: that column holds the interval of another'),
  )
  for (const name of ['run_id', 'Benchmark', 'params_x', 'item', 'status']) {
    assert.throws(
      declare({ metrics: { [name]: accuracy() } }),
      new TypeError(`expected another name for the metric \`${name}\` of b: that column is Assay's own`),
    )
  }
})

test('a name that only looks like the column of an interval is a name', () => {
  assert.doesNotThrow(declare({ metrics: { latency_high: accuracy(), f1_n: accuracy() } }))
})

test('params are copied and frozen, so that nobody changes those of a later datapoint', () => {
  const params = [{ model: 'a', options: { shots: [1, 2] } }]
  const declared = declarationOf(benchmark({ ...valid, params }))?.params[0] as (typeof params)[0]
  params[0]!.options.shots.push(3)
  assert.deepEqual(declared, { model: 'a', options: { shots: [1, 2] } })
  assert.throws(() => declared.options.shots.push(3), TypeError)
})

test('the file that declares it is known', () => {
  assert.deepEqual(
    declarationOf(benchmark(valid))?.sites.map(({ file }) => file),
    [import.meta.filename],
  )
})
