// When a run stops by itself, and that it says why.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Brakes } from '../../../src/bench/attempt/brakes.ts'

type Told = Parameters<Brakes['note']>[0]
const ok: Told = { status: 'ok', error: null, errorType: null }
const failed = (error: string, errorType = 'Error'): Told => ({ status: 'error', error, errorType })

function noted(brakes: Brakes, outcomes: readonly Parameters<Brakes['note']>[0][]): string | null {
  for (const outcome of outcomes) brakes.note(outcome)
  return brakes.reason
}

test('ten that fail alike from the start', () => {
  const ten = Array.from({ length: 10 }, (_, i) => failed(`no model for item ${i}`))
  assert.equal(noted(new Brakes({}), ten.slice(1)), null)
  assert.equal(noted(new Brakes({}), ten), 'the first 10 executed datapoints all failed alike: Error: no model for item 9')
})

test('one result, another error or another type among them, and it goes on', () => {
  const nine = Array.from({ length: 9 }, () => failed('no'))
  for (const other of [ok, failed('yes'), failed('no', 'TypeError')]) {
    for (const place of [0, 5, 9]) assert.equal(noted(new Brakes({}), [...nine.toSpliced(place, 0, other), failed('no')]), null)
  }
})

test('more failures than allowed', () => {
  const mixed = [ok, failed('a'), ok, failed('b')]
  assert.equal(noted(new Brakes({ maxErrors: 2 }), mixed), null)
  assert.equal(noted(new Brakes({ maxErrors: 1 }), mixed), '2 datapoints failed, of 1 allowed')
  assert.equal(noted(new Brakes({ maxErrors: 0 }), [ok]), null)
})

test('as much spent as allowed', () => {
  const brakes = new Brakes({ maxCostUsd: 1 })
  brakes.spend(0.6)
  assert.equal(brakes.reason, null)
  brakes.spend(0.41)
  assert.deepEqual([brakes.reason, brakes.spentUsd], ['1.01 dollars are spent, of 1 allowed', 1.01])
})

test('the first reason stands', () => {
  const brakes = new Brakes({ maxCostUsd: 1, maxErrors: 0 })
  brakes.spend(2)
  assert.equal(noted(brakes, [failed('no')]), '2.00 dollars are spent, of 1 allowed')
})
