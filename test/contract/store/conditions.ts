// Contract: a condition finds the rows whose values equal it and no others, though SQL itself takes 1 for true and NaN for null.
import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import type { Row } from '../../../src/store/store.ts'
import { type StoreTest, insert, read, valuesOf } from './rows.ts'

/** Values of which SQL alone takes some for others. */
const pool: readonly unknown[] = [
  1,
  true,
  1n,
  '1',
  1.5,
  0,
  -0,
  false,
  null,
  undefined,
  Number.NaN,
  new Date(Number.NaN),
  Infinity,
  2 ** 53,
  2n ** 53n,
  2n ** 70n,
  String(2n ** 70n),
  new Date(0),
  new Date(0).toISOString(),
  '',
  new Uint8Array(0),
  'a\ud800',
  new Uint8Array(Buffer.from('a\ud800', 'utf16le')),
  '{"a":1}',
  { a: 1, b: 2 },
  [1],
]
const member = fc.constantFrom(...pool)
/** Columns of one kind take another way than mixed ones. */
const members = fc.oneof(
  fc.array(member, { maxLength: 8 }),
  fc.array(fc.constantFrom<unknown>(1, 0, null, undefined), { maxLength: 8 }),
  fc.array(fc.constantFrom<unknown>(0, -0, 1.5, Number.NaN, null), { maxLength: 8 }),
  fc.array(fc.constantFrom<unknown>(true, false, undefined), { maxLength: 8 }),
  fc.array(fc.constantFrom<unknown>(new Date(0), new Date(Number.NaN), null), { maxLength: 8 }),
)

export function conditionTests(storeTest: StoreTest): void {
  storeTest('a condition finds what equals it, in every column and range', async store => {
    let batch = 0
    await fc.assert(
      fc.asyncProperty(
        members,
        member.filter(one => one !== undefined),
        fc.nat(4),
        fc.nat(4),
        async (values, wanted, n, offset) => {
          const key = `a${++batch}`
          const rows: Row[] = values.map((value, i) => ({ batch, i, ...(value !== undefined && { [key]: value }) }))
          await insert(store, [{ batch: 0, [key]: values[0] ?? null }, ...rows])
          const all = rows.filter(row => isDeepStrictEqual(row[key] ?? null, wanted)).map(row => row['i'])
          const where = { batch, [key]: wanted }
          assert.deepEqual(await valuesOf(store, 'i', { where }), all)
          assert.deepEqual(await valuesOf(store, 'i', { where, tail: n }), n === 0 ? [] : all.slice(-n))
          assert.deepEqual(await valuesOf(store, 'i', { where, limit: n, offset }), all.slice(offset, offset + n))
          assert.equal(await store.count('metrics', { where }), all.length)
        },
      ),
      { numRuns: 150 },
    )
  })

  storeTest('an absent value is found by null, also under a name that every object has', async store => {
    await insert(store, [{ constructor: 1, a: 1 }, { a: 2 }])
    assert.deepEqual(await valuesOf(store, 'a', { where: { constructor: null } }), [2])
  })

  storeTest('nested values are found whatever the order of their keys', async store => {
    await insert(store, [
      { params: { a: 1, b: [2] }, n: 1 },
      { params: { a: 1, b: [3] }, n: 2 },
    ])
    assert.deepEqual(await valuesOf(store, 'n', { where: { params: { b: [2], a: 1 } } }), [1])
  })

  storeTest('a Buffer finds the bytes that it holds', async store => {
    await insert(store, [{ a: Buffer.from('x') }, { a: 'x' }])
    assert.deepEqual(await read(store, { where: { a: Buffer.from('x') } }), [{ a: new Uint8Array([120]) }])
    assert.equal(await store.count('metrics', { where: { a: Buffer.from('x') } }), 1)
  })

  storeTest('a list of values finds each row once, in written order', async store => {
    const rows = Array.from({ length: 500 }, (_, n) => ({ id: `id ${(n * 7) % 500}`, n }))
    await insert(store, rows)
    const ids = rows.filter(({ n }) => n % 2 === 0).map(({ id }) => id)
    const values = [...ids.toReversed(), ...ids, 'nobody']
    const found = rows.filter(({ n }) => n % 2 === 0)
    assert.deepEqual(await read(store, { in: { key: 'id', values } }), found)
    assert.deepEqual(await read(store, { in: { key: 'id', values }, tail: 3 }), found.slice(-3))
    assert.deepEqual(await read(store, { in: { key: 'id', values }, limit: 2, offset: 100 }), found.slice(100, 102))
    assert.deepEqual(await read(store, { in: { key: 'id', values }, where: { n: 4 } }), [rows[4]])
    assert.deepEqual(await read(store, { in: { key: 'id', values: [] } }), [])
  })

  storeTest('a list of values keeps kinds apart', async store => {
    await insert(store, [
      { É: 1 },
      { é: 1 },
      { é: '1' },
      { é: true },
      { é: 0.1 },
      { é: Number.NaN },
      { é: null },
      { é: 'a\ud800' },
    ])
    assert.deepEqual(await read(store, { in: { key: 'é', values: [1, 0.1] } }), [{ é: 1 }, { é: 0.1 }])
    assert.deepEqual(await read(store, { in: { key: 'é', values: ['1', 'a\ud800'] } }), [{ é: '1' }, { é: 'a\ud800' }])
    assert.deepEqual(await read(store, { in: { key: 'é', values: [Number.NaN] } }), [{ é: Number.NaN }])
  })
}
