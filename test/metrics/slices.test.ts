// Checks the groups that a metric is cut into.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy, mean } from '../../src/metrics/declare.ts'
import type { Metric, MetricOptions } from '../../src/metrics/metric.ts'
import { slicesOf } from '../../src/metrics/slices.ts'
import { rowsOf } from './rows.ts'

const rows = rowsOf([
  { id: '1', source: 'web', size: 2, deep: { a: 1 } },
  { id: '2', source: 'book', size: 10, deep: { a: 1 } },
  { id: '3', source: 'web', size: 2 },
  { id: '4', size: 10 },
])

function slices(by?: MetricOptions['by']): [string, string][] {
  const metric = mean('x', by === undefined ? {} : { by }) as unknown as Metric<never>
  return slicesOf(metric, rows).map(([slice, members]) => [slice, members.map(row => String(row['input_id'])).join('')])
}

test('without `by`, and of a metric of somebody’s own, there are none', () => {
  assert.deepEqual(slices(), [])
  assert.deepEqual(slicesOf({ compute: () => 1 }, rows), [])
  assert.deepEqual(slicesOf(accuracy({ by: [] }) as unknown as Metric<never>, rows), [])
})

test('one value a group, in order of their names; a missing one is null', () => {
  assert.deepEqual(slices('source'), [
    ['source=book', '2'],
    ['source=null', '4'],
    ['source=web', '13'],
  ])
})

test('several columns: each combination that is there', () => {
  assert.deepEqual(slices(['source', 'size']), [
    ['source=book,size=10', '2'],
    ['source=null,size=10', '4'],
    ['source=web,size=2', '13'],
  ])
})

test('a nested value is written as JSON, a date as its moment', () => {
  assert.deepEqual(slices('deep'), [
    ['deep=null', '34'],
    ['deep={"a":1}', '12'],
  ])
  const kinds = rowsOf([{ x: { n: 2n } }, { x: new Date(5) }])
  const names = slicesOf(mean('y', { by: 'x' }) as unknown as Metric<never>, kinds).map(([slice]) => slice)
  assert.deepEqual(names, ['x=1970-01-01T00:00:00.005Z', 'x={"n":{"$bigint":"2"}}'])
})
