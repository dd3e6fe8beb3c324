// Contract: any key and any value comes back as it went in, and SQL counts with what it holds.
import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { awkwardKeys, record } from '../../record/arbitrary.ts'
import { type StoreTest, insert, read } from './rows.ts'

export function valueTests(storeTest: StoreTest): void {
  storeTest('any records come back as they went in', async store => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 5 }), async records => {
        await insert(store, records)
        assert.deepEqual(await read(store, { tail: records.length }), records)
      }),
      { numRuns: 60 },
    )
  })

  storeTest('every awkward key is a column of its own', async store => {
    const row = Object.fromEntries(awkwardKeys.map((key, i) => [key, i]))
    await insert(store, [row])
    assert.deepEqual(await read(store), [row])
    const columns = (await store.columns('metrics')).filter(column => Object.hasOwn(row, column.key))
    assert.equal(columns.length, awkwardKeys.length)
    for (const { key, name } of columns) {
      const { rows } = await store.sql(`SELECT "${name.replaceAll('"', '""')}" FROM metrics`)
      assert.deepEqual(rows, [[row[key]]], JSON.stringify(key))
    }
  })

  storeTest('a later row of other kinds changes nothing in the earlier ones', async store => {
    const rows = [
      { nan: Number.NaN, text: '5', num: 5, yes: true, when: new Date(5), order: 1, big: 2n ** 60n },
      { nan: 1, text: 5, num: 'five', yes: 'yes', when: 3, order: null, big: 0.5, brand_new: 1 },
      { nan: null, text: ['5'], num: 5n, yes: 1, when: '1970-01-01T00:00:00.005Z', order: true, big: 2n ** 80n },
    ]
    for (const row of rows) await insert(store, [row])
    assert.deepEqual(await read(store), rows)
  })

  storeTest('a row without keys is a row', async store => {
    await insert(store, [{}, { a: undefined }])
    assert.deepEqual(await read(store), [{}, {}])
  })

  storeTest('three thousand keys fit into one table', async store => {
    const wide = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`key ${i}`, i % 7 === 0 ? null : i / 2]))
    await insert(store, [wide, { 'key 2999': 'last' }])
    assert.deepEqual(await read(store), [wide, { 'key 2999': 'last' }])
    assert.deepEqual(await read(store, { columns: ['key 2999', 'key 0'], limit: 1 }), [{ 'key 2999': 1499.5, 'key 0': null }])
    assert.deepEqual(await read(store, { columns: ['key 1'], where: { 'key 2999': 1499.5 } }), [{ 'key 1': 0.5 }])
    assert.equal(await store.count('metrics', { where: { 'key 2999': 'last' } }), 1)
  })

  storeTest('a value of 50 MB comes back', async store => {
    const text = 'ü'.repeat(25 * 1024 * 1024)
    const bytes = new Uint8Array(50 * 1024 * 1024).fill(7)
    await insert(store, [{ text, bytes }, { text: 'small' }])
    const [row, next] = await read(store)
    assert.ok(row?.['text'] === text)
    assert.ok(Buffer.compare(row?.['bytes'] as Uint8Array, bytes) === 0)
    assert.deepEqual(next, { text: 'small' })
  })

  storeTest('NaN is in no sum: among 1 and 3 it leaves the average at 2', async store => {
    await insert(store, [{ loss: 1 }, { loss: Number.NaN }, { loss: 3 }, { loss: null }])
    const { rows } = await store.sql('SELECT AVG(loss), COUNT(loss), COUNT(*) FROM metrics')
    assert.deepEqual(rows, [[2, 2, 4]])
    assert.deepEqual(await read(store), [{ loss: 1 }, { loss: Number.NaN }, { loss: 3 }, { loss: null }])
  })

  storeTest('a column that began with null is numeric once numbers come', async store => {
    await insert(store, [{ a: null }])
    await insert(store, [{ a: 9 }, { a: 10 }, { a: 0.5 }])
    const column = (await store.columns('metrics')).find(({ key }) => key === 'a')
    assert.equal(column?.type, 'number')
    assert.deepEqual((await store.sql('SELECT a FROM metrics ORDER BY a')).rows, [[null], [0.5], [9], [10]])
  })

  storeTest('a buffer that is filled anew while its commit waits changes no row', async store => {
    const buffer = new Uint8Array([1, 2, 3])
    const committed = insert(store, [{ buffer }])
    buffer.fill(9)
    await committed
    assert.deepEqual(await read(store), [{ buffer: new Uint8Array([1, 2, 3]) }])
  })
}
