// Which errors are tried again, and when.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPassing, waitMs } from '../../../src/bench/attempt/retry.ts'

const error = (fields: object) => Object.assign(new Error('no'), fields)

for (const [what, thrown, passes] of [
  ['a status of its own', error({ status: 429 }), true],
  ['another name for it', error({ statusCode: 503 }), true],
  ['the answer inside', error({ response: { status: 408 } }), true],
  ['a mistake of ours', error({ status: 400 }), false],
  ['a broken connection', error({ code: 'ECONNRESET' }), true],
  ['fetch failed', error({ cause: error({ code: 'UND_ERR_SOCKET' }) }), true],
  ['what says so itself', error({ isRetryable: true }), true],
  ['what says that it does not, whatever its status', error({ isRetryable: false, status: 500 }), false],
  ['the last of several attempts of a library', error({ lastError: error({ statusCode: 500 }) }), true],
  ['a missing file', error({ code: 'ENOENT' }), false],
  ['a plain error', new Error('no'), false],
  ['a text', '429', false],
  ['nothing', undefined, false],
] as const) {
  test(`${what} ${passes ? 'passes' : 'does not pass'}`, () => assert.equal(isPassing(thrown), passes))
}

test('a cause that is its own cause ends', () => {
  const own = error({})
  Object.assign(own, { cause: own })
  assert.equal(isPassing(own), false)
})

test('waits grow, at least by half of what they may be, and end at a minute', () => {
  const waits = (random: number) => [2, 3, 4, 20].map(next => waitMs(new Error('no'), next, 0, random))
  assert.deepEqual(waits(0), [250, 500, 1_000, 30_000])
  assert.deepEqual(waits(1), [500, 1_000, 2_000, 60_000])
})

for (const [what, headers, expected] of [
  ['seconds', { 'retry-after': '7' }, 7_000],
  ['a number', { 'retry-after': 2 }, 2_000],
  ['a date', { 'retry-after': new Date(65_000).toUTCString() }, 60_000],
  ['a date that is over', { 'retry-after': new Date(0).toUTCString() }, 0],
  ['milliseconds', { 'retry-after-ms': '150', 'retry-after': '1' }, 150],
  ['Headers', new Headers({ 'Retry-After': '3' }), 3_000],
] as const) {
  test(`Retry-After as ${what}`, () => {
    for (const thrown of [
      error({ headers }),
      error({ responseHeaders: headers }),
      error({ cause: error({ response: { headers } }) }),
    ])
      assert.equal(waitMs(thrown, 5, 5_000, 0.5), expected)
  })
}

test('what is no time is left aside', () => {
  assert.equal(waitMs(error({ headers: { 'retry-after': 'soon' } }), 2, 0, 0), 250)
})
