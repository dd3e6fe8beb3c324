// Turns of a rate, exactly: requests one after the other, tokens after they are spent, and nobody's turn is another key's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Rates } from '../../../src/bench/attempt/rates.ts'
import type { Limits } from '../../../src/bench/declare/context.ts'
import type { Configuration } from '../../../src/bench/declare/configurations.ts'
import type { Usage } from '../../../src/record/usage.ts'
import { openStore } from '../../../src/store/open.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

const configuration = (model: string) => ({ params: { model }, given: { model } }) as unknown as Configuration
const signal = new AbortController().signal

async function ratesOf(limits: Limits<never>) {
  const clock = createFakeClock(1_000_000)
  const store = await openStore(':memory:', { mode: 'write' })
  return { clock, rates: new Rates(store, limits, clock), [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
}

test('each request waits until the one before has had its part of the minute, and a little longer', async () => {
  await using it = await ratesOf({ requestsPerMinute: 60 })
  for (let i = 0; i < 3; i++) await it.rates.turn(configuration('a'), signal)
  assert.deepEqual(it.clock.waits, [1_020, 1_020])
})

test('tokens that were spent delay whoever comes next', async () => {
  await using it = await ratesOf({ tokensPerMinute: 600 })
  await it.rates.turn(configuration('a'), signal)
  it.rates.spend(configuration('a'), { input_tokens: 20, output_tokens: 10 } as Usage)
  await it.rates.turn(configuration('a'), signal)
  assert.deepEqual(it.clock.waits, [3_000])
})

test('each value of `rateKey` has turns of its own', async () => {
  await using it = await ratesOf({ requestsPerMinute: 60, rateKey: ({ model }: { model: string }) => model } as Limits<never>)
  await it.rates.turn(configuration('a'), signal)
  await it.rates.turn(configuration('b'), signal)
  assert.deepEqual(it.clock.waits, [])
})

test('who is told to stop waits no longer', async () => {
  await using it = await ratesOf({ requestsPerMinute: 1 })
  await it.rates.turn(configuration('a'), signal)
  await it.rates.turn(configuration('a'), AbortSignal.abort())
  assert.deepEqual(it.clock.waits, [])
})
