// Contract: which rows a reader gets, in which order, with which columns; and what it is told when it asks for what is not there.
import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { type StoreTest, insert, read, valuesOf } from './rows.ts'

const count = fc.option(fc.nat(14), { nil: undefined })

export function rangeTests(storeTest: StoreTest): void {
  storeTest('limit, offset and tail cut the rows as an array is cut', async store => {
    const rows = Array.from({ length: 12 }, (_, n) => ({ n, odd: n % 2 === 1 }))
    await insert(store, rows)
    await fc.assert(
      fc.asyncProperty(count, count, count, fc.boolean(), async (limit, offset, tail, isFiltered) => {
        const all = rows.filter(({ odd }) => odd || !isFiltered).map(({ n }) => n)
        const range =
          tail === undefined ? { ...(limit !== undefined && { limit }), ...(offset !== undefined && { offset }) } : { tail }
        const query = { ...range, ...(isFiltered && { where: { odd: true } }) }
        const start = tail === undefined ? (offset ?? 0) : Math.max(0, all.length - tail)
        const end = tail === undefined && limit !== undefined ? start + limit : all.length
        assert.deepEqual(await valuesOf(store, 'n', query), all.slice(start, end))
      }),
    )
  })

  storeTest('any number of rows comes in the order in which it was written', async store => {
    const rows = Array.from({ length: 4_321 }, (_, n) => ({ n }))
    await insert(store, rows)
    assert.deepEqual(await read(store), rows)
    assert.deepEqual(await read(store, { tail: 1_500 }), rows.slice(-1_500))
    assert.deepEqual(await read(store, { offset: 1_000, limit: 2_000 }), rows.slice(1_000, 3_000))
  })

  storeTest('rows come in the order of keys that are asked for, equal ones as written', async store => {
    const rows = Array.from({ length: 2_500 }, (_, n) => ({
      n,
      name: ['é', 'b', '\u{1f600}', '\uffff', 'a'][n % 5],
      part: (n * 7) % 3,
    }))
    await insert(store, rows)
    const bytes = ({ name = '' }: { name?: string | undefined }) => Buffer.from(name)
    const sorted = rows.toSorted((a, b) => Buffer.compare(bytes(a), bytes(b)) || a.part - b.part || a.n - b.n)
    const order = ['name', 'part']
    assert.deepEqual(await read(store, { order }), sorted)
    assert.deepEqual(await read(store, { order, offset: 900, limit: 1_200 }), sorted.slice(900, 2_100))
    assert.deepEqual(
      await read(store, { order, where: { part: 1 }, tail: 10, columns: ['n'] }),
      sorted.flatMap(({ n, part }) => (part === 1 ? [{ n }] : [])).slice(-10),
    )
  })

  storeTest('rows that are written while one reads are not seen', async store => {
    await insert(
      store,
      Array.from({ length: 1_500 }, (_, n) => ({ n })),
    )
    let seen = 0
    for await (const row of store.rows('metrics')) {
      if (seen++ === 0) await insert(store, [{ n: 'later', other: 2n ** 62n }])
      assert.equal(typeof row['n'], 'number')
    }
    assert.equal(seen, 1_500)
    assert.equal(await store.count('metrics'), 1_501)
  })

  storeTest('only the columns that are asked for come, and not those of the condition', async store => {
    await insert(store, [{ a: 1, b: 2, c: 3 }, { a: 2 }])
    assert.deepEqual(await read(store, { columns: ['b'], where: { a: 1 } }), [{ b: 2 }])
    assert.deepEqual(await read(store, { columns: ['b'] }), [{ b: 2 }, {}])
    assert.deepEqual(await read(store, { columns: [] }), [{}, {}])
  })

  storeTest('columns are listed in the order in which they came, with their kinds', async store => {
    await insert(store, [{ Loss: 1 }])
    await insert(store, [{ loss: 'high', Loss: 0.5, '': true }])
    const columns = (await store.columns('metrics')).map(({ key, name, type }) => [key, name, type])
    assert.deepEqual(columns, [
      ['run_id', 'run_id', 'text'],
      ['benchmark', 'benchmark', 'text'],
      ['Loss', 'Loss', 'number'],
      ['loss', 'loss~d2b72d', 'text'],
      ['', '~12ae32', 'boolean'],
    ])
  })

  storeTest('the tables that a user may read are listed, the machinery is not', async store => {
    assert.deepEqual((await store.tables()).toSorted(), [
      'attempts',
      'datapoints',
      'estimates',
      'judgements',
      'metrics',
      'predictions',
      'runs',
    ])
  })

  storeTest('an unknown table is an error that names the nearest', async store => {
    const unknown = { code: 'table_not_found', message: 'There is no table `metric`. Did you mean `metrics`?' }
    await assert.rejects(Array.fromAsync(store.rows('metric')), unknown)
    await assert.rejects(store.count('metric'), unknown)
    await assert.rejects(store.columns('metric'), unknown)
    await assert.rejects(store.columns('zzzzzz'), { code: 'table_not_found', message: 'There is no table `zzzzzz`.' })
  })

  storeTest('an unknown column is an error that names the nearest', async store => {
    await insert(store, [{ loss: 1 }])
    const unknown = { code: 'column_not_found', message: 'The table `metrics` has no column `los`. Did you mean `loss`?' }
    await assert.rejects(read(store, { columns: ['los'] }), unknown)
    await assert.rejects(read(store, { where: { los: 1 } }), unknown)
    await assert.rejects(read(store, { in: { key: 'los', values: [1] } }), unknown)
    await assert.rejects(store.count('metrics', { where: { los: 1 } }), unknown)
    await assert.rejects(read(store, { order: ['los'] }), unknown)
  })
}
