// What was thrown in a worker says the same in the run: to who retries, to who prints, and to who asks for its class.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeThrown } from '../../../../src/base/thrown.ts'
import { AssayError } from '../../../../src/base/errors.ts'
import { isPassing, waitMs } from '../../../../src/bench/attempt/retry.ts'
import { receiveThrown, sendThrown } from '../../../../src/bench/executors/remote/thrown.ts'

/** As another thread gets it. */
const copyOf = (thrown: unknown) => receiveThrown(structuredClone(sendThrown(thrown)))
const error = (fields: object) => Object.assign(new Error('no'), fields)

class Answer {
  readonly #status: number
  constructor(status: number) {
    this.#status = status
  }
  get status() {
    return this.#status
  }
  get headers() {
    return new Headers({ 'Retry-After': '3' })
  }
}

for (const [what, thrown] of [
  ['a status', error({ status: 429 })],
  ['an answer whose status is behind a getter', error({ response: new Answer(503) })],
  ['an answer of fetch', error({ response: new Response('', { status: 500, headers: { 'retry-after': '9' } }) })],
  ['headers by name', error({ statusCode: 429, responseHeaders: { 'retry-after-ms': '40' } })],
  ['the cause of a cause', error({ cause: error({ cause: error({ code: 'ECONNRESET' }) }) })],
  ['the last of several attempts', error({ lastError: error({ isRetryable: false, status: 500 }) })],
  ['a mistake', error({ status: 400 })],
  ['a text', 'busy'],
  ['nothing', undefined],
] as const) {
  test(`${what} passes, or not, as it did, after the same pause`, () => {
    const copy = copyOf(thrown)
    assert.equal(isPassing(copy), isPassing(thrown))
    assert.equal(waitMs(copy, 2, 0, 0.5), waitMs(thrown, 2, 0, 0.5))
  })
}

test('message, type, class, trace and what an error holds are those that it had', () => {
  class QuotaError extends Error {}
  for (const thrown of [
    new TypeError('a'),
    new QuotaError('b'),
    new DOMException('c', 'NetworkError'),
    error({ deep: { list: [1n] } }),
  ]) {
    const copy = copyOf(thrown) as Error
    assert.deepEqual(describeThrown(copy), describeThrown(thrown))
    assert.equal(copy.stack, thrown.stack)
    assert.ok(copy instanceof Error)
  }
  assert.ok(copyOf(new TypeError('a')) instanceof TypeError)
  assert.deepEqual((copyOf(error({ deep: { list: [1n] } })) as { deep?: unknown }).deep, { list: [1n] })
  const refused = copyOf(new AssayError('file_not_found', 'There is none.', 'look', new Error('why'))) as AssayError
  assert.ok(refused instanceof AssayError)
  assert.deepEqual([refused.code, refused.message, refused.hint], ['file_not_found', 'There is none.', 'look'])
})

test('what no channel carries is left out, and nothing that is thrown throws', () => {
  const own = error({ call: () => 1, symbol: Symbol('s'), weak: new WeakMap() })
  Object.assign(own, { cause: own })
  Object.defineProperty(own, 'status', {
    enumerable: true,
    get() {
      throw new Error('hostile')
    },
  })
  assert.equal((copyOf(own) as Error).message, 'no')
  const hostile = {
    get [Symbol.toStringTag](): string {
      throw new Error('no')
    },
  }
  assert.equal(typeof copyOf(new Proxy(hostile, { ownKeys: () => assert.fail('hostile') })), 'string')
})
