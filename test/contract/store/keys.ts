// Contract: the keys that a store finds are those that one sees by reading the rows.
import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import type { Row, Store } from '../../../src/store/store.ts'
import { record } from '../../record/arbitrary.ts'
import { insert, type StoreTest } from './rows.ts'
import { addRun } from './runs.ts'

async function keysByReading(store: Store, table: string, where: Row): Promise<string[]> {
  const seen = new Set((await Array.fromAsync(store.rows(table, { where }))).flatMap(row => Object.keys(row)))
  return (await store.columns(table)).map(({ key }) => key).filter(key => seen.has(key))
}

export function keyTests(storeTest: StoreTest): void {
  storeTest('keys are those of some of the rows, with `null`, `NaN` and dates that are none', async store => {
    await insert(store, [
      { benchmark: 'a', x: null, only: undefined },
      { benchmark: 'a', nan: Number.NaN, bad: new Date(Number.NaN), empty: '' },
      { benchmark: 'b', x: 1, other: 1 },
    ])
    assert.deepEqual(await store.keys('metrics', { where: { benchmark: 'a' } }), [
      'run_id',
      'benchmark',
      'x',
      'nan',
      'bad',
      'empty',
    ])
    assert.deepEqual(await store.keys('metrics', { where: { benchmark: 'none' } }), [])
    assert.deepEqual(await store.keys('metrics', { where: { x: 1n } }), [])
    assert.deepEqual(
      await store.keys('metrics'),
      (await store.columns('metrics')).map(({ key }) => key),
    )
  })

  storeTest('keys past the limit of columns are found too', async store => {
    await insert(store, [
      { benchmark: 'b', ...Object.fromEntries(Array.from({ length: 1_100 }, (_, i) => [`k${i}`, i])) },
      { benchmark: 'a', k3: 1, k1050: null, k1060: Number.NaN },
    ])
    assert.deepEqual(await store.keys('metrics', { where: { benchmark: 'a' } }), ['run_id', 'benchmark', 'k3', 'k1050', 'k1060'])
  })

  storeTest('any rows have the keys that reading them shows', async store => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 4 }), fc.uuid(), async (rows, benchmark) => {
        await insert(
          store,
          rows.map(row => ({ ...row, benchmark })),
        )
        assert.deepEqual(
          await store.keys('metrics', { where: { benchmark } }),
          await keysByReading(store, 'metrics', { benchmark }),
        )
      }),
      { numRuns: 30 },
    )
  })

  storeTest('keys of items are those of the rows that show them', async store => {
    const itemOf = (id: string): Row => (id === 'x' ? { item_id: id, item_none: null } : { item_id: id, item_colour: 'red' })
    await addRun(store, 'r1', { x: { prediction: 1 } }, { itemOf })
    await addRun(store, 'r2', { y: { answer: 1 } }, { itemOf })
    const items = async (run: string) =>
      (await store.keys('predictions', { where: { run_id: run } })).filter(key => /^(?:item_|pred|ans)/.test(key))
    assert.deepEqual(
      [await items('r1'), await items('r2')],
      [
        ['item_id', 'item_none', 'prediction'],
        ['item_id', 'item_colour', 'answer'],
      ],
    )
  })
}
