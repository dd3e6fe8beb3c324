// Checks that one attempt ends well whatever a task does: a result as it was, an error in words, a timeout, a cut.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { Cleanups } from '../../../src/bench/attempt/cleanups.ts'
import { Effects } from '../../../src/bench/attempt/effects.ts'
import type { Ended } from '../../../src/bench/executors/executor.ts'
import { type Attempt, executeInline } from '../../../src/bench/executors/inline.ts'
import type { Context } from '../../../src/bench/declare/context.ts'

type Task = (input: unknown, params: object, context: Context<unknown>) => unknown

function effects(): Effects {
  return new Effects({
    itemCostUsd: undefined,
    cleanups: new Cleanups(),
    log: async () => {},
    price: usage => usage,
    onSpent: () => {},
  })
}

/** An attempt with a clock that goes on by 5 ms at each look. */
function attempt(task: Task, fields: Partial<Attempt> = {}): Attempt {
  let now = 0
  const clock = { now: () => new Date(0), monotonicMs: () => (now += 5) }
  const stop = new AbortController().signal
  const settle = () => null
  const once = () => Promise.reject(new Error('not asked for'))
  return {
    task,
    inputs: [1],
    isBatch: false,
    params: {},
    setup: undefined,
    effects: effects(),
    trial: 2,
    attempt: 3,
    datapoint: 'key',
    timeoutMs: undefined,
    stop,
    clock,
    settle,
    once,
    ...fields,
  }
}

async function ends(task: Task, fields?: Partial<Attempt>) {
  const [ended] = await executeInline(attempt(task, fields))
  const { status, encoded, error, errorType } = ended as Ended
  return status === 'ok' ? encoded?.text : [status, error, errorType]
}

test('a result is encoded, sync or async, and the time is the task’s alone', async () => {
  assert.deepEqual(await executeInline(attempt(() => ({ a: 1 }))), [
    { status: 'ok', encoded: { text: '{"a":1}', contents: [] }, error: null, errorType: null, durationMs: 5, thrown: null },
  ])
  assert.equal(await ends(async () => null), 'null')
  class Later {
    // oxlint-disable-next-line unicorn/no-thenable
    then(resolve: (value: number) => void) {
      resolve(7)
    }
  }
  assert.equal(await ends(() => new Later()), '7')
})

test('a result is kept as it was when the task returned it', async () => {
  const result = { n: 1 }
  const ending = executeInline(attempt(() => result))
  result.n = 2
  assert.equal((await ending)[0]?.encoded?.text, '{"n":1}')
})

test('the task gets input, params and its context', async () => {
  const task: Task = (input, params, { signal, trial, attempt, datapoint }) => [
    input,
    params,
    signal.aborted,
    trial,
    attempt,
    datapoint,
  ]
  assert.equal(await ends(task, { params: { model: 'a' } }), '[1,{"model":"a"},false,2,3,"key"]')
})

test('a throw and a rejection are an error with message and type', async () => {
  class QuotaError extends Error {}
  const thrown: readonly (readonly [() => unknown, string, string])[] = [
    [() => JSON.parse('{'), "Expected property name or '}' in JSON at position 1 (line 1 column 2)", 'SyntaxError'],
    [() => Promise.reject(new QuotaError('over')), 'over', 'QuotaError'],
    [() => Promise.reject(new DOMException('gone', 'NetworkError')), 'gone', 'NetworkError'],
    [() => runInNewContext('throw new TypeError("elsewhere")'), 'elsewhere', 'TypeError'],
  ]
  for (const [task, message, type] of thrown) assert.deepEqual(await ends(task), ['error', message, type])
})

test('whatever else is thrown is described', async () => {
  const circular: Record<string, unknown> = {}
  circular['self'] = circular
  const hostile = {
    get [Symbol.toStringTag](): string {
      throw new Error('no')
    },
  }
  const thrown: readonly (readonly [unknown, string | RegExp, string])[] = [
    ['text', 'text', 'string'],
    [5, '5', 'number'],
    [null, 'null', 'null'],
    [undefined, 'undefined', 'undefined'],
    [{ code: 5n }, '{ code: 5n }', 'object'],
    [circular, '<ref *1> { self: [Circular *1] }', 'object'],
    [Object.defineProperty(new Error(), 'message', { value: { nested: 1 } }), '[object Object]', 'Error'],
  ]
  for (const [value, message, type] of thrown) {
    assert.deepEqual(await ends(() => Promise.reject(value as Error)), ['error', message, type])
  }
  const [status] = (await ends(() => Promise.reject(hostile as unknown as Error))) as string[]
  assert.equal(status, 'error')
})

test('a result that cannot be kept is an error that names the path', async () => {
  class Answer {
    text = 'yes'
  }
  assert.deepEqual(await ends(() => undefined), ['error', 'the task returned nothing; for "no answer" return null', 'TypeError'])
  const refused: readonly (readonly [unknown, RegExp])[] = [
    [() => 1, /^expected the result to be plain data, got a function/],
    [{ a: [{ b: Symbol('s') }] }, /^expected the result\.a\.0\.b to be plain data, got a symbol/],
    [new Answer(), /^expected the result to be plain data, got an instance of Answer; return a plain object/],
    [{ answer: new Answer() }, /^expected the result\.answer to be plain data, got an instance of Answer/],
  ]
  for (const [result, message] of refused) {
    const [status, error, type] = (await ends(() => result)) as string[]
    assert.deepEqual([status, type], ['error', 'TypeError'])
    assert.match(error ?? '', message)
  }
})

test('a task that waits too long ends as a timeout, and its signal aborts', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const reasons: unknown[] = []
  const task: Task = (_, __, { signal }) => {
    signal.addEventListener('abort', () => reasons.push(signal.reason))
    return new Promise(() => {})
  }
  const ending = ends(task, { timeoutMs: 100 })
  t.mock.timers.tick(99)
  assert.deepEqual(reasons, [])
  t.mock.timers.tick(1)
  assert.deepEqual(await ending, ['timeout', 'the task took longer than 100 ms', 'TimeoutError'])
  assert.deepEqual(
    reasons.map(reason => (reason as DOMException).name),
    ['TimeoutError'],
  )
})

test('a rejection after the timeout is not left unhandled, and leaves no timer behind', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { promise, reject } = Promise.withResolvers<never>()
  const ending = ends(() => promise, { timeoutMs: 100 })
  t.mock.timers.tick(100)
  reject(new Error('late'))
  assert.equal(((await ending) as string[])[0], 'timeout')
})

test('a timeout longer than a timer can wait does not end the task at once', async () => {
  const task = () => new Promise(resolve => setImmediate(resolve, 'done'))
  assert.equal(await ends(task, { timeoutMs: 90 * 24 * 3_600_000 }), '"done"')
})

test('a stopped run waits a moment for a result, then cuts the task off', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const stop = new AbortController()
  const nearly = Promise.withResolvers<string>()
  const signals: AbortSignal[] = []
  const task =
    (answer: Promise<unknown>) =>
    (_: unknown, __: object, { signal }: Context<unknown>) => {
      signals.push(signal)
      return answer
    }
  const kept = ends(task(nearly.promise), { stop: stop.signal })
  const cut = ends(task(new Promise(() => {})), { stop: stop.signal })
  stop.abort()
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, true],
  )
  nearly.resolve('paid for')
  assert.equal(await kept, '"paid for"')
  t.mock.timers.tick(2_000)
  assert.deepEqual(await cut, ['aborted', 'the run was stopped while the task executed', 'AbortError'])
})

test('what a task throws because it was told to stop is no error of its own', async () => {
  const stop = new AbortController()
  const task: Task = (_, __, { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  const ending = ends(task, { stop: stop.signal })
  stop.abort()
  assert.deepEqual(await ending, ['aborted', 'the run was stopped while the task executed', 'AbortError'])
})
