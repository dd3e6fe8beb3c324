// The time of an attempt leaves out work with a time of its own, however much of it goes on at once; a timeout stands still for it.
import assert from 'node:assert/strict'
import { mock, test, type TestContext } from 'node:test'
import { Stopwatch } from '../../../src/bench/attempt/stopwatch.ts'

/** A watch whose time, timers included, goes on when the test says. */
function start(t: TestContext) {
  let nowMs = 0
  mock.timers.enable({ apis: ['setTimeout'] })
  t.after(() => mock.timers.reset())
  const watch = new Stopwatch({ monotonicMs: () => nowMs })
  const turn = (ms: number) => {
    nowMs += ms
    mock.timers.tick(ms)
  }
  return { watch, turn }
}

test('work with a time of its own is left out, once for all that goes on at the same time', async t => {
  const { watch, turn } = start(t)
  turn(1)
  const [a, b] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  const [first, second] = [watch.without(() => a.promise), watch.without(() => b.promise)]
  turn(10)
  assert.equal(watch.elapsedMs(), 1)
  a.resolve('a')
  assert.equal(await first, 'a')
  turn(100)
  assert.equal(watch.elapsedMs(), 1)
  b.reject(new Error('no'))
  await assert.rejects(second, /no/)
  turn(1_000)
  assert.equal(watch.elapsedMs(), 1_001)
})

test('an alarm rings after its own time, and not when it is cleared', async t => {
  const { watch, turn } = start(t)
  let rings = 0
  watch.setAlarm(50, () => rings++)
  turn(30)
  const work = Promise.withResolvers<void>()
  const done = watch.without(() => work.promise)
  turn(1_000)
  work.resolve()
  await done
  turn(19)
  assert.equal(rings, 0)
  turn(1)
  assert.equal(rings, 1)
  watch.setAlarm(50, () => rings++)
  watch.clearAlarm()
  turn(100)
  assert.equal(rings, 1)
})
