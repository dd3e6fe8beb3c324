// What a tracked call leaves behind: one row with its arguments, its result and its time, also when it throws.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTracker } from 'assay'

test('an input object becomes columns, its params `params_*`, the keys of the result columns', async () => {
  await using tracker = await openTracker(':memory:')
  const predict = ({ item, params }: { item: { text: string }; params: { threshold: number } }) => ({
    positive: item.text.length > params.threshold,
    status: 'x',
  })
  const { positive } = await tracker.track(predict, { item: { text: 'good' }, params: { threshold: 3 } })
  const [row] = await tracker.rows()
  assert.equal(positive, true)
  assert.deepEqual(
    [
      row?.['function'],
      row?.['input_item'],
      row?.['params_threshold'],
      row?.['positive'],
      row?.['status'],
      row?.['result_status'],
    ],
    ['predict', { text: 'good' }, 3, true, 'ok', 'x'],
  )
  assert.equal(typeof row?.['duration_ms'], 'number')
})

test('a list of arguments is one cell, and a promise is waited for', async () => {
  await using tracker = await openTracker(':memory:')
  assert.equal(await tracker.track(async (a: number, b: number) => a + b, [2, 10]), 12)
  assert.deepEqual(
    (await tracker.rows()).map(row => [row['input'], row['result']]),
    [[[2, 10], 12]],
  )
})

test('a throw is a row, then thrown as it was', async () => {
  await using tracker = await openTracker(':memory:')
  const failure = new RangeError('no')
  await assert.rejects(
    tracker.track(
      (input: { x: number }) => {
        assert.equal(input.x, 1)
        throw failure
      },
      { x: 1 },
    ),
    error => error === failure,
  )
  assert.deepEqual(
    (await tracker.rows()).map(row => [row['status'], row['error'], row['error_type'], row['input_x']]),
    [['error', 'no', 'RangeError', 1]],
  )
})

test('generators are refused before they start', async () => {
  await using tracker = await openTracker(':memory:')
  await assert.rejects(
    tracker.track(
      function* numbers() {
        yield 1
      } as never,
      [] as never,
    ),
    /expected a function that returns its result, got the generator numbers/,
  )
  assert.deepEqual(await tracker.rows(), [])
})

test('a wrapped method keeps its name, its parameters and its `this`', async () => {
  await using tracker = await openTracker(':memory:')
  class Model {
    scale = 2
    score(x: number) {
      return x * this.scale
    }
  }
  const model = Object.assign(new Model(), { tracked: tracker.wrap(Model.prototype.score) })
  assert.equal(await model.tracked(3), 6)
  assert.equal(model.tracked.name, 'score')
  assert.deepEqual(
    (await tracker.rows()).map(row => row['function']),
    ['score'],
  )
})
