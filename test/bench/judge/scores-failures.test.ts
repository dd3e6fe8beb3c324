// What a scorer does wrong is null and a finding, or an error, and loses and changes nothing besides.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchmark, openReader, run } from 'assay'
import { laboratory } from '../../fixtures/laboratory.ts'
import { numbers, scoresOf, tens } from '../scored.ts'

const thrower = (error: unknown) => () => {
  throw error
}

const bad: Readonly<Record<string, readonly [scorer: () => unknown, reason: RegExp]>> = {
  thrown: [thrower(new RangeError('too far')), /^RangeError: too far$/],
  text: [thrower('just words'), /^string: just words$/],
  waits: [async () => 1, /a scorer cannot wait/],
  rejects: [async () => thrower(new Error('that nobody hears'))(), /a scorer cannot wait/],
  nothing: [() => undefined, /returned nothing/],
  code: [() => () => 1, /got a function/],
  inside: [() => ({ a: { b: Symbol('s') } }), /the score\.a\.b/],
  instance: [() => new (class Verdict {})(), /instance of Verdict/],
}

test('what is no score is null and a finding that names scorer and item', async t => {
  const scores = Object.entries(bad).map(([name, [scorer]]) => [
    name,
    ({ id, result }: { id: string; result: number }) => (id === 'i1' ? scorer() : result),
  ])
  const { declared } = tens({ ...Object.fromEntries(scores), fine: ({ result }) => result + 1 })
  await using result = await run(declared, { db: laboratory(t) })
  const rows = (await result.rows()).map(row => ({ ...row }) as Record<string, unknown>)
  for (const [name, [, reason]] of Object.entries(bad)) {
    assert.deepEqual(
      rows.map(row => row[`scores_${name}`]),
      [0, null, 20],
      name,
    )
    const finding = result.findings.find(({ id }) => id === `scorer-failed:${name}`)
    assert.deepEqual([finding?.severity, finding?.count, finding?.message.includes(`\`${name}\``)], ['warning', 1, true])
    assert.match(finding?.message ?? '', /first for the item "i1": /)
    const { reason: said, ...where } = finding?.examples[0] ?? {}
    assert.deepEqual(where, { input_id: 'i1', params: {}, trial: 0 })
    assert.match(String(said), reason)
  }
  assert.deepEqual(
    rows.map(row => [row['prediction'], row['scores_fine']]),
    [
      [0, 1],
      [10, 11],
      [20, 21],
    ],
  )
  assert.deepEqual([result.status, result.failed, result.findings.length], ['completed', 0, Object.keys(bad).length])
})

test('rows without a score have null in the columns that the scorer has elsewhere, and in no other', async t => {
  const db = laboratory(t)
  const late = ({ result }: { result: number }) => {
    if (result === 0) throw new Error('not yet')
    return result === 20 ? null : { good: true, why: 'x' }
  }
  await using result = await run(tens({ late, never: () => null }).declared, { db })
  await using reader = await openReader(db)
  const row = (good: unknown, why: unknown) => ({ scores_late_good: good, scores_late_why: why, scores_never: null })
  assert.deepEqual(
    scoresOf(await reader.rows()).map(pairs => Object.fromEntries(pairs)),
    [row(null, null), row(true, 'x'), row(null, null)],
  )
  assert.deepEqual(
    result.findings.map(({ id, count }) => [id, count]),
    [['scorer-failed:late', 1]],
  )
})

test('a scorer that changes what it was given, or goes on using what it returned, changes nothing', async t => {
  const shared = { seen: [] as string[] }
  const declared = benchmark({
    name: 'b',
    data: [
      { id: 'a', words: ['x', 'y'] },
      { id: 'b', words: ['z'] },
    ],
    input: item => ({ words: item.words }),
    expected: item => [item.id],
    task: ({ words }) => ({ words, set: new Set([{ n: 1 }]) }),
    scores: {
      vandal: ({ input, result, expected }) => {
        for (const list of [input.words, result.words, expected]) list.length = 0
        for (const entry of result.set) entry.n = 2
        return 0
      },
      reader: ({ input, result, expected }) => [...input.words, ...result.words, ...expected, [...result.set][0]?.n].join(),
      hoarder: ({ id }) => (shared.seen.push(id), shared),
    },
    version: '1',
  })
  await using result = await run(declared, { db: laboratory(t) })
  assert.deepEqual(
    (await result.rows()).map(row => [row.scores_reader, row.scores_hoarder_seen, row.words, row.expected]),
    [
      ['x,y,x,y,a,1', ['a'], ['x', 'y'], ['a']],
      ['z,z,b,1', ['a', 'b'], ['z'], ['b']],
    ],
  )
})

test('two scorers that write one column end the run, and its results are kept', async t => {
  const db = laboratory(t)
  const b_c = () => ({ b_c: 1 })
  for (const other of [() => ({ c: 2 }), () => ({ c: null })]) {
    await assert.rejects(run(tens({ a: b_c, a_b: other }).declared, { db }), {
      name: 'TypeError',
      message: /^expected each scorer to write columns of its own, got `scores_a_b_c` from `a` and `a_b`/,
    })
  }
  await assert.rejects(run(tens({ a: b_c, a_b_c: () => null }).declared, { db }), /got `scores_a_b_c` from `a` and `a_b_c`/)
  const mended = tens({ a: b_c })
  await using result = await run(mended.declared, { db })
  assert.deepEqual([mended.calls.count, result.replayed], [0, 3])
})

test('a result that another run replaced meanwhile is not scored in the place of the row’s own', async t => {
  const db = laboratory(t)
  let calls = 0
  const task = async (x: number): Promise<number> => {
    const call = ++calls
    if (x === 1) await (await run(declared, { db, limit: 1, execute: 'all' }))[Symbol.asyncDispose]()
    return call
  }
  const declared = benchmark({
    name: 'b',
    data: numbers(2),
    input: item => item.x,
    task,
    scores: { same: ({ result }) => result },
    version: '1',
    limits: { concurrency: 1 },
  })
  const pairs = (rows: readonly { prediction: number | null; scores_same: number | null }[]) =>
    rows.map(row => [row.prediction, row.scores_same])
  await using result = await run(declared, { db })
  assert.deepEqual(pairs(await result.rows()), [
    [1, null],
    [2, 2],
  ])
  assert.deepEqual(
    result.findings.map(({ id, count }) => [id, count]),
    [['score-result-replaced', 1]],
  )
  await using again = await run(declared, { db })
  assert.deepEqual(pairs(await again.rows()), [
    [3, 3],
    [2, 2],
  ])
})
