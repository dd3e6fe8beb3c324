// The public declarations are committed, so that a change of the API shows in review.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as assay from 'assay'
import * as maintenance from 'assay/maintenance'
import * as stats from 'assay/stats'
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
    'brierScore',
    'calibrationError',
    'command',
    'compare',
    'csv',
    'estimate',
    'explain',
    'f1',
    'gate',
    'grid',
    'jsonl',
    'leaderboard',
    'logLoss',
    'mae',
    'mean',
    'openReader',
    'openTracker',
    'passAll',
    'passAt',
    'plan',
    'precision',
    'quantile',
    'r2',
    'recall',
    'renderReport',
    'rmse',
    'run',
    'sum',
    'usage',
    'verify',
  ])
})

test('its second entry offers what tends a database', () => {
  assert.deepEqual(Object.keys(maintenance).sort(), [
    'benchmarkOfFile',
    'cacheStats',
    'collectAssets',
    'deleteAsset',
    'deleteDatapoints',
    'deleteRuns',
    'exportDatapoints',
    'importDatapoints',
    'listAssets',
    'listDatapoints',
    'openPilot',
    'putAsset',
    'setColumns',
    'showDatapoint',
  ])
})

test('its third entry offers the statistics by themselves', () => {
  const text = readFileSync(new URL('../../docs/statistics.md', import.meta.url), 'utf8')
  const names = Object.keys(stats)
  assert.ok(names.length > 30)
  for (const name of names) assert.ok(text.includes(`\`${name}`), `docs/statistics.md says what ${name} is`)
})
