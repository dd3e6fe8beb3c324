// Calls that go otherwise than the usual: odd arguments, odd results, odd throws; each leaves a row that says what was.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTracker, type Tracker } from 'assay'

/** The rows of calls, without what every row has. */
async function rowsOf(tracker: Tracker): Promise<object[]> {
  return (await tracker.rows()).map(({ run_id: _run, row_id: _row, timestamp: _at, duration_ms: _ms, ...row }) => row)
}

class Model {
  #weights = [1]
  score(x: number): number {
    return x + this.#weights.length
  }
}

test('arguments are kept as they were given: without defaults, and before the function changes them', async () => {
  await using tracker = await openTracker(':memory:')
  const add = (a: number, b = 5) => a + b
  assert.equal(await tracker.track(add as (a: number) => number, [1]), 6)
  const consume = (input: { list: number[] }) => input.list.splice(0).length
  assert.equal(await tracker.track(consume, { list: [1, 2] }), 2)
  assert.deepEqual(await rowsOf(tracker), [
    { function: 'add', input: [1], status: 'ok', result: 6 },
    { function: 'consume', input_list: [1, 2], status: 'ok', result: 2 },
  ])
})

test('an argument that cannot be stored is refused before the call', async () => {
  await using tracker = await openTracker(':memory:')
  let calls = 0
  const use = ({ model }: { model: Model }) => model.score(++calls)
  await assert.rejects(tracker.track(use, { model: new Model() }), /^TypeError: expected input\.model to be plain data/)
  assert.equal(calls, 0)
  assert.deepEqual(await rowsOf(tracker), [])
})

test('a result that cannot be stored is a row that says so, and an error', async () => {
  await using tracker = await openTracker(':memory:')
  const load = (path: string) => (path === '' ? null : new Model())
  await assert.rejects(
    tracker.track(load, ['weights.bin']),
    /^TypeError: expected result to be plain data, got an instance of Model/,
  )
  assert.deepEqual(await rowsOf(tracker), [
    {
      function: 'load',
      input: ['weights.bin'],
      status: 'error',
      error: 'expected result to be plain data, got an instance of Model; return a plain object of what matters in it',
      error_type: 'TypeError',
    },
  ])
})

test('nothing, null and a list are results as they are', async () => {
  await using tracker = await openTracker(':memory:')
  const echo = (x: unknown) => x
  for (const result of [undefined, null, [1, 2], Number.NaN, new Map([['a', 1]])])
    assert.deepEqual(await tracker.track(echo, [result]), result)
  const about = { function: 'echo', status: 'ok' }
  assert.deepEqual(await rowsOf(tracker), [
    { ...about, input: [undefined] },
    { ...about, input: [null], result: null },
    { ...about, input: [[1, 2]], result: [1, 2] },
    { ...about, input: [Number.NaN], result: Number.NaN },
    { ...about, input: [new Map([['a', 1]])], result: new Map([['a', 1]]) },
  ])
})

test('whatever is thrown is thrown on as it was, with a row that describes it', async () => {
  await using tracker = await openTracker(':memory:')
  class QuotaError extends Error {}
  const strange = Object.assign(new Error('x'), { message: { code: 1 }, name: 7 })
  const cases: readonly (readonly [thrown: unknown, error: string, type: string])[] = [
    ['plain', 'plain', 'string'],
    [undefined, 'undefined', 'undefined'],
    [null, 'null', 'null'],
    [new Error(''), '', 'Error'],
    [new QuotaError('none left'), 'none left', 'QuotaError'],
    [{ code: 5 }, '{ code: 5 }', 'object'],
    [Object.create(null), '[Object: null prototype] {}', 'object'],
    [Symbol('s'), 'Symbol(s)', 'symbol'],
    [strange, '[object Object]', '7'],
  ]
  for (const [thrown] of cases) {
    const fail = () => {
      throw thrown
    }
    const outcome = await tracker.track(fail, []).catch((error: unknown) => ({ error }))
    assert.deepEqual(outcome, { error: thrown })
  }
  assert.deepEqual(
    await rowsOf(tracker),
    cases.map(([, error, type]) => ({ function: 'fail', input: [], status: 'error', error, error_type: type })),
  )
})

test('a result’s keys that are called like columns of the call stand beside them', async () => {
  await using tracker = await openTracker(':memory:', { params: { rate: 1 } })
  const own = ['function', 'input', 'status', 'error', 'error_type', 'duration_ms', 'run_id', 'row_id', 'timestamp']
  const prefixed = ['params_rate', 'input_x', 'assay_row', 'result_status']
  const result = Object.fromEntries([...own, ...prefixed, 'Status', 'result'].map(key => [key, `mine ${key}`]))
  await tracker.track(() => result, { x: 1, params: { rate: 2 } })
  const [row = {}] = await tracker.rows()
  for (const key of [...own, ...prefixed]) assert.equal(row[`result_${key}`], `mine ${key}`)
  assert.deepEqual([row['Status'], row['result']], ['mine Status', 'mine result'])
  assert.deepEqual([row['status'], row['input_x'], row['params_rate'], row['run_id']], ['ok', 1, 2, tracker.runId])
})

test('a tracked function may log and track', async () => {
  await using tracker = await openTracker(':memory:')
  const inner = (x: number) => x * 2
  const outer = async (x: number) => {
    await tracker.log({ step: 1 })
    return tracker.track(inner, [x])
  }
  assert.equal(await tracker.track(outer, [3]), 6)
  assert.deepEqual(await rowsOf(tracker), [
    { step: 1 },
    { function: 'inner', input: [3], status: 'ok', result: 6 },
    { function: 'outer', input: [3], status: 'ok', result: 6 },
  ])
})

test('a wrapped async method keeps `this`, its defaults and its throws', async () => {
  await using tracker = await openTracker(':memory:')
  const scaler = {
    scale: 3,
    times: tracker.wrap(async function times(this: { scale: number }, a: number, b: number = 2) {
      if (a < 0) throw new RangeError('negative')
      return this.scale * a * b
    }),
  }
  assert.equal(await scaler.times(5), 30)
  await assert.rejects(scaler.times(-1), new RangeError('negative'))
  assert.deepEqual(await rowsOf(tracker), [
    { function: 'times', input: [5], status: 'ok', result: 30 },
    { function: 'times', input: [-1], status: 'error', error: 'negative', error_type: 'RangeError' },
  ])
})

test('calls that run at once are told apart', async () => {
  await using tracker = await openTracker(':memory:')
  const gates = Array.from({ length: 20 }, () => Promise.withResolvers<void>())
  const held = async (i: number) => {
    await gates[i]?.promise
    return i * i
  }
  const calls = gates.map((_, i) => tracker.track(held, [i]))
  for (const gate of gates.toReversed()) gate.resolve()
  assert.deepEqual(
    await Promise.all(calls),
    gates.map((_, i) => i * i),
  )
  const rows = (await rowsOf(tracker)) as { input: [number]; result: number }[]
  assert.deepEqual(new Set(rows.map(({ input, result }) => `${input} ${result}`)), new Set(gates.map((_, i) => `${i} ${i * i}`)))
})
