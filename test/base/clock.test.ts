// Waiting by the system's clock: it ends at once when it is told to, and never rejects.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'

test('a wait lasts at least as long as it was asked to', async () => {
  const start = systemClock.monotonicMs()
  await systemClock.sleep(5, new AbortController().signal)
  assert.ok(systemClock.monotonicMs() - start >= 5)
})

test('an abort ends a wait, one of years too', async () => {
  const stop = new AbortController()
  const waiting = systemClock.sleep(100 * 365 * 24 * 3_600_000, stop.signal)
  stop.abort()
  await waiting
  await systemClock.sleep(1_000_000, stop.signal)
})

test('a wait that is longer than a timer can be is not over at once', async () => {
  const stop = new AbortController()
  let isOver = false
  const waiting = systemClock.sleep(2 ** 31, stop.signal).then(() => (isOver = true))
  await systemClock.sleep(20, new AbortController().signal)
  assert.equal(isOver, false)
  stop.abort()
  await waiting
})
