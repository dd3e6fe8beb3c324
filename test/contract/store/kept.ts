// Contract: columns that are set stand beside what was measured, and a deleted run leaves nothing but its line and its results.
import assert from 'node:assert/strict'
import type { Store } from '../../../src/store/store.ts'
import type { StoreTest } from './rows.ts'
import { addRun } from './runs.ts'

function predictions(store: Store, columns: readonly string[]): Promise<unknown[]> {
  return Array.fromAsync(store.rows('predictions', { columns }), row => columns.map(key => row[key]))
}

export function keptTests(storeTest: StoreTest): void {
  storeTest('set adds columns to predictions, finds rows by their item too, and changes its own again', async store => {
    await addRun(store, 'r1', { a: { prediction: 1 }, b: { prediction: 2 } })
    await addRun(store, 'r2', { a: { prediction: 3 } })
    assert.equal(await store.set('predictions', { note: 'seen', sure: 0.5 }, { item_text: 'text of a', run_id: 'r1' }), 1)
    assert.equal(await store.set('predictions', { note: true }, { input_id: 'b' }), 1)
    assert.deepEqual(await predictions(store, ['run_id', 'prediction', 'note', 'sure']), [
      ['r1', 1, 'seen', 0.5],
      ['r1', 2, true, undefined],
      ['r2', 3, undefined, undefined],
    ])
    assert.equal(await store.set('predictions', { note: 7, sure: null }, { note: 'seen' }), 1)
    assert.deepEqual((await predictions(store, ['note', 'sure']))[0], [7, null])
    assert.deepEqual([...(await store.addedKeys('predictions'))], ['note', 'sure'])
    assert.deepEqual((await store.sql('SELECT note FROM datapoints WHERE note IS NOT NULL')).rows, [[1]], 'of the newest run')
  })

  storeTest('set refuses what was measured, and changes nothing with it', async store => {
    await addRun(store, 'r1', { a: { prediction: 1, label: 'x' } })
    for (const key of ['label', 'prediction', 'status', 'params_model', 'assay_item']) {
      await assert.rejects(store.set('predictions', { note: 1, [key]: 1 }, {}), {
        code: 'column_taken',
        message: new RegExp(key),
      })
      await assert.rejects(store.countSettable('predictions', { [key]: 1 }, {}), { code: 'column_taken' })
    }
    assert.ok(!(await store.columns('predictions')).some(({ key }) => key === 'note'))
    assert.deepEqual(await predictions(store, ['prediction', 'label']), [[1, 'x']])
  })

  storeTest('counting what would be set changes nothing, and set adds no column for no row', async store => {
    await addRun(store, 'r1', { a: {}, b: {} })
    assert.equal(await store.countSettable('predictions', { note: 1 }, {}), 2)
    assert.equal(await store.set('predictions', { note: 1 }, { input_id: 'nobody' }), 0)
    assert.ok(!(await store.columns('predictions')).some(({ key }) => key === 'note'))
  })

  storeTest('no result goes into a column that set added, whatever the writer knew before', async store => {
    await addRun(store, 'r1', { a: { prediction: 1 } })
    await store.set('predictions', { note: 'mine', wide: 1 }, {})
    await assert.rejects(addRun(store, 'r2', { a: { prediction: 1, note: 'theirs' } }), {
      code: 'column_taken',
      message: /`note`/,
    })
    await store.columns('predictions')
    await assert.rejects(addRun(store, 'r2', { a: { prediction: 1, wide: 2 } }), { code: 'column_taken', message: /`wide`/ })
    await addRun(store, 'r2', { a: { prediction: 2, other: 3 } })
    assert.deepEqual(await predictions(store, ['run_id', 'note', 'other']), [
      ['r1', 'mine', undefined],
      ['r2', undefined, 3],
    ])
  })

  storeTest('deleting runs takes their rows from every table, and no others', async store => {
    await addRun(store, 'r1', { a: {}, b: {} })
    await addRun(store, 'r2', { a: {} })
    const rows = [
      { run_id: 'r1', f1: 1 },
      { run_id: 'r2', f1: 2 },
    ]
    await store.commit([
      { type: 'insert', table: 'metrics', rows },
      { type: 'insert', table: 'my epochs', rows },
    ])
    const at = new Date(9)
    const counts = await store.deleteRuns(['r1'], at)
    assert.deepEqual(counts, { attempts: 0, predictions: 2, estimates: 0, judgements: 0, metrics: 1, 'my epochs': 1 })
    for (const table of ['predictions', 'metrics', 'my epochs'])
      assert.deepEqual(await Array.fromAsync(store.rows(table), row => row['run_id']), ['r2'], table)
    assert.deepEqual(await Array.fromAsync(store.rows('runs'), row => [row['run_id'], row['deleted_at']]), [
      ['r1', at],
      ['r2', null],
    ])
    assert.equal(await store.count('assay_ledger'), 2, 'what was executed stays')
    assert.deepEqual(await store.deleteRuns(['r1'], new Date(10)), {
      attempts: 0,
      predictions: 0,
      estimates: 0,
      judgements: 0,
      metrics: 0,
      'my epochs': 0,
    })
    assert.deepEqual((await Array.fromAsync(store.rows('runs')))[0]?.['deleted_at'], at)
  })
}
