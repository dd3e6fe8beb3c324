// Checks comparisons of a benchmark's own rows: by the names of its metrics, from a run and from a database.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy, benchmark, compare, grid, openReader, quantile, run } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'

const declared = benchmark({
  name: 'marks',
  data: Array.from({ length: 60 }, (_, i) => ({ id: `i${i}`, size: i })),
  expected: ({ size }) => size % 2 === 0,
  params: grid({ model: ['old', 'new'] }),
  task: ({ size }, { model }) => {
    if (size === 7 && model === 'new') throw new Error('no')
    return model === 'old' && size < 24 ? size % 3 === 0 : size % 2 === 0
  },
  metrics: { accuracy: accuracy({ margin: 0.01 }), p50: quantile('duration_ms', 0.5) },
  version: '1',
})

test('two configurations of a run, by the name of a metric, as of the same rows in a database', async t => {
  const db = laboratory(t)
  await using result = await run(declared, { db })
  const { message, ...comparison } = await compare(
    result.select({ params: { model: 'old' } }),
    result.select({ params: { model: 'new' } }),
    { metric: 'accuracy' },
  )
  // Of 24 items the old one has about half wrong; the new one loses only the item that failed.
  assert.deepEqual([comparison.nPaired, comparison.verdict, comparison.test], [60, 'better', 'tango-score'])
  assert.deepEqual(comparison.findings, [])
  assert.match(message, /^accuracy is better: /)
  const lost = comparison.flips.filter(({ candidate }) => candidate === null)
  assert.deepEqual(lost, [{ input_id: 'i7', trial: 0, baseline: false, candidate: null }])
  await using reader = await openReader(db, { benchmark: declared })
  const [old, now] = [reader.select({ params: { model: 'old' } }), reader.select({ params: { model: 'new' } })]
  assert.deepEqual({ message, ...comparison }, await compare(old, now, { metric: 'accuracy' }))
  assert.deepEqual(
    { message, ...comparison, metric: 'accuracy' },
    await compare(old, now, { metric: accuracy({ margin: 0.01 }) }),
  )
})

test('both configurations as one side, and the name of no metric, are refused', async t => {
  await using result = await run(declared, { db: laboratory(t) })
  const old = result.select({ params: { model: 'old' } })
  await assert.rejects(compare(old, result, { metric: 'accuracy' }), /the rows differ in params_model: choose one with select/)
  const any = compare as unknown as (...args: readonly unknown[]) => Promise<unknown>
  await assert.rejects(
    any(old, old, { metric: 'acuracy' }),
    /^RangeError: expected `metric` to be one of marks \(accuracy, p50\), got "acuracy"\. Did you mean `accuracy`\?/,
  )
})
