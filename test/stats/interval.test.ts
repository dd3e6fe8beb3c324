// Checks the shape shared by all intervals and the one check of a level.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkLevel, DEFAULT_LEVEL, unknownInterval, upperProbability } from '../../src/stats/interval.ts'

test('the default level is 95 %', () => {
  assert.equal(DEFAULT_LEVEL, 0.95)
})

test('a level between 0 and 1 passes', () => {
  for (const level of [0.001, 0.5, DEFAULT_LEVEL, 0.999]) checkLevel(level)
})

test('any other level is refused', () => {
  for (const level of [0, 1, 2, -0.5, 95, Number.NaN]) {
    assert.throws(() => checkLevel(level), new RangeError(`expected \`level\` to be between 0 and 1, got ${level}`))
  }
})

test('half of what a two-sided interval leaves out lies above it', () => {
  assert.equal(upperProbability(0.95), 0.975)
  assert.equal(upperProbability(0.5), 0.75)
})

test('an unknown interval has null limits and a reason, never 0', () => {
  assert.deepEqual(unknownInterval(0.5, 0.9, 't', 'too few values'), {
    value: 0.5,
    low: null,
    high: null,
    level: 0.9,
    method: 't',
    reason: 'too few values',
  })
})
