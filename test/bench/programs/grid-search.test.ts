// Program 3, a grid over seeds: each model is trained once, more trials train the difference, and a conditional param has no other model's columns.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assayJson } from '../../cli/assay.ts'
import { counts, csvOf, programFolder, runProgram, valuesOf } from './project.ts'

/** Quality follows alcohol. */
const wines = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `${prefix}${i}`,
    quality: 5 + (i % 3),
    alcohol: 9 + (i % 3) * 2 + (i % 5) / 10,
    ph: 3 + (i % 7) / 10,
    sulphates: 0.5 + (i % 4) / 10,
  }))

test('forests are trained once for each of their params and seeds', async t => {
  // With few rows and trees the package finds a row in the sample of every tree, and fails; not with 18 rows and the first seven seeds.
  const files = { 'wine-train.csv': csvOf(wines('t', 18)), 'wine-test.csv': csvOf(wines('w', 6)) }
  const cwd = programFolder(t, files, ['ml-random-forest'])
  const run = (...flags: string[]) => runProgram('03-grid-search.bench.ts', { cwd }, ...flags)
  const trained = async () => {
    const { data } = await assayJson(['cache', 'ls', 'lab.db', '-n', '1000'], { cwd })
    const { datapoints } = data as unknown as { datapoints: readonly { name: string }[] }
    return datapoints.filter(({ name }) => name === 'once(fit)').length
  }
  const first = await run('--params', 'trees=10')
  assert.deepEqual([counts(first), await trained()], [[2 * 5 * 6, 0, 0], 2 * 5])
  const whole = await run()
  assert.deepEqual([counts(whole), await trained()], [[3 * 5 * 6, 2 * 5 * 6, 0], 4 * 5])
  assert.deepEqual(whole.metrics.at(-1)?.params, { model: 'majority' })
  const values = valuesOf(whole, 'accuracy').map(Number)
  assert.ok(Math.min(...values.slice(0, 4)) > Number(values.at(-1)), 'a forest learns more than the majority')
  assert.deepEqual(
    valuesOf(whole, 'f1').at(-1)?.toFixed(6),
    (1 / 6).toFixed(6),
    'one class of three is ever said, for a third of the items',
  )

  assert.deepEqual([counts(await run()), await trained()], [[0, 150, 0], 20])
  assert.deepEqual([counts(await run('--trials', '7')), await trained()], [[2 * 5 * 6, 150, 0], 4 * 7])
})
