// Checks the line that says how far a run is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { renderProgress } from '../../src/report/progress.ts'

test('a bar, counts, the share, the speed and what is left', () => {
  assert.equal(
    renderProgress({ done: 12_000, planned: 40_000, elapsedMs: 5_000 }, 10),
    '━━━─────── 12,000/40,000  30 %  2,400/s  11.7 s left',
  )
  assert.equal(renderProgress({ done: 3, planned: 4, elapsedMs: 6_000 }, 4), '━━━─ 3/4  75 %  0.5/s  2.0 s left')
})

test('without a bar where there is no room', () => {
  assert.equal(renderProgress({ done: 1, planned: 2, elapsedMs: 1_000 }, 0), '1/2  50 %  1.0/s  1.0 s left')
})

test('what is left is not guessed from the first moments', () => {
  assert.equal(renderProgress({ done: 1, planned: 33_000, elapsedMs: 125 }, 0), '1/33,000  0 %  8.0/s')
})

test('before the first there is no speed, after the last nothing is left', () => {
  assert.equal(renderProgress({ done: 0, planned: 4, elapsedMs: 500 }, 4), '──── 0/4  0 %')
  assert.equal(renderProgress({ done: 4, planned: 4, elapsedMs: 2_000 }, 4), '━━━━ 4/4  100 %  2.0/s')
  assert.equal(renderProgress({ done: 0, planned: 0, elapsedMs: 0 }, 2), '━━ 0/0  100 %')
})

test('100 % is said when all is done, not before', () => {
  assert.match(renderProgress({ done: 999, planned: 1_000, elapsedMs: 1 }, 0), / 99 %/)
})

test('any numbers give a line without nonsense', () => {
  const numbers = fc.record({
    planned: fc.nat(1e6),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    elapsedMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
  })
  fc.assert(
    fc.property(numbers, fc.nat(30), ({ planned, part, elapsedMs }, barWidth) => {
      const done = Math.floor(planned * part)
      assert.doesNotMatch(renderProgress({ done, planned, elapsedMs }, barWidth), /NaN|Infinity|undefined/)
    }),
  )
})
