// Checks how data become items: every form that data may take, ids, item columns, and what is refused before anything runs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchmark, declarationOf } from '../../../src/bench/declare/benchmark.ts'
import { expectedOf, type Item, readItems } from '../../../src/bench/declare/items.ts'
import type { Declaration } from '../../../src/bench/declare/spec.ts'

function declare(spec: object): Declaration {
  const declared = declarationOf(benchmark({ name: 'b', data: [], task: () => 1, ...spec }))
  assert.ok(declared !== null)
  return declared
}

async function items(spec: object): Promise<Item[]> {
  return readItems(declare(spec))
}

async function* later(values: Iterable<unknown>) {
  yield* values
}

test('data in every form give the same items', async () => {
  const values = [{ id: 'a' }, { id: 'b' }]
  const forms: readonly unknown[] = [
    values,
    new Set(values),
    values.values(),
    later(values),
    { [Symbol.asyncIterator]: () => later(values) },
    () => values,
    async () => values,
    () => later(values),
    async () => later(values),
    values.map(value => Promise.resolve(value)),
  ]
  for (const data of forms) {
    const read = await items({ data })
    assert.deepEqual(
      read.map(({ id, value }) => [id, value]),
      [
        ['a', { id: 'a' }],
        ['b', { id: 'b' }],
      ],
    )
  }
})

test('a generator function is read anew, a generator is refused the second time', async () => {
  const again = declare({ data: () => later([{ id: 'a' }]) })
  assert.equal((await readItems(again)).length + (await readItems(again)).length, 2)
  const once = declare({ data: later([{ id: 'a' }]) })
  assert.equal((await readItems(once)).length, 1)
  await assert.rejects(
    readItems(once),
    new TypeError('expected `data` of b to be readable again, got an iterator that was read before; give its function'),
  )
})

test('one object that is used for every item is read in time', async () => {
  const row = { id: '', size: [0] }
  function* reuse() {
    for (const n of [1, 2]) {
      row.id = `i${n}`
      row.size[0] = n
      yield row
    }
  }
  const read = await items({ data: reuse() })
  assert.deepEqual(
    read.map(({ id, input }) => [id, input]),
    [
      ['i1', { id: 'i1', size: [1] }],
      ['i2', { id: 'i2', size: [2] }],
    ],
  )
})

test('the id is the own one, else `item.id`, else the digest of the input', async () => {
  const [own] = await items({ data: [{ id: 'x', key: 7 }], id: (item: { key: number }) => item.key })
  const [named] = await items({ data: [{ id: 5 }] })
  const [digested] = await items({ data: ['text'] })
  assert.deepEqual([own?.id, named?.id, digested?.id], ['7', '5', digested?.inputDigest])
})

test('two items with one id are an error, 1 and "1" included', async () => {
  const message = 'Two items of b have the id "1": number 1 and number 3.'
  await assert.rejects(items({ data: [{ id: 1 }, { id: 2 }, { id: '1' }] }), { code: 'data_invalid', message })
  await assert.rejects(items({ data: ['same', 'same'] }), { code: 'data_invalid' })
})

test('an id that is none is refused', async () => {
  for (const [id, got] of [
    [null, 'null'],
    ['', 'an empty text'],
    [Number.NaN, 'NaN'],
    [true, 'true'],
  ]) {
    const message = `expected the id of item 1 of b to be a text or a number, got ${String(got)}`
    await assert.rejects(items({ data: [{ id }] }), new TypeError(message))
  }
  await assert.rejects(items({ data: [{ id: 1 }], id: () => undefined }), TypeError)
})

test('the columns of an item are its keys, or one for a value of another kind', async () => {
  const [object, text, list] = await items({ data: [{ id: 'a', deep: { x: 1 }, none: undefined }, 'text', [1]] })
  assert.deepEqual(
    [object, text, list].map(item => ({ ...item?.columns, digest: '' })),
    [
      { item_id: 'a', item_deep: { x: 1 }, item_none: undefined, digest: '' },
      { item: 'text', digest: '' },
      { item: [1], digest: '' },
    ],
  )
})

test('what the data, `input` or `id` throw is an error that says where', async () => {
  const fail = () => {
    throw new RangeError('boom')
  }
  async function* broken() {
    yield { id: 1 }
    fail()
  }
  await assert.rejects(items({ data: broken }), { code: 'data_invalid', message: '`data` of b threw after 1 items: boom.' })
  await assert.rejects(items({ data: fail }), { code: 'data_invalid', message: '`data` of b threw after 0 items: boom.' })
  await assert.rejects(items({ data: [1], input: fail }), {
    code: 'benchmark_invalid',
    message: '`input` for item 1 of b threw: boom.',
  })
  await assert.rejects(items({ data: [1], id: fail }), {
    code: 'benchmark_invalid',
    message: '`id` for item 1 of b threw: boom.',
  })
})

test('a function that returns no items is refused', async () => {
  await assert.rejects(items({ data: () => 5 }), new TypeError('expected the function `data` of b to return items, got 5'))
})

test('an item that cannot be kept is refused before anything runs', async () => {
  class Point {
    x = 1
  }
  await assert.rejects(
    items({ data: [{ id: 1, call: () => 1 }] }),
    /TypeError: expected the input of item 1 of b\.call to be data, got a function/,
  )
  await assert.rejects(
    items({ data: [{ id: 1, at: new Point() }], input: () => 1 }),
    /TypeError: expected item_at to be plain data, got an instance of Point; .+ \(item 1 of b\)$/,
  )
})

test('`expected` is asked once, and what it throws or what cannot be kept is a reason', async () => {
  const answers = [() => 'yes', () => undefined, () => Number.NaN]
  for (const [i, value] of ['yes', null, Number.NaN].entries()) {
    const declaration = declare({ data: [1], expected: answers[i] })
    const [item] = await readItems(declaration)
    assert.ok(item !== undefined)
    assert.deepEqual(expectedOf(declaration, item), { value, reason: null })
  }
  for (const [expected, reason] of [
    [() => JSON.parse('{'), /^SyntaxError: /],
    [async () => 'yes', /^TypeError: expected the answer to be plain data, got an instance of Promise/],
    [() => () => 1, /^TypeError: expected the answer to be plain data, got a function/],
  ] as const) {
    const declaration = declare({ data: [1], expected })
    const [item] = await readItems(declaration)
    assert.ok(item !== undefined)
    const answer = expectedOf(declaration, item)
    assert.equal(answer.value, null)
    assert.match(answer.reason ?? '', reason)
    assert.equal(expectedOf(declaration, item), answer)
  }
})
