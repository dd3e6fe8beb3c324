// Contract: the ledger as a whole is listed in one order, weighed, thinned out without breaking a reference, and filled from another.
import assert from 'node:assert/strict'
import type { Store } from '../../../src/store/store.ts'
import type { StoreTest } from './rows.ts'
import { addRun } from './runs.ts'

const base = { encoding: 1, name: 'b', code: 'version:1', files: '', train: '', params: '{}', trial: 0, input: 'i', attempts: 1 }
const ok = { ...base, status: 'ok', result: '1', produced_by: 'r1', committed_at: new Date(5) }
const inputs = [{ digest: 'i', value: '"text"' }]

async function keysOf(store: Store, query: Parameters<Store['datapoints']['list']>[0]): Promise<unknown[]> {
  const numbers = await store.datapoints.list(query)
  const rows = await Array.fromAsync(store.rows('assay_ledger', { columns: ['assay_row', 'datapoint'] }))
  return numbers.map(number => rows.find(row => row['assay_row'] === number)?.['datapoint'])
}

async function fill(store: Store): Promise<void> {
  const rows = [
    { ...ok, datapoint: 'd2', name: 'c', duration_ms: 3, cost_usd: 0.5 },
    { ...ok, datapoint: 'd4', params: '{"a":1}', duration_ms: 4 },
    { ...ok, datapoint: 'd3', trial: 1, produced_by: 'r2' },
    { ...ok, datapoint: 'd1', status: 'error', result: null, error: 'boom \ud800', committed_at: new Date(9) },
  ]
  await store.datapoints.admit(rows, inputs)
}

export function datapointTests(storeTest: StoreTest): void {
  storeTest('datapoints are listed by name, params, trial, input and key, and found by what is known of them', async store => {
    await fill(store)
    assert.deepEqual(await keysOf(store, {}), ['d4', 'd1', 'd3', 'd2'])
    assert.deepEqual(await keysOf(store, { producedBy: 'r2' }), ['d3'])
    assert.deepEqual(await keysOf(store, { params: ['{"a":1}', '{"b":1}'] }), ['d4'])
    assert.deepEqual(await keysOf(store, { status: 'error' }), ['d1'])
    assert.deepEqual(await keysOf(store, { before: new Date(9), status: 'ok', keys: ['d2', 'd1', 'x'] }), ['d2'])
  })

  storeTest('what results took is summed, and what is not known of them counted apart', async store => {
    await fill(store)
    const total = { count: 4, durationMs: 7, durationUnknown: 2, costUsd: 0.5, costUnknown: 3, inFlight: 0 }
    assert.deepEqual(await store.datapoints.total({}), total)
    const unknown = { count: 1, durationMs: null, durationUnknown: 1, costUsd: null, costUnknown: 1, inFlight: 0 }
    assert.deepEqual(await store.datapoints.total({ keys: ['d3'] }), unknown)
  })

  storeTest('a result that is taken away leaves its line, so that every row still finds its datapoint', async store => {
    await addRun(store, 'r1', { a: { prediction: 1 }, b: { prediction: 2 } })
    assert.equal((await store.datapoints.forget({ keys: ['d a'] })).count, 1)
    const columns = ['datapoint', 'status', 'result', 'input']
    assert.deepEqual(await Array.fromAsync(store.rows('assay_ledger', { columns })), [
      { datapoint: 'd a', status: 'deleted', result: null, input: 'a' },
      { datapoint: 'd b', status: 'ok', result: '1', input: 'b' },
    ])
    assert.equal(await store.count('predictions'), 2)
    assert.equal((await store.datapoints.forget({ keys: ['d a'] })).count, 0, 'once')
    assert.deepEqual(await keysOf(store, { status: 'deleted' }), ['d a'])
    assert.deepEqual(await keysOf(store, {}), ['d b'])
  })

  storeTest('a failure that is taken away leaves nothing of its message, however odd its text', async store => {
    await fill(store)
    await store.datapoints.forget({ status: 'error' })
    const [row] = await Array.fromAsync(store.rows('assay_ledger', { where: { datapoint: 'd1' } }))
    assert.deepEqual([row?.['error'], row?.['status'], row?.['attempts']], [null, 'deleted', 1])
  })

  storeTest('what is taken away is free to be claimed, by any run, and its starts are counted on', async store => {
    await fill(store)
    await store.datapoints.forget({ keys: ['d2', 'd1'] })
    const request = { most: 9, holder: 'r9', gone: new Set<string>(), again: new Set<string>(), at: new Date(9) }
    const answers = await store.claim({ ...request, datapoints: ['d1', 'd2', 'd3'], failuresSince: null })
    assert.deepEqual(
      answers.map(answer => (answer.state === 'claimed' ? answer.claim.attempts : answer.state)),
      [2, 2, 'stored'],
    )
  })

  storeTest('what a living holder executes is left, and said', async store => {
    await fill(store)
    const release = await store.hold('r9')
    const request = { most: 9, gone: new Set<string>(), failuresSince: null, again: new Set(['d2', 'd3']), at: new Date(9) }
    await store.claim({ ...request, holder: 'r9', datapoints: ['d2'] })
    assert.equal(await store.datapoints.inFlight(), 1)
    const { count, inFlight } = await store.datapoints.forget({ keys: ['d2', 'd3'] })
    assert.deepEqual([count, inFlight], [1, 1])
    assert.deepEqual(await keysOf(store, { status: 'deleted' }), ['d3'])
    release()
  })

  storeTest(
    'rows of another ledger are added once; no result is replaced, a failure and what was taken away are',
    async store => {
      await fill(store)
      await store.datapoints.forget({ keys: ['d3'] })
      const other = { ...ok, result: '2', attempts: 5 }
      const rows = ['d1', 'd2', 'd3', 'd9'].map(datapoint => ({ ...other, datapoint }))
      assert.deepEqual(await store.datapoints.admit(rows, inputs), { added: 1, replaced: 2, present: 1 })
      const columns = ['datapoint', 'result', 'attempts', 'error']
      const found = await Array.fromAsync(
        store.rows('assay_ledger', { columns, in: { key: 'datapoint', values: ['d1', 'd2', 'd3', 'd9'] } }),
      )
      assert.deepEqual(
        found.map(row => [row['datapoint'], row['result'], row['attempts'], row['error']]),
        [
          ['d2', '1', 1, null],
          ['d3', '2', 5, null],
          ['d1', '2', 5, null],
          ['d9', '2', 5, null],
        ],
      )
      assert.deepEqual(await store.datapoints.admit(rows, inputs), { added: 0, replaced: 0, present: 4 })
      const failed = [{ ...base, datapoint: 'd1', status: 'error', error: 'no', produced_by: 'r', committed_at: new Date(0) }]
      assert.deepEqual(await store.datapoints.admit(failed, []), { added: 0, replaced: 0, present: 1 })
    },
  )

  storeTest('what was skipped takes the place of a failure, and stays where a result comes', async store => {
    await fill(store)
    const skipped = { ...ok, datapoint: 'd1', status: 'skipped', result: null, error: 'not this' }
    assert.equal((await store.datapoints.admit([skipped], inputs)).replaced, 1)
    assert.equal((await store.datapoints.admit([{ ...ok, datapoint: 'd1' }], inputs)).present, 1)
    assert.deepEqual(await keysOf(store, { status: ['skipped', 'error'] }), ['d1'])
  })

  storeTest('starts without an outcome are found when their holder is gone, given back or not', async store => {
    const release = await store.hold('r9')
    const request = { most: 9, again: new Set<string>(), failuresSince: null, at: new Date(9) }
    const claim = (holder: string, datapoints: readonly string[], gone: readonly string[] = []) =>
      store.claim({ ...request, holder, datapoints, gone: new Set(gone) })
    await claim('r9', ['d5'])
    await claim('r8', ['d6', 'd7'])
    const [taken] = await claim('r9', ['d7'], ['r8'])
    const isShared = store.capabilities.isShared
    assert.deepEqual([...(await store.datapoints.cutOff(['d5', 'd6', 'd7', 'd8'])).keys()], isShared ? ['d6'] : [])
    if (taken?.state === 'claimed') await store.giveBack(taken.claim)
    assert.equal((await store.datapoints.cutOff(['d7'])).get('d7'), 1)
    const [again] = await claim('r9', ['d7'])
    assert.ok(again?.state === 'claimed' && again.wasCutOff && again.claim.attempts === 2)
    release()
  })
}
