// Scorers judge stored results: what they are given, their columns in rows and metrics, and when they are asked again.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy, benchmark, mean, openReader, run } from 'assay'
import { setColumns } from 'assay/maintenance'
import { laboratory } from '../../fixtures/laboratory.ts'
import { numbers, scoresOf, tens } from '../scored.ts'

test('one value is a column, the keys of an object are columns, and metrics read them', async t => {
  const declared = benchmark({
    name: 'b',
    data: numbers(3),
    input: item => item.x,
    expected: item => item.x === 0,
    params: [{ model: 'm' }, { model: 'n' }],
    task: (x, { model }) => {
      if (x === 2 && model === 'n') throw new Error('no')
      return { prediction: x < 2, steps: [x] }
    },
    scores: {
      same: ({ result, expected }) => result.prediction === expected,
      judge: ({ result, input }) => ({ length: result.steps.length + input, why: { because: [input] } }),
    },
    metrics: { same: mean('scores_same'), length: mean('scores_judge_length'), accuracy: accuracy() },
    version: '1',
  })
  await using result = await run(declared, { db: laboratory(t) })
  const scored = (same: boolean, length: number, x: number) => [same, length, { because: [x] }]
  assert.deepEqual(
    (await result.rows()).map(row => [row.scores_same, row.scores_judge_length, row.scores_judge_why]),
    [scored(true, 1, 0), scored(false, 2, 1), scored(true, 3, 2), scored(true, 1, 0), scored(false, 2, 1), [null, null, null]],
  )
  assert.deepEqual(
    result.metrics.map(({ same, length }) => [same.value, same.n, length.value, length.n]),
    [
      [2 / 3, 3, 2, 3],
      [1 / 3, 3, 1.5, 2],
    ],
  )
  assert.deepEqual(result.findings, [])
})

test('a scorer gets id, key, input, stored result and answer, and no params', async t => {
  const seen: unknown[] = []
  const stored = { text: 'hello', at: new Date(5), status: 'a key that moves aside' }
  const declared = benchmark({
    name: 'b',
    data: [{ id: 7, text: 'hello' }],
    input: item => item.text,
    expected: item => item.id,
    params: [{ model: 'm' }],
    task: text => ({ ...stored, text }),
    scores: { look: scored => (seen.push(scored), null) },
    version: '1',
  })
  await using result = await run(declared, { db: laboratory(t) })
  const [row] = await result.rows()
  assert.deepEqual(seen, [{ id: '7', datapoint: row?.datapoint, input: 'hello', result: stored, expected: 7 }])
})

test('another scorer executes nothing, and a run that executes nothing has the new scores', async t => {
  const db = laboratory(t)
  const first = tens({ double: ({ result }) => result * 2 })
  await using before = await run(first.declared, { db })
  const second = tens({ double: ({ result }) => result * 3, half: ({ result }) => result / 2 })
  await using after = await run(second.declared, { db, execute: 'none' })
  assert.deepEqual([before.executed, after.executed, after.replayed, second.calls.count], [3, 0, 3, 0])
  const now = [0, 1, 2].map(x => [
    ['scores_double', x * 30],
    ['scores_half', x * 5],
  ])
  assert.deepEqual(scoresOf(await after.rows()), now)
  await using reader = await openReader(db)
  const rows = scoresOf(await reader.rows())
  assert.deepEqual(rows, [...[0, 1, 2].map(x => [['scores_double', x * 20]]), ...now])
  await using newest = await openReader(db, { benchmark: second.declared })
  assert.deepEqual(scoresOf(await newest.rows()), now)
})

test('a replayed row has the scores of its computed twin, from a ledger of its own too', async t => {
  const [db, ledger] = [laboratory(t), laboratory(t)]
  const { declared } = tens({ all: ({ result }) => ({ twice: result * 2, big: BigInt(result), none: Number.NaN }) })
  await using computed = await run(declared, { db, ledger })
  await using replayed = await run(declared, { db, ledger })
  assert.equal(replayed.replayed, 3)
  const scores = scoresOf(await computed.rows())
  assert.deepEqual(Object.fromEntries(scores[1] ?? []), {
    scores_all_twice: 20,
    scores_all_big: 10n,
    scores_all_none: Number.NaN,
  })
  assert.deepEqual(scoresOf(await replayed.rows()), scores)
})

test('more rows than a page, repeats, equal inputs, and columns that `set` added', async t => {
  const db = laboratory(t)
  const many = (isScored: boolean) =>
    benchmark({
      name: 'b',
      data: numbers(450),
      input: item => item.x % 300,
      task: x => x,
      trials: 2,
      scores: { ...(isScored && { own: ({ id, result }: { id: string; result: number }) => Number(id.slice(1)) - result }) },
      version: '1',
    })
  await (await run(many(false), { db }))[Symbol.asyncDispose]()
  await setColumns(db, { note: 'mine' })
  await using result = await run(many(true), { db })
  const rows = await result.rows()
  assert.equal(rows.length, 900)
  const wanted = rows.map(row => (Number(row.input_id.slice(1)) < 300 ? 0 : 300))
  assert.deepEqual(
    scoresOf(rows),
    wanted.map(own => [['scores_own', own]]),
  )
  await using reader = await openReader(db)
  assert.deepEqual(
    [await reader.count({ where: { note: 'mine' } }), await reader.count({ where: { scores_own: 0 } })],
    [900, 600],
  )
})

test('a run that was stopped has scores of what it did', async t => {
  const stop = new AbortController()
  const declared = benchmark({
    name: 'b',
    data: numbers(9),
    task: item => {
      if (item.x === 2) stop.abort()
      return item.x
    },
    scores: { same: ({ result }) => result },
    metrics: { same: mean('scores_same') },
    version: '1',
  })
  await using result = await run(declared, { db: laboratory(t), signal: stop.signal })
  assert.equal(result.status, 'stopped')
  assert.deepEqual(
    (await result.rows()).map(row => row.scores_same),
    [0, 1, 2],
  )
  assert.equal(result.metrics[0]?.same.value, 1)
})
