// Checks that any value is one safe line, and that values of different kinds look different.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { formatCell } from '../../src/report/cells.ts'
import { escapeText } from '../../src/report/escape.ts'

test('what a terminal would obey is written out', () => {
  for (const [given, written] of [
    ['a\nb\r\tc\0', 'a\\nb\\r\\tc\\0'],
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['\u009b31m\u0007\u007f', '\\x9b31m\\x07\\x7f'],
    ['a\u202eb\u2066c\u200fd', 'a\\u202eb\\u2066c\\u200fd'],
    ['\u2028\u2029\ufeff', '\\u2028\\u2029\\ufeff'],
    ['a\ud800b\udc00', 'a\\ud800b\\udc00'],
    ['ü 数据 👩‍🔬 \u00a0', 'ü 数据 👩‍🔬 \u00a0'],
  ] as const) {
    assert.equal(escapeText(given), written)
  }
})

test('text of any characters is one well-formed line without control characters', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.nat(0xffff).map(code => String.fromCharCode(code)) }),
      (a, b) => {
        for (const text of [escapeText(a), escapeText(b), formatCell({ [a]: [b] })]) {
          assert.ok(text.isWellFormed())
          assert.doesNotMatch(text, /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u)
        }
      },
    ),
  )
})

test('each kind of value in its own way', () => {
  for (const [value, written] of [
    [undefined, ''],
    [null, 'null'],
    ['5', '5'],
    [5, '5'],
    [-0, '-0'],
    [12345678, '12345678'],
    [0.123456, '0.123456'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [5n, '5n'],
    [true, 'true'],
    [new Date(5), '1970-01-01T00:00:00.005Z'],
    [new Date(Number.NaN), 'invalid date'],
    [new Uint8Array(3), '3 bytes'],
    [{ a: [1, 'x'] }, "{ a: [ 1, 'x' ] }"],
    [new Map([['k', 1]]), "Map(1) { 'k' => 1 }"],
  ] as const) {
    assert.equal(formatCell(value), written)
  }
})

test('large values are one line of bearable length', () => {
  const large = formatCell(Array.from({ length: 10_000 }, (_, i) => ({ i, text: 'y'.repeat(1_000) })))
  assert.ok(large.length < 5_000)
  assert.doesNotMatch(large, /\n/)
})
