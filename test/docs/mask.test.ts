// What may differ from run to run is masked, and nothing else.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mask } from './mask.ts'

test('ids, dates, durations, digests and versions are masked', () => {
  const first = `numbers: 24 datapoints, run dawn-lake-aqxy65\ncompleted in 63 ms at 2026-01-02T03:04:05.678Z\n${'0a'.repeat(32)} 1.2.3`
  const second = `numbers: 24 datapoints, run old-owl-000000\ncompleted in 12.5 s at 2027-11-12T13:14:15.000Z\n${'f1'.repeat(32)} 10.20.30`
  assert.equal(mask(first), mask(second))
})

test('counts, values and names are not', () => {
  assert.notEqual(mask('planned 24 · executed 4'), mask('planned 24 · executed 5'))
  assert.notEqual(mask('accuracy 0.5714'), mask('accuracy 0.5715'))
  assert.notEqual(mask('run dawn-lake-aqxy65 completed'), mask('run dawn-lake-aqxy65 stopped'))
})

test('a column of durations is masked, the others are compared', () => {
  const table = (duration: string, n: string) => `id  duration_ms  n\n──  ───────────  ─\na   ${duration.padEnd(11)}  ${n}`
  assert.equal(mask(table('0.5012', '1')), mask(table('12.80', '1')))
  assert.notEqual(mask(table('0.5012', '1')), mask(table('0.5012', '2')))
})

test('layout counts unless a masked part changes it', () => {
  assert.notEqual(mask('a  b'), mask('a   b'))
  assert.equal(mask('run    started\n────  ───\nold-owl-000000  1'), mask('run  started\n──────  ───\ndawn-lake-aqxy65  1'))
})
