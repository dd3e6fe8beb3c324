// The public declarations are committed, so that a change of the API shows in review.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as assay from 'assay'
import * as maintenance from 'assay/maintenance'
import { renderSnapshot, snapshotPath } from '../../scripts/api-snapshot.ts'

test('the emitted declarations are the committed ones', () => {
  const [emitted, committed] = [renderSnapshot(), readFileSync(snapshotPath, 'utf8')].map(text => text.split('\n'))
  const first = emitted?.findIndex((line, i) => line !== committed?.[i])
  assert.equal(first === -1 ? undefined : emitted?.[first ?? 0], undefined, 'after a wanted change: npm run api')
  assert.equal(emitted?.length, committed?.length)
})

test('the package offers these values', () => {
  assert.deepEqual(Object.keys(assay).sort(), [
    'AssayError',
    'accuracy',
    'asset',
    'benchmark',
    'command',
    'csv',
    'explain',
    'grid',
    'jsonl',
    'mean',
    'openReader',
    'openTracker',
    'plan',
    'quantile',
    'run',
    'sum',
    'usage',
  ])
})

test('its second entry offers what tends a database', () => {
  assert.deepEqual(Object.keys(maintenance).sort(), [
    'cacheStats',
    'collectAssets',
    'deleteAsset',
    'deleteDatapoints',
    'deleteRuns',
    'exportDatapoints',
    'importDatapoints',
    'listAssets',
    'listDatapoints',
    'putAsset',
    'setColumns',
    'showDatapoint',
  ])
})
