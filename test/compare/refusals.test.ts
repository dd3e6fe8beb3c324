// Checks that bad input is refused at once, with what was expected and what was received.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare } from '../../src/compare/compare.ts'
import { mean } from '../../src/metrics/columns.ts'
import { accuracy } from '../../src/metrics/labels.ts'
import { type Row, answers, compareRows } from './rows.ts'

const [baseline, candidate] = answers(2, 1, 5)
const any = compare as unknown as (...args: readonly unknown[]) => Promise<unknown>

test('rows that are none, and rows that cannot be paired', async () => {
  const metric = accuracy()
  await assert.rejects(any(7, candidate, { metric }), /^TypeError: expected the baseline to be rows, got a number/)
  await assert.rejects(any(baseline, { a: 1 }, { metric }), /^TypeError: expected the candidate to be rows, got an object/)
  await assert.rejects(
    any([{ prediction: 'a' }], candidate, { metric }),
    /each row of the baseline to have an `input_id`, got null in row 1/,
  )
  const odd = [...baseline, { ...baseline[0], trial: 'first' }]
  await assert.rejects(any(odd, candidate, { metric }), /each `trial` of the baseline to be a whole number, got first in row 9/)
})

test('options', async () => {
  const metric = accuracy()
  await assert.rejects(any(baseline, candidate), /^TypeError: expected compare\(\) to get options, got nothing/)
  await assert.rejects(any(baseline, candidate, { metric, margn: 1 }), /got `margn`\. Did you mean `margin`\?/)
  for (const margin of [0, -1, Infinity, Number.NaN, '1'])
    await assert.rejects(
      any(baseline, candidate, { metric, margin }),
      /^RangeError: expected `margin` of compare\(\) to be a number above 0/,
    )
  await assert.rejects(
    any(baseline, candidate, { metric, margin: 1, marginRatio: 1 }),
    /`margin` or `marginRatio` of compare\(\), got both/,
  )
  for (const level of [0.5, 1, 95])
    await assert.rejects(
      any(baseline, candidate, { metric, level }),
      /expected `level` of compare\(\) to be above 0\.5 and below 1, got /,
    )
})

test('metrics that are none', async () => {
  await assert.rejects(
    any(baseline, candidate, {}),
    /^TypeError: expected `metric` to be a metric or the name of a declared one, got nothing/,
  )
  await assert.rejects(
    any(baseline, candidate, { metric: 'accuracy' }),
    /got the name "accuracy", and these rows are of no benchmark/,
  )
})

test('an item that is twice in one side says why it can be', async () => {
  const twice = (columns: object): Row[] => [...candidate, ...candidate.slice(3, 4).map(row => ({ ...row, ...columns }))]
  const side = (columns: object) => compareRows(baseline, twice(columns), accuracy())
  await assert.rejects(
    side({}),
    /^RangeError: expected each item of the candidate once per trial, got "i003" \(trial 0\) twice; leave one out, or number them with `trial`/,
  )
  await assert.rejects(side({ params_model: 'b' }), /the rows differ in params_model: choose one with select\(\{ params \}\)/)
  await assert.rejects(
    compareRows(
      baseline,
      twice({ run_id: 'r2' }).map((row, i) => (i < 8 ? { ...row, run_id: 'r1' } : row)),
      accuracy(),
    ),
    /the rows are of the runs r1, r2: choose one with select\(\{ run \}\)/,
  )
})

test('cells that the metric cannot read are no verdict, with the reason', async () => {
  const { verdict, message } = await compareRows(baseline, candidate, mean('prediction'))
  assert.equal(verdict, 'inconclusive')
  assert.match(message, /no verdict, because column prediction holds a text, and mean takes numbers/)
})
