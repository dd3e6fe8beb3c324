// Checks that JSON text says what JSON lacks.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderJson } from '../../src/report/json.ts'

test('what JSON lacks is tagged', () => {
  const value = { a: Number.NaN, b: -Infinity, c: 2n ** 64n, d: new Date(5), e: new Uint8Array([255]), f: null, g: [1, 'x'] }
  assert.equal(
    renderJson(value),
    '{"a":{"$nan":true},"b":{"$infinity":-1},"c":{"$bigint":"18446744073709551616"},"d":{"$date":"1970-01-01T00:00:00.005Z"},"e":{"$bytes":"/w=="},"f":null,"g":[1,"x"]}',
  )
})
