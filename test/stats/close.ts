// Compares a computed number with an oracle, in the digits that the oracle was published with.
import assert from 'node:assert/strict'

/** Fails unless `actual` is `expected` within this relative error (an absolute one for an expected 0). */
export function assertClose(actual: number | null, expected: number, relative: number): void {
  assert.ok(actual !== null, `expected ${expected}, got null`)
  const error = Math.abs(actual - expected) / (expected === 0 ? 1 : Math.abs(expected))
  assert.ok(actual === expected || error <= relative, `expected ${expected}, got ${actual}: relative error ${error}`)
}

/** Fails unless `actual` rounds to a figure printed with six decimals. */
export function assertSixDecimals(actual: number | null, expected: number): void {
  assert.ok(actual !== null, `expected ${expected}, got null`)
  assert.ok(Math.abs(actual - expected) <= 0.5e-6 + 1e-12, `expected ${expected}, got ${actual}`)
}
