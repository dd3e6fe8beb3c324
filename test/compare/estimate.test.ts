// Checks estimates of rows that no benchmark made.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy, estimate, mean } from 'assay'
import { estimateMetric } from '../../src/metrics/estimate.ts'
import { answers } from './rows.ts'

const [rows] = answers(3, 17, 0)

test('every metric by its name, as a run computes it', async () => {
  const all = rows.map((row, i) => ({
    input_id: row.input_id,
    prediction: row['prediction'],
    expected: row['expected'],
    score: i,
  }))
  const { share, score } = await estimate(all, { share: accuracy(), score: mean('score') })
  assert.deepEqual(share, estimateMetric('share', accuracy(), all))
  // Wilson's interval of 17 in 20, from the field's page.
  assert.deepEqual([share.low?.toFixed(6), share.high?.toFixed(6), share.n], ['0.639581', '0.947631', 20])
  assert.equal(score.value, 9.5)
})

test('rows that come one by one, and metrics of your own', async () => {
  async function* one() {
    yield { input_id: 'a', score: 1 }
    yield { input_id: 'b', score: 3 }
  }
  const { most } = await estimate(one(), { most: { compute: rows => Math.max(...rows.map(row => row.score)) } })
  assert.deepEqual([most.value, most.n], [3, 2])
})

test('what is no list of rows, and what is no metric', async () => {
  const any = estimate as unknown as (...args: readonly unknown[]) => Promise<unknown>
  await assert.rejects(any(3, {}), /^TypeError: expected the rows to be rows, got a number/)
  await assert.rejects(any(rows, [accuracy()]), /^TypeError: expected estimate\(\) to get metrics by name, got a list/)
  await assert.rejects(
    any(rows, { share: 3 }),
    /^TypeError: expected `metric` to be a metric or the name of a declared one, got a number/,
  )
})
