// Checks how numbers, counts, shares and durations are written for people.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { formatCount, formatDuration, formatNumber, formatPercent, plural } from '../../src/report/numbers.ts'

test('four significant digits, whole numbers in full, unknown as –', () => {
  for (const [value, written] of [
    [null, '–'],
    [0, '0'],
    [1, '1'],
    [0.8, '0.8000'],
    [0.85714, '0.8571'],
    [-0.85714, '-0.8571'],
    [0.99999, '1.000'],
    [9.99996, '10.00'],
    [999.96, '1,000'],
    [12.345, '12.35'],
    [1234.5, '1,235'],
    [12345.678, '12,346'],
    [1234567, '1,234,567'],
    [0.000123456, '0.0001235'],
    [0.0000123456, '0.00001235'],
    [1e-7, '1.000e-7'],
    [1.5e9, '1.500e+9'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ] as const) {
    assert.equal(formatNumber(value), written, String(value))
  }
})

test('what is written is the number within half a digit', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), value => {
      const read = Number(formatNumber(value).replaceAll(',', ''))
      assert.ok(Math.abs(read - value) <= Math.abs(value) * 0.5001e-3, `${value} was written ${formatNumber(value)}`)
    }),
  )
})

test('counts are grouped, shares have one digit', () => {
  assert.deepEqual([formatCount(0), formatCount(999), formatCount(1234567)], ['0', '999', '1,234,567'])
  assert.deepEqual([formatPercent(0.8571), formatPercent(1), formatPercent(null)], ['85.7 %', '100.0 %', '–'])
})

test('a count with its word', () => {
  assert.deepEqual([plural(0, 'row'), plural(1, 'row'), plural(1234, 'row')], ['0 rows', '1 row', '1,234 rows'])
})

test('durations in the unit that one would say, which never reaches the next', () => {
  for (const [ms, written] of [
    [0, '0 ms'],
    [0.4, '0 ms'],
    [850.2, '850 ms'],
    [999.4, '999 ms'],
    [999.7, '1.0 s'],
    [12_345, '12.3 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min 00 s'],
    [65_000, '1 min 05 s'],
    [119_999, '2 min 00 s'],
    [3_599_900, '1 h 00 min'],
    [7_800_000, '2 h 10 min'],
    [360_000_000, '100 h 00 min'],
  ] as const) {
    assert.equal(formatDuration(ms), written, String(ms))
  }
})
