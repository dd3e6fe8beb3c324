// Checks the groups that a metric is cut into.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy, sum } from 'assay'
import type { Metric, MetricOptions } from '../../src/metrics/metric.ts'
import { rowsOf, slicesOf } from './rows.ts'

const rows = rowsOf([
  { id: '1', digit: 1, source: 'web', size: 2, deep: { a: 1 } },
  { id: '2', digit: 10, source: 'book', size: 10, deep: { a: 1 } },
  { id: '3', digit: 100, source: 'web', size: 2 },
  { id: '4', digit: 1000, size: 10 },
])

/** Each row has a digit of its own. */
function slices(by?: MetricOptions['by']): [string, string][] {
  const metric = sum('digit', by === undefined ? {} : { by }) as unknown as Metric<never>
  return slicesOf(metric, rows).map(([slice, { value }]) => [slice, String(value)])
}

test('without `by`, and of a metric of somebody’s own, there are none', () => {
  assert.deepEqual(slices(), [])
  assert.deepEqual(slicesOf({ compute: () => 1 }, rows), [])
  assert.deepEqual(slicesOf(accuracy({ by: [] }) as unknown as Metric<never>, rows), [])
})

test('one value a group, in order of their names; a missing one is null', () => {
  assert.deepEqual(slices('source'), [
    ['source=book', '10'],
    ['source=null', '1000'],
    ['source=web', '101'],
  ])
})

test('several columns: each combination that is there', () => {
  assert.deepEqual(slices(['source', 'size']), [
    ['source=book,size=10', '10'],
    ['source=null,size=10', '1000'],
    ['source=web,size=2', '101'],
  ])
})

test('a nested value is written as JSON, a date as its moment', () => {
  assert.deepEqual(slices('deep'), [
    ['deep=null', '1100'],
    ['deep={"a":1}', '11'],
  ])
  const kinds = rowsOf([{ x: { n: 2n } }, { x: new Date(5) }])
  const names = slicesOf(sum('y', { by: 'x' }) as unknown as Metric<never>, kinds).map(([slice]) => slice)
  assert.deepEqual(names, ['x=1970-01-01T00:00:00.005Z', 'x={"n":{"$bigint":"2"}}'])
})
