// Contract: what a store counts of its columns is what one counts by reading every row.
import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { toCell } from '../../../src/record/cells.ts'
import type { Row, Store } from '../../../src/store/store.ts'
import { record } from '../../record/arbitrary.ts'
import { insert, type StoreTest } from './rows.ts'
import { addRun } from './runs.ts'

/** Equal for values that count as one: integers and numbers are one kind, and 0 and -0 one number. */
function textOf(value: unknown): string {
  const { type, value: stored } = toCell(value, 'value')
  if (typeof value === 'number') return `number ${value}`
  return `${type} ${stored instanceof Uint8Array ? Buffer.from(stored).toString('hex') : String(stored)}`
}

async function countByReading(store: Store, table: string): Promise<object[]> {
  const rows = await Array.fromAsync(store.rows(table))
  return (await store.columns(table)).map(({ key, name, type }) => {
    const values = rows.flatMap(row => (Object.hasOwn(row, key) && row[key] !== null ? [row[key]] : []))
    const distinct = new Set(values.map(textOf)).size
    return { name: key, column: name, type, nulls: rows.length - values.length, distinct }
  })
}

async function assertCounted(store: Store, table: string): Promise<void> {
  const counted = await countByReading(store, table)
  assert.deepEqual(await store.describe(table), counted)
  const { groups } = await store.summarize(table)
  const summarized = groups[0]?.columns.map(({ name, column, type, nulls, distinct }) => ({
    name,
    column,
    type,
    nulls,
    distinct,
  }))
  assert.deepEqual(summarized, counted)
}

const pool: readonly unknown[] = [
  1,
  true,
  1n,
  '1',
  0,
  -0,
  Number.NaN,
  new Date(Number.NaN),
  new Date(0),
  new Date(0).toISOString(),
]
const others: readonly unknown[] = [
  null,
  Infinity,
  2 ** 53,
  2n ** 53n,
  2n ** 70n,
  String(2n ** 70n),
  'a\ud800',
  { a: 1 },
  '{"a":1}',
  [-0],
  [0],
]
const confused = fc.constantFrom(...pool, ...others, new Uint8Array([97, 0, 0, 216]), new Map([[1, 2]]), {})
const records = fc.array(
  fc.oneof(
    record,
    fc.dictionary(fc.constantFrom('a', 'A', 'quote\'"`\\', '$.a', '', 'lone\ud800', 'nul\0'), confused, {
      noNullPrototype: true,
    }),
  ),
  { minLength: 1, maxLength: 6 },
)

export function descriptionTests(storeTest: StoreTest): void {
  storeTest('an empty table has columns without values', async store => {
    assert.ok((await store.describe('metrics')).every(({ nulls, distinct }) => nulls === 0 && distinct === 0))
    await assertCounted(store, 'metrics')
    await assertCounted(store, 'predictions')
  })

  storeTest('columns of any values are counted as if every row were read', async store => {
    await fc.assert(
      fc.asyncProperty(records, async rows => {
        await insert(store, rows)
        await assertCounted(store, 'metrics')
      }),
      { numRuns: 40 },
    )
  })

  storeTest('so are keys past the limit of columns', async store => {
    await insert(store, [Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`key ${i}`, i]))])
    await fc.assert(
      fc.asyncProperty(records, async rows => {
        await insert(store, rows)
        await assertCounted(store, 'metrics')
      }),
      { numRuns: 10 },
    )
    assert.ok((await store.columns('metrics')).filter(({ place }) => place === 'more').length > 10)
  })

  storeTest('and those of the views, whose items have cells of their own', async store => {
    const values = [...pool, ...others]
    const items: Record<string, Row> = Object.fromEntries(
      values.map((value, i) => [`i${i}`, { prediction: value, loss: i === 3 ? Number.NaN : i / 2 }]),
    )
    await addRun(store, 'r1', items, {
      itemOf: id => ({ item_value: items[id]?.['prediction'], item_size: id === 'i5' ? Number.NaN : 2 }),
    })
    await addRun(store, 'r2', { i1: {}, i2: { prediction: 'x' } }, { startedAt: new Date(1) })
    for (const table of ['predictions', 'datapoints']) await assertCounted(store, table)
    const found = new Map((await store.describe('datapoints')).map(column => [column.name, column]))
    assert.deepEqual(
      [found.get('item_size')?.type, found.get('item_size')?.nulls, found.get('item_size')?.distinct],
      ['number', 0, 2],
    )
  })
}
