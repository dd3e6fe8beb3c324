// Inputs in, results out in order; each item is still one datapoint.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { laboratory } from '../fixtures/laboratory.ts'

const items = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `i${i}`, x: i }))

function bench(t: TestContext) {
  const db = laboratory(t)
  const calls: number[][] = []
  const again = async (
    count: number,
    batch: number,
    more: { trials?: number; wrong?: (inputs: readonly number[]) => unknown } = {},
  ) => {
    calls.length = 0
    const declared = benchmark({
      name: 'b',
      data: items(count),
      input: item => item.x,
      batch,
      trials: more.trials ?? 1,
      task: async (inputs, _, { attempt }) => {
        calls.push([...inputs])
        assert.equal(attempt, 1)
        return (more.wrong?.(inputs) ?? inputs.map(x => x * 2)) as number[]
      },
      version: '1',
    })
    await using result = await run(declared, { db })
    const rows = await result.rows()
    return { result, rows, calls: calls.map(call => call.length) }
  }
  return { calls, again }
}

test('as many inputs a call as declared, never of two trials, and results stay with their items', async t => {
  const { again } = bench(t)
  const { rows, calls } = await again(7, 3, { trials: 2 })
  assert.deepEqual(calls.toSorted(), [1, 1, 3, 3, 3, 3])
  assert.ok(rows.every(row => row.prediction === row.item_x * 2))
  assert.deepEqual(new Set(rows.map(row => row.batch_size)), new Set([3, 1]))
  assert.equal(new Set(rows.map(row => row.datapoint)).size, 14)
})

test('only what is missing is in a call', async t => {
  const { again } = bench(t)
  await again(4, 4)
  const { calls, result } = await again(9, 100)
  assert.deepEqual([calls, result.executed, result.replayed], [[5], 5, 4])
})

test('all that are missing at once, more than a page', async t => {
  const { again } = bench(t)
  assert.deepEqual((await again(450, Number.POSITIVE_INFINITY)).calls, [450])
})

test('pages hold whole batches', async t => {
  const { again } = bench(t)
  assert.deepEqual((await again(300, 64)).calls, [64, 64, 64, 64, 44])
})

test('an error in the place of a result fails that item alone', async t => {
  const { again } = bench(t)
  const { rows } = await again(3, 3, { wrong: inputs => inputs.map(x => (x === 1 ? new RangeError('not this') : x)) })
  assert.deepEqual(
    rows.map(row => [row.status, row.prediction, row.error]),
    [
      ['ok', 0, null],
      ['error', null, 'not this'],
      ['ok', 2, null],
    ],
  )
})

for (const [what, wrong, message] of [
  ['too few', () => [1], 'has to return a list of 3 results, got 1'],
  ['no list', () => 'all', 'has to return a list of 3 results, got a text'],
] as const) {
  test(`a batch with ${what} results fails whole`, async t => {
    const { again } = bench(t)
    const { result, rows } = await again(3, 3, { wrong })
    assert.equal(result.failed, 3)
    assert.ok(rows.every(row => row.error?.includes(message) && row.batch_size === 3))
  })
}

test('the time of a call is shared', async t => {
  const { again } = bench(t)
  const { rows } = await again(4, 4)
  assert.equal(new Set(rows.map(row => row.duration_ms)).size, 1)
})

test('a batch that is no count is refused', () => {
  for (const batch of [0, 1.5, -1, 'all'])
    assert.throws(() => benchmark({ name: 'b', data: [1], batch: batch as 1, task: () => [1] }), {
      name: 'RangeError',
      message: /^expected `batch` of b to be a whole number from 1 or Infinity/,
    })
})
