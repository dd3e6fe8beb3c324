// A scorer's task executes once for each input, result and expected answer; it is limited, priced, retried and kept like every task.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Scorer, asset, benchmark, mean, openReader, run } from 'assay'
import { laboratory } from '../../fixtures/laboratory.ts'

const cost = (usd: number) => ({
  input_tokens: 10,
  cached_input_tokens: null,
  cache_write_tokens: null,
  output_tokens: 1,
  reasoning_tokens: null,
  cost_usd: usd,
})

interface Told {
  readonly expected?: (id: string) => string
  readonly answer?: (id: string, model: string) => unknown
  readonly judge: Exclude<Scorer<string, unknown, string>, (...args: never) => unknown>
  readonly count?: number
  readonly models?: readonly string[]
}

/** Items `i0`, `i1`, … answered by models; says which were judged, in order. */
function judged({ expected = id => `right ${id}`, answer = id => `says ${id}`, judge, count = 2, models = ['a'] }: Told) {
  const executed: string[] = []
  const asked: string[] = []
  const declared = benchmark({
    name: 'judged',
    data: Array.from({ length: count }, (_, i) => ({ id: `i${i}` })),
    input: item => item.id,
    expected: item => expected(item.id),
    params: models.map(model => ({ model })),
    task: (id, { model }) => {
      executed.push(id)
      return { text: answer(id, model) }
    },
    version: '1',
    scores: {
      judge: {
        version: '1',
        ...judge,
        task: async (scored, context) => {
          asked.push(`${scored.id} ${JSON.stringify(scored.result.text)} ${scored.expected}`)
          return (await judge.task(scored as never, context)) as number
        },
      },
    },
    metrics: { judged: mean('scores_judge', { better: 'higher' }) },
    limits: { concurrency: 1 },
  })
  return { declared, executed, asked }
}

async function judgementsOf(db: string, columns = 'datapoint, scorer, trial, status, cost_usd, cache, attempts') {
  await using reader = await openReader(db)
  return reader.sql(`SELECT ${columns} FROM judgements ORDER BY rowid`)
}

const good = { task: async () => 1 } as const

test('three runs judge once, and again only where the result or the expected answer has changed', async t => {
  const db = laboratory(t)
  const told = {
    judge: { task: async (_: unknown, { spend }: { spend: (usage: never) => void }) => (spend(cost(0.5) as never), 1) },
  }
  const first = judged(told)
  await using one = await run(first.declared, { db })
  assert.deepEqual([first.asked, one.spentUsd, one.savedUsd], [['i0 "says i0" right i0', 'i1 "says i1" right i1'], 1, null])
  await using two = await run(first.declared, { db })
  assert.deepEqual([first.asked.length, two.spentUsd, two.savedUsd, two.metrics[0]?.judged.value], [2, null, 1, 1])
  await using three = await run(first.declared, { db, execute: 'none' })
  assert.deepEqual([first.asked.length, three.findings], [2, []])

  const relabelled = judged({ ...told, expected: id => (id === 'i1' ? 'another' : `right ${id}`) })
  await using four = await run(relabelled.declared, { db })
  assert.deepEqual([relabelled.executed, relabelled.asked, four.executed], [[], ['i1 "says i1" another'], 0])

  const changed = judged({ ...told, answer: id => (id === 'i0' ? 'new' : `says ${id}`) })
  await using five = await run(changed.declared, { db, execute: 'all' })
  assert.deepEqual([changed.executed, changed.asked, five.status], [['i0', 'i1'], ['i0 "new" right i0'], 'completed'])
})

test('equal answers of several configurations are judged once, blind to params, and each row has its score', async t => {
  const db = laboratory(t)
  const { declared, asked } = judged({ models: ['a', 'b', 'c'], judge: good })
  await using result = await run(declared, { db })
  assert.equal(asked.length, 2)
  assert.deepEqual(
    (await result.rows()).map(row => row.scores_judge),
    [1, 1, 1, 1, 1, 1],
  )
  const rows = await judgementsOf(db, 'cache')
  assert.deepEqual(
    rows.map(({ cache }) => cache),
    ['computed', 'computed', 'hit', 'hit', 'hit', 'hit'],
  )
})

test('a judge that throws is null, a finding and a row, and is asked again by the next run', async t => {
  const db = laboratory(t)
  let isMended = false
  const task = async ({ id }: { id: string }) => {
    if (id === 'i0' && !isMended) throw new RangeError('no opinion')
    return 1
  }
  const { declared, asked } = judged({ judge: { task } })
  await using first = await run(declared, { db })
  assert.deepEqual(
    (await first.rows()).map(row => row.scores_judge),
    [null, 1],
  )
  const finding = first.findings.find(({ id }) => id === 'scorer-failed:judge')
  assert.match(finding?.message ?? '', /first for the item "i0": RangeError: no opinion/)
  assert.deepEqual([first.status, first.failed], ['completed', 0])
  const [failed] = await judgementsOf(db, 'status, error, error_type, scorer')
  assert.deepEqual({ ...failed }, { status: 'error', error: 'no opinion', error_type: 'RangeError', scorer: 'judge' })
  isMended = true
  await using second = await run(declared, { db })
  assert.deepEqual([asked.length, second.findings, second.executed], [3, [], 0])
})

test('an answer that asks to wait is tried again, and each attempt is kept and paid for', async t => {
  const db = laboratory(t)
  const task = async (_: unknown, { attempt, spend }: { attempt: number; spend: (usage: never) => void }) => {
    spend(cost(1) as never)
    if (attempt === 1) throw Object.assign(new Error('busy'), { status: 429, headers: { 'retry-after-ms': '1' } })
    return 1
  }
  const { declared } = judged({ judge: { task }, count: 1 })
  await using result = await run(declared, { db })
  const [row] = await judgementsOf(db)
  assert.deepEqual([row?.['attempts'], row?.['cost_usd'], result.spentUsd], [2, 2, 2])
  await using reader = await openReader(db, { table: 'attempts' })
  assert.deepEqual(
    (await reader.rows()).map(one => [one['status'], one['error'], one['cost_usd']]),
    [
      ['error', 'busy', 1],
      ['ok', null, 1],
    ],
  )
})

test('what a judge costs counts for the budget of the run, which stops before the next', async t => {
  const { declared, asked } = judged({
    count: 6,
    judge: { task: async (_, { spend }) => (spend(cost(1)), 1), limits: { concurrency: 1 } },
  })
  const db = laboratory(t)
  await using result = await run(declared, { db, limits: { maxCostUsd: 2 } })
  assert.deepEqual([asked.length, result.status, result.spentUsd, result.executed], [2, 'stopped', 2, 6])
  assert.ok(result.findings.some(({ id }) => id === 'stopped'))
  assert.equal(result.findings.find(({ id }) => id === 'scorer-missed:judge')?.count, 4)
  await using rest = await run(declared, { db })
  assert.deepEqual([asked.length, rest.status, rest.findings], [6, 'completed', []])
})

test('a judge has limits of its own', async t => {
  const fails = { task: () => Promise.reject(new Error('no')), limits: { maxErrors: 1, concurrency: 1, retries: 0 } }
  const { declared, asked } = judged({ count: 6, judge: fails })
  await using result = await run(declared, { db: laboratory(t) })
  assert.deepEqual([asked.length, result.status, result.failed], [2, 'stopped', 0])
  assert.match(
    result.findings.find(({ id }) => id === 'scorer-stopped:judge')?.message ?? '',
    /2 datapoints failed, of 1 allowed/,
  )
})

test('a run that executes nothing says what was never judged', async t => {
  const db = laboratory(t)
  const plain = benchmark({ name: 'later', data: [{ id: 'i0' }], task: () => 'x', version: '1' })
  await using first = await run(plain, { db })
  const scores = { judge: { task: async () => true } }
  const judging = benchmark({ name: 'later', data: [{ id: 'i0' }], task: () => 'x', version: '1', scores })
  await using none = await run(judging, { db, execute: 'none' })
  assert.deepEqual([none.executed, none.status], [0, 'completed'])
  const finding = none.findings.find(({ id }) => id === 'scorer-missed:judge')
  assert.deepEqual([finding?.severity, finding?.count], ['error', 1])
  await using later = await run(judging, { db })
  assert.deepEqual([later.executed, (await later.rows())[0]?.scores_judge, first.runId === later.runId], [0, true, false])
})

test('trials of a judge are averaged, key by key; of texts the most frequent counts', async t => {
  const db = laboratory(t)
  const said = [
    { points: 1, why: 'b' },
    { points: 2, why: 'a' },
    { points: 6, why: 'a' },
  ]
  const scores = { judge: { task: async (_: unknown, { trial }: { trial: number }) => said[trial] ?? null, trials: 3 } }
  const declared = benchmark({ name: 'trials', data: [{ id: 'i0' }], task: () => 'x', version: '1', scores })
  await using result = await run(declared, { db })
  const row = (await result.rows())[0]
  assert.deepEqual([row?.scores_judge_points, row?.scores_judge_why], [3, 'a'])
  assert.deepEqual(
    (await judgementsOf(db, 'scorer_trial')).map(one => one['scorer_trial']),
    [0, 1, 2],
  )
})

test('a judge is given assets and large values loaded, and what it skips or leaves open is null without a finding', async t => {
  const long = 'x'.repeat(100_000)
  const seen: unknown[] = []
  const declared = benchmark({
    name: 'large',
    data: [{ id: 'i0' }, { id: 'i1' }],
    task: ({ id }) => ({ long: `${id}${long}`, kept: asset({ id }) }),
    version: '1',
    scores: {
      judge: {
        version: '1',
        task: async ({ id, result }, { skip }) => {
          seen.push([result.long.length, result.kept])
          if (id === 'i0') skip('too long')
          return null
        },
      },
    },
  })
  const db = laboratory(t)
  await using result = await run(declared, { db })
  assert.deepEqual(seen, [
    [100_002, { id: 'i0' }],
    [100_002, { id: 'i1' }],
  ])
  assert.deepEqual([result.findings, (await result.rows()).map(row => row.scores_judge)], [[], [null, null]])
  await using again = await run(declared, { db })
  assert.deepEqual([seen.length, again.findings], [2, []])
})

test('what a judge records is in its row, and what it logs names its judgement', async t => {
  const db = laboratory(t)
  const task: (typeof good)['task'] = async (..._all: unknown[]) => 1
  const { declared } = judged({
    count: 1,
    judge: {
      task: async (_, { record, log }) => {
        record({ raw: 'verdict: fine' })
        await log({ step: 1 })
        return task()
      },
    },
  })
  await using result = await run(declared, { db })
  assert.equal(result.findings.length, 0)
  const [row] = await judgementsOf(db, 'raw, judgement')
  assert.equal(row?.['raw'], 'verdict: fine')
  await using reader = await openReader(db, { table: 'events' })
  assert.deepEqual(
    (await reader.rows()).map(one => [one['datapoint'], one['step']]),
    [[row?.['judgement'], 1]],
  )
})

test('a scorer that is not as expected is refused where it is declared', () => {
  const declare = (judge: unknown) => () =>
    benchmark({ name: 'b', data: [1], task: () => 1, scores: { judge: judge as Scorer<number, number, null> } })
  assert.throws(declare({}), /expected `task` of the scorer `judge` of b to be a function, got nothing/)
  assert.throws(declare({ task: () => 1, trails: 2 }), /got `trails`\. Did you mean `trials`/)
  assert.throws(declare({ task: () => 1, trials: 0 }), /to be a whole number from 1, got 0/)
  assert.throws(declare({ task: () => 1, limits: { timeout: 1 } }), /expected the limits/)
  assert.throws(declare('gpt'), /to be a function or \{ task \}, got a text/)
})
