// verify finds nothing in a database as runs leave it, and says of what it cannot tell why.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { accuracy, benchmark, mean, openTracker, run, verify } from 'assay'
import { deleteDatapoints, deleteRuns, setColumns } from 'assay/maintenance'
import { rmSync } from 'node:fs'
import { laboratory } from '../../fixtures/laboratory.ts'
import { temporaryFolder } from '../../fixtures/folder.ts'
import { audited } from '../audited.ts'

const plain = benchmark({
  name: 'plain',
  data: Array.from({ length: 6 }, (_, i) => ({ id: `i${i}`, n: i })),
  input: ({ n }) => n,
  expected: ({ n }) => n % 2,
  params: [{ model: 'a' }, { model: 'b' }],
  task: (n, { model }) => ({ prediction: model === 'a' ? n % 2 : 1, score: n / 3, status: 'mine' }),
  metrics: { accuracy: accuracy(), score: mean('score') },
  version: '1',
})

async function ran(t: TestContext, options: object = {}): Promise<{ readonly db: string; readonly runId: string }> {
  const db = laboratory(t)
  await using result = await run(plain, { db, ...options })
  return { db, runId: result.runId }
}

const idsOf = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id.split(':')[0])

test('nothing differs in what runs leave: executed, replayed, refreshed, partial, of another ledger', async t => {
  const db = laboratory(t)
  for (const options of [{}, {}, { execute: 'all' }, { limit: 2 }, { params: { model: 'n' } }, { trials: 2 }] as const)
    await (await run(audited, { db, ...options }))[Symbol.asyncDispose]()
  const { differences, unverifiable, checked } = await verify(db, { benchmark: audited })
  assert.deepEqual(differences, [])
  assert.ok(checked > 1_000)
  // Failures were executed again by later runs, and all by the third.
  assert.deepEqual([...new Set(idsOf(unverifiable))], ['result-replaced'])
})

test('without the benchmark, metrics and scores of one’s own and the data cannot be told', async t => {
  const db = laboratory(t)
  await (await run(audited, { db }))[Symbol.asyncDispose]()
  const { differences, unverifiable } = await verify(db)
  assert.deepEqual(differences, [])
  assert.deepEqual(idsOf(unverifiable), ['data', 'scores', 'own-metric'])
})

test('a benchmark whose scorer says something else differs', async t => {
  const db = laboratory(t)
  const declared = (factor: number) =>
    benchmark({
      name: 'scored',
      data: [{ id: 'a', n: 1 }],
      input: ({ n }) => n,
      task: n => n,
      scores: { times: ({ result }) => result * factor },
      version: '1',
    })
  await (await run(declared(2), { db }))[Symbol.asyncDispose]()
  assert.deepEqual((await verify(db, { benchmark: declared(2) })).differences, [])
  const [difference, ...others] = (await verify(db, { benchmark: declared(3) })).differences
  assert.equal(others.length, 0)
  assert.match(difference?.message ?? '', /`scores_times` of `predictions`/)
  assert.deepEqual(difference?.examples, [{ input_id: 'a', trial: 0, stored: 2, computed: 3 }])
})

test('a result in a ledger of its own file is held against it, and cannot be where that file is gone', async t => {
  const ledger = join(temporaryFolder(t), 'ledger.db')
  const { db } = await ran(t, { ledger })
  assert.deepEqual((await verify(db, { benchmark: plain })).differences, [])
  using file = new DatabaseSync(ledger)
  file.exec(`UPDATE assay_ledger SET attempts = 2 WHERE assay_row = 1`)
  assert.deepEqual(idsOf((await verify(db)).differences), ['predictions.attempts'])
  for (const ending of ['', '-wal', '-shm']) rmSync(`${ledger}${ending}`, { force: true })
  const { differences, unverifiable } = await verify(db, { benchmark: plain })
  assert.deepEqual(differences, [])
  assert.deepEqual(idsOf(unverifiable), ['ledger'])
})

test('of results that were deleted from the ledger nothing can be told', async t => {
  const { db, runId } = await ran(t)
  await deleteDatapoints(db, { run: runId })
  const { differences, unverifiable } = await verify(db, { benchmark: plain })
  assert.deepEqual(differences, [])
  assert.deepEqual(
    unverifiable.map(({ id, count }) => [id.split(':')[0], count]),
    [['result-deleted', 12]],
  )
})

test('a deleted run, one that was killed, and that of a tracker are not verified, and said to be', async t => {
  const { db, runId } = await ran(t)
  await deleteRuns(db, { run: runId })
  await using _ = await openTracker(db)
  await (await run(plain, { db }))[Symbol.asyncDispose]()
  new DatabaseSync(db).exec("UPDATE runs SET status = 'aborted' WHERE rowid = (SELECT MAX(rowid) FROM runs)")
  const { differences, unverifiable } = await verify(db)
  assert.deepEqual(differences, [])
  const reasons = unverifiable.map(({ message }) => message.replace(/^the run \S+ /, ''))
  assert.equal(reasons.length, 3)
  assert.match(reasons[0] ?? '', /^was deleted/)
  assert.match(reasons[1] ?? '', /^still runs/)
  assert.match(reasons[2] ?? '', /^was killed/)
})

test('columns that `set` added are nobody’s result', async t => {
  const { db } = await ran(t)
  await setColumns(db, { label: 'mine' }, { table: 'predictions' })
  assert.deepEqual((await verify(db, { benchmark: plain })).differences, [])
})

test('one run alone, and a run or benchmark that is none', async t => {
  const { db, runId } = await ran(t)
  await (await run(plain, { db }))[Symbol.asyncDispose]()
  const all = await verify(db)
  const one = await verify(db, { run: runId })
  assert.ok(one.checked < all.checked)
  await assert.rejects(verify(db, { run: 'none' }), { code: 'run_not_found' })
  await assert.rejects(verify(db, { benchmark: {} as never }), /expected `benchmark` to be what benchmark\(\) returned/)
})

test('values of every kind, and large ones, are what they were', async t => {
  const db = laboratory(t)
  const kinds = [
    Number.NaN,
    -0,
    0,
    Number.NEGATIVE_INFINITY,
    2n ** 70n,
    'x'.repeat(40_000),
    '\ud800',
    new Date(5),
    new Date(Number.NaN),
    new Uint8Array([1, 2]),
    new Map([[{ a: 1 }, new Set([-0])]]),
    { deep: [null, undefined, 'y'.repeat(40_000)] },
    null,
    true,
  ]
  const declared = benchmark({
    name: 'kinds',
    data: kinds.map((value, i) => ({ id: `i${i}`, value, gone: undefined })),
    expected: ({ value }) => value,
    task: ({ value }) => ({ prediction: value, again: [value] }),
    version: '1',
  })
  await (await run(declared, { db }))[Symbol.asyncDispose]()
  await (await run(declared, { db }))[Symbol.asyncDispose]()
  const { differences, unverifiable } = await verify(db, { benchmark: declared })
  assert.deepEqual([differences, idsOf(unverifiable)], [[], ['items']])
})

test('items that are no objects are what they were', async t => {
  const db = laboratory(t)
  const declared = benchmark({ name: 'bare', data: [1, 'a', [2]], task: item => item, version: '1' })
  await (await run(declared, { db }))[Symbol.asyncDispose]()
  assert.deepEqual((await verify(db, { benchmark: declared })).differences, [])
})

test('nothing differs in a run that was stopped, with fewer rows than it planned', async t => {
  const db = laboratory(t)
  const declared = benchmark({
    name: 'failing',
    data: Array.from({ length: 60 }, (_, i) => ({ id: `i${i}`, n: i })),
    input: ({ n }) => n,
    task: (n): number => {
      if (n > 3) throw new Error('down')
      return n
    },
    metrics: { mean: mean('prediction') },
    version: '1',
    limits: { maxErrors: 5, concurrency: 1 },
  })
  await using result = await run(declared, { db })
  assert.equal(result.status, 'stopped')
  assert.ok(result.executed < 60)
  const { differences, unverifiable } = await verify(db, { benchmark: declared })
  assert.deepEqual([differences, unverifiable], [[], []])
})
