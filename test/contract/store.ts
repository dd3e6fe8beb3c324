// What every store must do, whatever its engine: called once for each kind of store, it registers all these tests for it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Store } from '../../src/store/store.ts'
import { assetTests } from './store/assets.ts'
import { commitTests } from './store/commits.ts'
import { conditionTests } from './store/conditions.ts'
import { datapointTests } from './store/datapoints.ts'
import { descriptionTests } from './store/descriptions.ts'
import { keyTests } from './store/keys.ts'
import { rangeTests } from './store/ranges.ts'
import type { StoreTest } from './store/rows.ts'
import { keptTests } from './store/kept.ts'
import { sqlTests } from './store/sql.ts'
import { summaryTests } from './store/summaries.ts'
import { valueTests } from './store/values.ts'
import { viewTests } from './store/views.ts'

export interface StoreKind {
  readonly name: string
  /** A new, empty store, open for writing; the suite closes it. */
  readonly open: () => Promise<Store>
}

/** Registers the whole contract for one kind of store. */
export function testStore({ name, open }: StoreKind): void {
  const storeTest: StoreTest = (title, body) => {
    test(`${name}: ${title}`, async () => {
      const store = await open()
      try {
        await body(store)
        assert.deepEqual(await store.check(), [])
      } finally {
        await store.close()
      }
    })
  }
  for (const register of [
    valueTests,
    rangeTests,
    conditionTests,
    keyTests,
    commitTests,
    assetTests,
    sqlTests,
    viewTests,
    keptTests,
    datapointTests,
    descriptionTests,
    summaryTests,
  ])
    register(storeTest)

  test(`${name}: a closed store says so, and may be closed again`, async () => {
    const store = await open()
    await store.close()
    await store.close()
    const closed = { name: 'TypeError', message: `expected the store ${store.location} to be open, got a closed one` }
    await assert.rejects(store.commit([{ type: 'insert', table: 'metrics', rows: [{ a: 1 }] }]), closed)
    await assert.rejects(store.intern('assay_params', [{ digest: 'a' }]), closed)
    await assert.rejects(Array.fromAsync(store.rows('metrics')), closed)
    await assert.rejects(store.count('metrics'), closed)
    await assert.rejects(store.tables(), closed)
    await assert.rejects(store.columns('metrics'), closed)
    await assert.rejects(store.describe('metrics'), closed)
    await assert.rejects(store.summarize('metrics'), closed)
    await assert.rejects(store.sql('SELECT 1'), closed)
    await assert.rejects(store.check(), closed)
  })

  test(`${name}: closing waits for the commits that were asked for`, async () => {
    const store = await open()
    const committed = store.commit([{ type: 'insert', table: 'metrics', rows: [{ a: 1 }] }])
    await store.close()
    await committed
  })
}
