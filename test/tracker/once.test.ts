// Each call of `once` has a row, the same whether the function executed or its stored result was taken.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { asset, openReader, openTracker } from 'assay'
import { canonical } from '../../src/identity/canonical.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { differ, same } from '../identity/pairs.ts'

/** What `work` does at its next call. */
let does: (input: object) => unknown = () => null
let calls = 0
function work(input: object): unknown {
  calls++
  return does(input)
}
function call(next: typeof does): void {
  calls = 0
  does = next
}

function probe({ v: _v }: { v: unknown }) {
  calls++
  return { out: 1 }
}

test('a replayed row has the columns and the duration of the executed one, and says where they come from', async t => {
  const db = join(temporaryFolder(t), 'lab.db')
  call(() => ({ positive: true, status: 'x', cache: 'y', list: [1] }))
  const results: unknown[] = []
  for (const runId of ['fox', 'owl']) {
    await using tracker = await openTracker(db, { runId })
    results.push(await tracker.once(work, { text: 'good', params: { threshold: 3 } }))
  }
  const result = { positive: true, status: 'x', cache: 'y', list: [1] }
  assert.deepEqual([results, calls], [[result, result], 1])

  await using reader = await openReader(db, { table: 'events' })
  const [first, second] = await reader.rows()
  const { run_id: _r, row_id: _i, timestamp: _t, cache, cache_reason, ...told } = first ?? {}
  assert.deepEqual(told, {
    function: 'work',
    input_text: 'good',
    params_threshold: 3,
    duration_ms: first?.['duration_ms'],
    status: 'ok',
    positive: true,
    result_status: 'x',
    result_cache: 'y',
    list: [1],
    datapoint: first?.['datapoint'],
    attempts: 1,
    maybe_paid: false,
    produced_by: 'fox',
  })
  assert.match(String(first?.['datapoint']), /^[0-9a-f]{64}$/)
  assert.deepEqual([cache, cache_reason], ['computed', 'new'])
  const replayed = { ...told, run_id: 'owl', row_id: 'owl:0', timestamp: second?.['timestamp'], cache: 'hit', cache_reason: null }
  assert.deepEqual(second, replayed)
})

test('a failure is a row, thrown as it was, and executes again', async () => {
  await using tracker = await openTracker(':memory:')
  const failure = new RangeError('no')
  call(() => {
    throw failure
  })
  await assert.rejects(tracker.once(work, { x: 1 }), error => error === failure)
  call(() => 5)
  assert.equal(await tracker.once(work, { x: 1 }), 5)
  assert.deepEqual(
    (await tracker.rows()).map(row => [
      row['status'],
      row['error'],
      row['error_type'],
      row['result'],
      row['cache_reason'],
      row['attempts'],
    ]),
    [
      ['error', 'no', 'RangeError', undefined, 'new', 1],
      ['ok', undefined, undefined, 5, 'failed before', 2],
    ],
  )
})

test('who waits in the same process has a row of its own', async () => {
  await using tracker = await openTracker(':memory:')
  call(async () => 1)
  await Promise.all([tracker.once(work, { x: 1 }), tracker.once(work, { x: 1 })])
  assert.deepEqual([calls, (await tracker.rows()).map(row => row['cache']).toSorted()], [1, ['computed', 'hit']])
})

test('the input is kept as it was, and one that no cell can hold as its canonical text', async () => {
  class Point {
    readonly x = 1
  }
  await using tracker = await openTracker(':memory:')
  call(input => {
    ;(input as { list: number[] }).list.push(2)
    return null
  })
  await tracker.once(work, { list: [1], point: new Point() })
  const [row] = await tracker.rows()
  assert.deepEqual([row?.['input_list'], row?.['input_point']], [[1], '#class("Point",{"x":1})'])
})

test('databases that share a ledger share results, assets too', async t => {
  const folder = temporaryFolder(t)
  const ledger = join(folder, 'ledger.db')
  call(() => ({ model: asset('weights'), text: 'x'.repeat(50_000) }))
  for (const name of ['a.db', 'b.db']) {
    await using tracker = await openTracker(join(folder, name), { ledger })
    const { model, text } = (await tracker.once(work, { x: 1 })) as { model: { load(): Promise<string> }; text: string }
    assert.deepEqual([await model.load(), text.length], ['weights', 50_000])
  }
  assert.equal(calls, 1)
  for (const name of ['a.db', 'b.db']) {
    await using reader = await openReader(join(folder, name), { table: 'events' })
    const [row] = await reader.rows()
    const model = row?.['model'] as { load(): Promise<string> }
    assert.deepEqual([await model.load(), String(row?.['text']).length], ['weights', 50_000])
  }
})

test('closing waits for a result that was paid for, and for its row', async t => {
  const db = join(temporaryFolder(t), 'lab.db')
  const opened = Promise.withResolvers<void>()
  call(async () => {
    await opened.promise
    return 1
  })
  const tracker = await openTracker(db)
  const called = tracker.once(work, { x: 1 })
  const closed = tracker.close()
  await assert.rejects(tracker.once(work, { x: 2 }), /expected the tracker of .* to be open/)
  opened.resolve()
  await closed
  assert.equal(await called, 1)
  await using reader = await openReader(db, { table: 'events' })
  assert.deepEqual(
    (await reader.rows()).map(row => [row['result'], row['cache']]),
    [[1, 'computed']],
  )
})

test('what a function reads and its key does not hold is a finding of the run', async t => {
  const db = join(temporaryFolder(t), 'lab.db')
  for (const _ of [1, 2]) {
    await using tracker = await openTracker(db, { runId: 'fox' })
    await tracker.once(home, { x: 1 })
    await tracker.once(home, { x: 2 })
  }
  await using reader = await openReader(db, { table: 'events' })
  const [{ findings }] = (await reader.sql("SELECT findings FROM runs WHERE run_id = 'fox'")) as [{ findings: string }]
  const [finding, ...others] = JSON.parse(findings) as { id: string; count: number; message: string }[]
  assert.deepEqual([finding?.id, finding?.count, others], ['undeclared-input', 2, []])
  assert.match(finding?.message ?? '', /^A function given to `once` reads what its identity does not hold/)
})
function home({ x }: { x: number }) {
  return [x, process.env['HOME'] ?? null]
}

test('a wrong ledger and what is no function are refused', async () => {
  await assert.rejects(openTracker(':memory:', { ledger: '' }), /^TypeError: expected `ledger` to be a path, got ''$/)
  await using tracker = await openTracker(':memory:')
  await assert.rejects(tracker.once('work' as never, { x: 1 }), /^TypeError: expected a function, got work$/)
  await assert.rejects(
    tracker.once(input => input, { x: 1 }),
    { code: 'code_unknown' },
  )
  await assert.rejects(tracker.once(work, { x: [Symbol('s')] }), /^TypeError: expected input\.x\.0 to be data, got a symbol/)
  assert.deepEqual(await tracker.rows(), [])
})

test(`${differ.length} pairs of inputs are two calls`, async () => {
  for (const [a, b] of differ) {
    await using tracker = await openTracker(':memory:')
    calls = 0
    await tracker.once(probe, { v: a }, { version: '1' })
    await tracker.once(probe, { v: b }, { version: '1' })
    assert.equal(calls, 2, `${canonical(a)} and ${canonical(b)}`)
  }
})

test(`${same.length} pairs of inputs are one call`, async () => {
  for (const [a, b] of same) {
    await using tracker = await openTracker(':memory:')
    calls = 0
    await tracker.once(probe, { v: a }, { version: '1' })
    await tracker.once(probe, { v: b }, { version: '1' })
    assert.equal(calls, 1, `${canonical(a)} and ${canonical(b)}`)
  }
})
