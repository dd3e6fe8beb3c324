// Checks which rows are right, which items fell since a baseline, and which are flaky.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy, f1, mae, mean } from 'assay'
import { type Execution, fallenItems, flakyItems, rightBy } from '../../src/compare/right.ts'
import { type Definition, type Metric, definitionOf } from '../../src/metrics/metric.ts'

function of(metric: unknown): Definition {
  const definition = definitionOf(metric as Metric<never>)
  assert.ok(definition !== null)
  return definition
}

test('right is what equals the right answer, or the better boolean; failed and unanswered are not right', () => {
  const rows = [
    { prediction: 'a', expected: 'a' },
    { prediction: 'b', expected: 'a' },
    { prediction: null, expected: 'a' },
    { prediction: null, expected: 'a', status: 'error' },
    { prediction: null, expected: 'a', status: 'skipped' },
    { prediction: 'a', expected: null },
  ]
  for (const metric of [accuracy(), f1()])
    assert.deepEqual(
      rows.map(row => rightBy(of(metric))?.(row)),
      [true, false, false, false, null, null],
    )
  const looped = rightBy(of(mean('looped', { better: 'lower' })))
  assert.deepEqual(
    [true, false, null, 3].map(value => looped?.({ looped: value })),
    [false, true, false, null],
  )
  assert.deepEqual([rightBy(of(mae())), rightBy(of(mean('turns')))], [null, null])
})

/** `a0+` is item a, trial 0, right. */
function executions(...words: readonly string[]): Execution[] {
  return words.map(([id = '', trial = '', sign = '']) => ({
    inputId: id,
    trial: Number(trial),
    datapoint: `${id}${trial}`,
    isRight: sign === '+',
  }))
}

test('an item fell if all of it was right and some of it is wrong', () => {
  const before = executions('a0+', 'a1+', 'b0+', 'b1-', 'c0+', 'e0+')
  const now = executions('e0-', 'a0+', 'a1-', 'b0-', 'c0+', 'd0-')
  assert.deepEqual(fallenItems(before, now), ['a', 'e'])
})

test('flips are counted over trials and runs, and a datapoint that turned right is told from trials that differ', () => {
  const found = flakyItems(executions('a0+', 'a1-', 'a2+', 'a3+', 'b0-', 'b0-', 'b0+', 'c0-', 'c0-', 'd0+', 'e0+', 'e0-'))
  assert.deepEqual(found, [
    { input_id: 'e', executions: 2, right: 1, flip_rate: 1, retried_until_green: false },
    { input_id: 'a', executions: 4, right: 3, flip_rate: 2 / 3, retried_until_green: false },
    { input_id: 'b', executions: 3, right: 1, flip_rate: 1 / 2, retried_until_green: true },
  ])
})
