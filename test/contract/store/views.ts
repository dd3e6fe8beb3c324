// Contract: `predictions` shows each row with its item; `datapoints` each datapoint once, from its newest run that counts.
import assert from 'node:assert/strict'
import type { Store } from '../../../src/store/store.ts'
import type { StoreTest } from './rows.ts'
import { addRun } from './runs.ts'

async function datapoints(store: Store): Promise<unknown[]> {
  const columns = ['input_id', 'run_id', 'params_model']
  const rows = await Array.fromAsync(store.rows('datapoints', { columns }), row => columns.map(key => row[key]))
  assert.equal(rows.length, await store.count('datapoints'))
  assert.deepEqual((await store.sql('SELECT input_id, run_id, params_model FROM datapoints ORDER BY assay_row')).rows, rows)
  return rows
}

export function viewTests(storeTest: StoreTest): void {
  storeTest('a prediction is shown with the columns of its item', async store => {
    await addRun(store, 'r1', { a: { prediction: 1 }, b: { prediction: Number.NaN } })
    const [first, second] = await Array.fromAsync(store.rows('predictions'))
    assert.deepEqual([first?.['item_text'], first?.['item_Loss'], first?.['prediction']], ['text of a', null, 1])
    assert.deepEqual([second?.['item_text'], second?.['prediction']], ['text of b', Number.NaN])
    assert.equal(Object.hasOwn(first ?? {}, 'assay_item'), false)
    const { rows } = await store.sql('SELECT item_text, prediction, params_model FROM predictions')
    assert.deepEqual(rows, [
      ['text of a', 1, 'p'],
      ['text of b', null, 'p'],
    ])
  })

  storeTest('columns come as one looks for them: ids, item, params, result, measures', async store => {
    await addRun(store, 'r1', { a: { prediction: 1 } })
    const keys = (await store.columns('predictions')).map(({ key }) => key)
    const order = ['input_id', 'status', 'item_text', 'params_model', 'prediction', 'duration_ms'].map(key => keys.indexOf(key))
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    )
    assert.ok(!keys.some(key => key.startsWith('assay_') || key === 'digest'))
    assert.deepEqual(await store.columns('datapoints'), await store.columns('predictions'))
  })

  storeTest('a datapoint is shown once, from its newest run', async store => {
    await addRun(store, 'old', { a: {}, b: {} }, { startedAt: new Date(1_000) })
    await addRun(store, 'new', { b: {}, c: {} }, { startedAt: new Date(2_000) })
    await addRun(store, 'older', { a: {}, c: {} }, { startedAt: new Date(500) })
    assert.deepEqual(await datapoints(store), [
      ['a', 'old', 'p'],
      ['b', 'new', 'p'],
      ['c', 'new', 'p'],
    ])
  })

  storeTest('of two runs that started together, the later row counts', async store => {
    await addRun(store, 'one', { a: {} })
    await addRun(store, 'two', { a: {} })
    assert.deepEqual(await datapoints(store), [['a', 'two', 'p']])
  })

  storeTest('development and deleted runs do not count', async store => {
    await addRun(store, 'counts', { a: {} }, { startedAt: new Date(1) })
    await addRun(store, 'dev', { a: {}, b: {} }, { startedAt: new Date(2), dev: true })
    await addRun(store, 'deleted', { a: {}, b: {} }, { startedAt: new Date(3), deletedAt: new Date(4) })
    assert.deepEqual(await datapoints(store), [['a', 'counts', 'p']])
    assert.equal(await store.count('predictions'), 5)
  })

  storeTest('other params are another datapoint', async store => {
    await addRun(store, 'r1', { a: {} }, { params: 'p' })
    await addRun(store, 'r2', { a: {} }, { params: 'q' })
    assert.deepEqual(await datapoints(store), [
      ['a', 'r1', 'p'],
      ['a', 'r2', 'q'],
    ])
  })

  storeTest('views are read by condition and range', async store => {
    const items = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`i${n}`, { n, odd: n % 2 === 1 }]))
    await addRun(store, 'r1', items)
    for (const table of ['predictions', 'datapoints']) {
      const read = (query: object) => Array.fromAsync(store.rows(table, { columns: ['n'], ...query }), row => row['n'])
      assert.deepEqual(await read({ where: { odd: true }, tail: 2 }), [27, 29])
      assert.deepEqual(await read({ where: { item_text: 'text of i3' } }), [3])
      assert.deepEqual(await read({ where: { item_Loss: null }, limit: 2, offset: 5 }), [5, 6])
      assert.deepEqual(await read({ in: { key: 'input_id', values: ['i9', 'i2'] } }), [2, 9])
      assert.equal(await store.count(table, { where: { odd: false } }), 15)
    }
  })

  storeTest('an item’s odd cells are its own, beside those of the prediction', async store => {
    await addRun(store, 'r1', { a: { prediction: 2 } })
    await addRun(store, 'r2', { b: { prediction: 'two' } })
    const rows = await Array.fromAsync(store.rows('predictions', { columns: ['item_Loss', 'prediction'] }))
    assert.deepEqual(rows, [
      { item_Loss: null, prediction: 2 },
      { item_Loss: null, prediction: 'two' },
    ])
  })
}
