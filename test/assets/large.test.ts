// Checks that results which are large, or hold assets, are stored once, replay as they were computed, and can be judged.
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Asset, asset, benchmark, openReader, run } from 'assay'
import { listAssets } from 'assay/maintenance'
import { temporaryFolder } from '../fixtures/folder.ts'

const transcript = (text: string) => `${text} `.repeat(20_000)
const bench = benchmark({
  name: 'transcripts',
  version: '1',
  data: ['one', 'two'].map(text => ({ id: text, text })),
  input: item => item.text,
  task: text => ({
    prediction: text,
    transcript: transcript(text),
    raw: new Uint8Array(100_000).fill(text.length),
    tokens: Array.from({ length: 20_000 }, (_, i) => i),
    model: asset({ of: 'all' }),
    parts: { best: asset(text) },
    dump: asset(new Blob([text, '!']).stream()),
  }),
  scores: { long: ({ result }) => result.transcript.length > 50_000 && result.parts.best.length + result.model.of.length },
})

/** The rows of a run, with what its assets hold. */
async function loaded(db: string, id: string): Promise<unknown[]> {
  await using reader = await openReader(db, { benchmark: bench })
  const rows = await reader.rows({ run: id })
  return Promise.all(
    rows.map(async row => {
      assert.equal(row.status, 'ok', String(row.error))
      const {
        prediction,
        transcript,
        raw,
        tokens,
        model,
        parts,
        dump,
        scores_long: score,
      } = row as Extract<typeof row, { status: 'ok' }>
      const dumped = new TextDecoder().decode(await dump.load())
      return { prediction, transcript, raw, tokens, model: await model.load(), best: await parts.best.load(), dumped, score }
    }),
  )
}

const expected = ['one', 'two'].map(text => ({
  prediction: text,
  transcript: transcript(text),
  raw: new Uint8Array(100_000).fill(3),
  tokens: Array.from({ length: 20_000 }, (_, i) => i),
  model: { of: 'all' },
  best: text,
  dumped: `${text}!`,
  score: 6,
}))

async function runTwice(t: TestContext, ledger?: string): Promise<string> {
  const db = join(temporaryFolder(t), 'lab.db')
  const options = { db, ...(ledger !== undefined && { ledger }) }
  await using first = await run(bench, options)
  await using second = await run(bench, options)
  assert.deepEqual([first.executed, second.executed, second.replayed], [2, 0, 2])
  assert.deepEqual(await loaded(db, first.runId), expected)
  assert.deepEqual(await loaded(db, second.runId), expected)
  return db
}

test('a replayed row is the computed one, and every content is there once', async t => {
  const db = await runTwice(t)
  const assets = await listAssets(db)
  // Two transcripts, one list, one picture, one model, two texts, two streams.
  assert.equal(assets.length, 9)
  // Two results in the ledger and two rows of each run.
  assert.deepEqual(assets.map(({ references }) => references).sort(), [3, 3, 3, 3, 3, 3, 6, 6, 6])
  await using reader = await openReader(db)
  const [{ longest } = { longest: 0 }] = await reader.sql<{ longest: number }>(
    'SELECT MAX(LENGTH(result)) AS longest FROM assay_ledger',
  )
  assert.ok(longest < 3_000)
  const sql = `SELECT transcript ->> '$."$asset".bytes' AS bytes FROM predictions WHERE input_id = 'one'`
  assert.deepEqual(await reader.sql(sql), [{ bytes: 80_000 }, { bytes: 80_000 }])
})

test('with a ledger of its own, both files hold what they refer to', async t => {
  const ledger = join(temporaryFolder(t), 'ledger.db')
  const db = await runTwice(t, ledger)
  assert.deepEqual(
    (await listAssets(db)).map(({ hash, bytes }) => [hash, bytes]),
    (await listAssets(ledger)).map(({ hash, bytes }) => [hash, bytes]),
  )
  await using other = await run(bench, { db: join(temporaryFolder(t), 'other.db'), ledger })
  assert.equal(other.executed, 0)
  assert.deepEqual(await loaded(other.db, other.runId), expected)
  assert.ok(statSync(ledger).size > 0)
})

test('a single large value, and assets as input and params', async t => {
  const db = join(temporaryFolder(t), 'lab.db')
  const weights = asset(new Uint8Array(50_000).fill(7))
  const declare = (prompt: Asset<string>) =>
    benchmark({
      name: 'single',
      version: '1',
      data: [{ id: 1, image: asset('pixels') }],
      params: [{ prompt, weights }],
      task: async (item, params) =>
        `${await item.image.load()} ${await params.prompt.load()} ${(await params.weights.load()).length} `.repeat(5_000),
    })
  await using first = await run(declare(asset('p')), { db })
  await using again = await run(declare(asset('p', { mediaType: 'text/x' })), { db })
  await using other = await run(declare(asset('q')), { db })
  assert.deepEqual([first.executed, again.executed, other.executed], [1, 0, 1])
  await using reader = await openReader(db)
  const [row, replayed] = await reader.rows()
  assert.equal(row?.['prediction'], 'pixels p 50000 '.repeat(5_000))
  assert.equal(replayed?.['prediction'], row?.['prediction'])
  assert.equal(await (row!['item_image'] as Asset<string>).load(), 'pixels')
  assert.equal((await (row!['params_weights'] as Asset).load()).length, 50_000)
  assert.equal(await reader.count({ where: { params_weights: weights } as never }), 3)
  assert.equal(await reader.count({ where: { params_prompt: asset('q') } as never }), 1)
})
