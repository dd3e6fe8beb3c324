// A result's keys never become Assay's own columns, and no two of them meet.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { foldName } from '../../src/record/names.ts'
import { isReservedForResults, reservedColumns, resultKey } from '../../src/record/reserved.ts'
import { key } from './arbitrary.ts'

const prefixed = fc
  .tuple(
    fc.constantFrom('', 'result_', 'result_result_', 'Result_'),
    fc.oneof(fc.constantFrom(...reservedColumns, 'item_a', 'a'), key),
  )
  .map(([front, back]) => front + back)

test('every column of the design’s closed list is reserved', () => {
  const design =
    'run_id row_id benchmark timestamp datapoint input_id trial status expected error error_type attempts maybe_paid duration_ms ' +
    'latency_ms batch_size cache cache_reason produced_by cost_usd'
  for (const name of design.split(' ')) assert.ok(reservedColumns.has(name), name)
})

test('reserved names, however they are written, are renamed', () => {
  assert.equal(resultKey('status'), 'result_status')
  assert.equal(resultKey('STATUS'), 'result_STATUS')
  assert.equal(resultKey('item_text'), 'result_item_text')
  assert.equal(resultKey('params'), 'result_params')
  assert.equal(resultKey('scores_f1'), 'result_scores_f1')
  assert.equal(resultKey('assay_row'), 'result_assay_row')
  assert.equal(resultKey('output_tokens'), 'result_output_tokens')
})

test('other names are kept', () => {
  for (const name of ['prediction', 'items', 'itemised', 'result', 'result_label', 'statuses', '', '__proto__'])
    assert.equal(resultKey(name), name)
})

test('a key that looks renamed already moves on', () => {
  assert.equal(resultKey('result_status'), 'result_result_status')
  assert.equal(resultKey('result_result_status'), 'result_result_result_status')
})

test('no reserved name survives and no two keys meet', () => {
  fc.assert(
    fc.property(fc.uniqueArray(prefixed, { maxLength: 60 }), keys => {
      const renamed = keys.map(key => resultKey(key))
      assert.equal(new Set(renamed).size, keys.length)
      for (const name of renamed) assert.ok(!isReservedForResults(name), name)
    }),
    { numRuns: 500 },
  )
})

test('folding makes no reserved name out of another', () => {
  for (const name of reservedColumns) assert.equal(foldName(name), name)
})
