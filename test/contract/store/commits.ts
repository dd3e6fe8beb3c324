// Contract: a commit is all or nothing and keeps its place; put, update and intern do what their names say.
import assert from 'node:assert/strict'
import type { Store } from '../../../src/store/store.ts'
import { type StoreTest, insert, read, valuesOf } from './rows.ts'

const ledgerRow = { datapoint: 'd1', input: 'i', status: 'error', error: 'boom', attempts: 1 }

async function ledger(store: Store): Promise<unknown[]> {
  const columns = ['datapoint', 'status', 'error', 'attempts']
  return Array.fromAsync(store.rows('assay_ledger', { columns }))
}

export function commitTests(storeTest: StoreTest): void {
  storeTest('a commit with one bad step changes nothing at all', async store => {
    const good = { type: 'insert', table: 'metrics', rows: [{ fresh: 1 }] } as const
    await assert.rejects(store.commit([good, { type: 'insert', table: 'Metrics', rows: [{ a: 1 }] }]), {
      code: 'table_invalid',
    })
    assert.equal(await store.count('metrics'), 0)
    assert.ok(!(await store.columns('metrics')).some(({ key }) => key === 'fresh'))
    await store.commit([good])
    assert.deepEqual(await read(store), [{ fresh: 1 }])
  })

  storeTest('a value that cannot be stored is refused by its path before anything is written', async store => {
    const rows = [{ a: 1 }, { output: { parts: [1, () => 1] } }]
    await assert.rejects(insert(store, rows), { name: 'TypeError', message: /^expected output\.parts\.1 to be plain data/ })
    assert.equal(await store.count('metrics'), 0)
  })

  storeTest('a failing commit among many of one moment fails alone, and the others keep their order', async store => {
    const commits = Array.from({ length: 50 }, (_, n) =>
      store.commit([
        { type: 'insert', table: 'metrics', rows: [{ n, [`only ${n}`]: n }] },
        { type: 'insert', table: 'runs', rows: [{ run_id: n === 13 || n === 20 ? 'twice' : `run ${n}` }] },
      ]),
    )
    const outcomes = (await Promise.allSettled(commits)).map(({ status }) => status)
    assert.deepEqual(
      outcomes.flatMap((status, n) => (status === 'rejected' ? [n] : [])),
      [20],
    )
    const expected = commits.map((_, n) => n).filter(n => n !== 20)
    assert.deepEqual(await valuesOf(store, 'n'), expected)
    assert.ok(!(await store.columns('metrics')).some(({ key }) => key === 'only 20'))
  })

  storeTest('commits of one moment and those after them are written in the order of their calls', async store => {
    const first = Array.from({ length: 20 }, (_, n) => insert(store, [{ n }]))
    const second = first[0]?.then(() => insert(store, [{ n: 'second' }]))
    await Promise.all([...first, second])
    assert.deepEqual(await valuesOf(store, 'n'), [...Array(20).keys(), 'second'])
  })

  storeTest('a durable commit is a commit like any other', async store => {
    await store.commit([{ type: 'insert', table: 'metrics', rows: [{ a: 1 }] }], { isDurable: true })
    assert.deepEqual(await read(store), [{ a: 1 }])
  })

  storeTest('put replaces the row of the same key in its place, with all that it held', async store => {
    await store.commit([{ type: 'put', table: 'assay_inputs', rows: [{ digest: 'i' }] }])
    const put = (rows: readonly object[]) => store.commit([{ type: 'put', table: 'assay_ledger', rows: rows as never }])
    await put([
      { ...ledgerRow, note: Number.NaN },
      { ...ledgerRow, datapoint: 'd2' },
    ])
    await put([{ datapoint: 'd1', status: 'timeout', attempts: 2 }])
    assert.deepEqual(await ledger(store), [
      { datapoint: 'd1', status: 'timeout', error: null, attempts: 2 },
      { datapoint: 'd2', status: 'error', error: 'boom', attempts: 1 },
    ])
    assert.deepEqual(await Array.fromAsync(store.rows('assay_ledger', { columns: ['note'] })), [{}, {}])
  })

  storeTest('insert refuses a key that is there, and keeps the row that has it', async store => {
    await store.commit([{ type: 'insert', table: 'runs', rows: [{ run_id: 'a', planned: 1 }] }])
    await assert.rejects(store.commit([{ type: 'insert', table: 'runs', rows: [{ run_id: 'a', planned: 2 }] }]), /UNIQUE/)
    assert.deepEqual(await Array.fromAsync(store.rows('runs', { columns: ['planned'] })), [{ planned: 1 }])
  })

  storeTest('update sets keys of the rows that match, and no others', async store => {
    await insert(store, [
      { id: 'a', n: 1, kept: 'x' },
      { id: 'b', n: 1 },
    ])
    await store.commit([{ type: 'update', table: 'metrics', set: { n: 2, 'new key': [1] }, where: { id: 'a' } }])
    assert.deepEqual(await read(store), [
      { id: 'a', n: 2, kept: 'x', 'new key': [1] },
      { id: 'b', n: 1 },
    ])
  })

  storeTest('update sets any value over any other', async store => {
    const values = [1, Number.NaN, null, 'text', true, 2n ** 80n, new Date(0), { a: [1] }, 'a\ud800', 7]
    await insert(store, [{ id: 1, value: 0, odd: Number.NaN, 'q\'"\\': null }])
    for (const value of values) {
      await store.commit([{ type: 'update', table: 'metrics', set: { value, 'q\'"\\': value }, where: { id: 1 } }])
      assert.deepEqual(await read(store), [{ id: 1, value, odd: Number.NaN, 'q\'"\\': value }])
    }
  })

  storeTest('update sets keys past the limit of columns', async store => {
    const wide = Object.fromEntries(Array.from({ length: 1_100 }, (_, i) => [`k${i}`, i]))
    await insert(store, [{ id: 1 }, wide])
    await store.commit([{ type: 'update', table: 'metrics', set: { k1099: 'set', k1: -1 }, where: { k0: 0 } }])
    assert.deepEqual(await read(store), [{ id: 1 }, { ...wide, k1099: 'set', k1: -1 }])
  })

  storeTest('amend sets other keys of rows by their numbers, and no others', async store => {
    await insert(store, [
      { id: 'a', n: 1, kept: Number.NaN },
      { id: 'b', n: 1, kept: null },
      { id: 'c', n: 1 },
    ])
    const numbers = await Array.fromAsync(store.rows('metrics', { columns: ['assay_row'] }), row => Number(row['assay_row']))
    const amend = (values: readonly unknown[]) =>
      store.commit([
        {
          type: 'amend',
          table: 'metrics',
          rows: values.map((value, i) => ({ row: numbers[i] ?? 0, set: { score: value, [`of ${i}`]: i } })),
        },
      ])
    for (const values of [
      [1, null],
      ['text', Number.NaN],
      [{ a: [1] }, true],
    ]) {
      await amend(values)
      assert.deepEqual(await read(store), [
        { id: 'a', n: 1, kept: Number.NaN, score: values[0], 'of 0': 0 },
        { id: 'b', n: 1, kept: null, score: values[1], 'of 1': 1 },
        { id: 'c', n: 1 },
      ])
    }
  })

  storeTest('the number of a row is read when it is asked for, and finds it', async store => {
    await insert(store, [{ id: 'a' }, { id: 'b' }])
    const [, last] = await Array.fromAsync(store.rows('metrics', { columns: ['assay_row'] }))
    assert.deepEqual(await Array.fromAsync(store.rows('metrics', { where: { ...last }, columns: ['id'] })), [{ id: 'b' }])
    assert.ok(!(await store.columns('metrics')).some(({ key }) => key === 'assay_row'))
  })

  storeTest('update refuses a condition that SQL takes for another', async store => {
    await insert(store, [{ a: 1.5, b: null }])
    const update = { type: 'update', table: 'metrics', set: { c: 1 }, where: { a: Number.NaN } } as const
    await assert.rejects(store.commit([update]), {
      name: 'TypeError',
      message: /values that SQL can tell apart, got others among a$/,
    })
  })

  storeTest('intern keeps each digest once and gives its row number in order', async store => {
    const [a, b, again] = await store.intern('assay_params', [{ digest: 'a', value: '1' }, { digest: 'b' }, { digest: 'a' }])
    assert.equal(a, again)
    assert.notEqual(a, b)
    const both = await Promise.all([
      store.intern('assay_params', [{ digest: 'b' }, { digest: 'c' }]),
      store.intern('assay_params', [{ digest: 'c' }]),
    ])
    assert.deepEqual([both[0][0], both[0][1]], [b, both[1][0]])
    assert.equal(await store.count('assay_params'), 3)
  })
}
