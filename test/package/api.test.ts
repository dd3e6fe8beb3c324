// The public declarations are committed, so that a change of the API shows in review.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as assay from 'assay'
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
    'benchmark',
    'csv',
    'grid',
    'jsonl',
    'mean',
    'openReader',
    'openTracker',
    'quantile',
    'run',
    'sum',
  ])
})
