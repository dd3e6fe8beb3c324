// Checks that whatever a task does is a row of its own: nothing that one does harms the others or the run.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { accuracy } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'

class Answer {
  text = 'yes'
}

test('each way to fail is a row that says how, and the rest is unharmed', async t => {
  const db = laboratory(t)
  const circular: { self?: unknown } = {}
  circular.self = circular
  const ways: Record<string, () => unknown> = {
    throws: () => {
      throw new RangeError('no')
    },
    rejects: async () => {
      throw new TypeError('later')
    },
    'throws a text': () => Promise.reject('words' as unknown as Error),
    'throws a circle': () => Promise.reject(circular as Error),
    undefined: () => undefined,
    function: () => () => 1,
    instance: () => new Answer(),
    circle: () => circular,
    waits: () => new Promise(() => {}),
    fine: () => 'yes',
    null: () => null,
  }
  const declared = benchmark({
    name: 'b',
    data: Object.keys(ways),
    id: way => way,
    expected: () => 'yes',
    task: way => ways[way]?.(),
    metrics: { accuracy: accuracy() },
    limits: { timeoutMs: 50 },
    version: '1',
  })
  await using result = await run(declared, { db })
  assert.deepEqual([result.status, result.executed, result.failed], ['completed', 11, 9])
  const rows = new Map((await result.rows()).map(row => [row.input_id, row]))
  const types = [...rows].map(([id, { status, error_type }]) => [id, status, error_type])
  assert.deepEqual(Object.fromEntries(types.map(([id, status, type]) => [id, `${status} ${type}`])), {
    throws: 'error RangeError',
    rejects: 'error TypeError',
    'throws a text': 'error string',
    'throws a circle': 'error object',
    undefined: 'error TypeError',
    function: 'error TypeError',
    instance: 'error TypeError',
    circle: 'error TypeError',
    waits: 'timeout TimeoutError',
    fine: 'ok null',
    null: 'ok null',
  })
  assert.deepEqual([rows.get('waits')?.maybe_paid, rows.get('throws')?.maybe_paid], [true, false])
  assert.ok([...rows.values()].every(({ status, error }) => (status === 'ok') === (error === null)))
  const { value, n, failed, unanswered } = result.metrics[0]?.accuracy ?? {}
  assert.deepEqual([value, n, failed, unanswered], [1 / 11, 11, 9, 1])
})

test('a result of 50 MB is kept and replayed', async t => {
  const db = laboratory(t)
  const text = 'x'.repeat(50 * 1024 * 1024)
  const declared = benchmark({
    name: 'b',
    data: ['big', 'small'],
    id: size => size,
    task: size => (size === 'big' ? text : size),
    version: '1',
  })
  await (await run(declared, { db }))[Symbol.asyncDispose]()
  await using again = await run(declared, { db })
  assert.deepEqual([again.executed, again.replayed], [0, 2])
  const rows = await again.rows()
  assert.deepEqual(
    rows.map(({ prediction }) => prediction?.length),
    [text.length, 'small'.length],
  )
})

test('keys of Assay’s own move aside, with a finding', async t => {
  const db = laboratory(t)
  const declared = benchmark({
    name: 'b',
    data: ['x', 'y'],
    id: x => x,
    task: x => ({ status: 'mine', item_id: 7, result_status: 'too', answer: x }),
    version: '1',
  })
  await using result = await run(declared, { db })
  const [row] = (await result.rows()) as unknown as Record<string, unknown>[]
  assert.deepEqual(
    [row?.['status'], row?.['result_status'], row?.['result_item_id'], row?.['result_result_status'], row?.['answer']],
    ['ok', 'mine', 7, 'too', 'x'],
  )
  const [finding] = result.findings
  assert.equal(result.findings.length, 3)
  assert.deepEqual([finding?.severity, finding?.count, finding?.examples], ['warning', 2, [{ input_id: 'x' }, { input_id: 'y' }]])
  assert.match(finding?.message ?? '', /`status` is a column of Assay's own, so it is kept as `result_status`/)
})

test('a task that changes its input changes nobody else’s', async t => {
  const db = laboratory(t)
  const declared = benchmark({
    name: 'b',
    data: [{ id: 'a', list: [1], bytes: Buffer.from([1]) }],
    expected: item => item.list.length,
    params: [{ m: 1 }, { m: 2 }],
    task: input => {
      input.list.push(2)
      input.bytes[0] = 9
      return input.list.length * 10
    },
    trials: 2,
    version: '1',
  })
  await using result = await run(declared, { db })
  const rows = await result.rows()
  assert.deepEqual(
    rows.map(({ prediction, expected, item_list, item_bytes }) => [prediction, expected, item_list, item_bytes[0]]),
    Array.from({ length: 4 }, () => [20, 1, [1], 1]),
  )
})

test('a task that changes its params fails alone, and the params of the rows stay', async t => {
  const db = laboratory(t)
  const declared = benchmark({
    name: 'b',
    data: ['x', 'y'],
    id: x => x,
    params: [{ shots: [1] }],
    task: (x, { shots }) => (x === 'x' ? (shots as number[]).push(2) : shots.length),
    version: '1',
  })
  await using result = await run(declared, { db })
  const rows = await result.rows()
  assert.deepEqual(
    rows.map(({ status, error_type, params_shots }) => [status, error_type, params_shots]),
    [
      ['error', 'TypeError', [1]],
      ['ok', null, [1]],
    ],
  )
})

test('a task that returns one object again and again has each of its results', async t => {
  const db = laboratory(t)
  const shared = { answer: 0 }
  const declared = benchmark({
    name: 'b',
    data: [1, 2, 3],
    id: n => n,
    task: n => {
      shared.answer = n
      return shared
    },
    version: '1',
  })
  await using result = await run(declared, { db })
  const rows = await result.rows()
  assert.deepEqual(
    rows.map(({ answer }) => answer),
    [1, 2, 3],
  )
})

test('`expected` that throws is a finding and loses nothing', async t => {
  const db = laboratory(t)
  const declare = (expected: (n: number) => unknown) =>
    benchmark({ name: 'b', data: [1, 2], id: n => n, expected, task: n => n, metrics: { accuracy: accuracy() }, version: '1' })
  await using result = await run(
    declare(n => (n === 1 ? JSON.parse('{') : n)),
    { db },
  )
  assert.deepEqual([result.status, result.executed, result.failed], ['completed', 2, 0])
  const [finding] = result.findings
  assert.deepEqual([finding?.id, finding?.severity, finding?.count], ['expected-failed', 'warning', 1])
  assert.match(String(finding?.examples[0]?.['reason']), /^SyntaxError: /)
  const { n, unlabelled, value } = result.metrics[0]?.accuracy ?? {}
  assert.deepEqual([n, unlabelled, value], [1, 1, 1])
  await using mended = await run(
    declare(n => n),
    { db },
  )
  assert.deepEqual([mended.executed, mended.findings, mended.metrics[0]?.accuracy.n], [0, [], 2])
})

test('an answer that cannot be kept is a finding too', async t => {
  const db = laboratory(t)
  const declared = benchmark({ name: 'b', data: [1], expected: async () => 1, task: n => n, version: '1' })
  await using result = await run(declared, { db })
  assert.deepEqual(
    result.findings.map(({ id }) => id),
    ['expected-failed'],
  )
  assert.equal((await result.rows())[0]?.prediction, 1)
})
