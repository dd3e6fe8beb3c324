// A report is the same for the same database, its tables are what their SQL gives, and it holds what a run has to say.
import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { openReader, renderReport, run } from 'assay'
import { join } from 'node:path'
import { laboratory } from '../../fixtures/laboratory.ts'
import { temporaryFolder } from '../../fixtures/folder.ts'
import { audited } from '../audited.ts'

interface Table {
  readonly title: string
  readonly sql: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

async function lab(t: TestContext): Promise<string> {
  const db = laboratory(t)
  await (await run(audited, { db }))[Symbol.asyncDispose]()
  return db
}

async function tablesOf(db: string): Promise<Readonly<Record<string, Table>>> {
  return (JSON.parse(await renderReport(db, { format: 'json' })) as { tables: Readonly<Record<string, Table>> }).tables
}

test('the same database gives the same bytes, in every format, and a copy of it too', async t => {
  const db = await lab(t)
  new DatabaseSync(db).exec('PRAGMA wal_checkpoint(TRUNCATE)')
  const copy = join(temporaryFolder(t), 'lab.db')
  copyFileSync(db, copy)
  for (const format of ['terminal', 'markdown', 'json'] as const) {
    const text = await renderReport(db, { format })
    assert.equal(await renderReport(db, { format }), text)
    assert.equal(await renderReport(copy, { format }), text)
  }
})

test('the SQL of each table gives its rows', async t => {
  const db = await lab(t)
  await using reader = await openReader(db)
  const tables = await tablesOf(db)
  assert.deepEqual(Object.keys(tables), [
    'run',
    'params',
    'coverage',
    'estimates',
    'latency',
    'comparisons',
    'errors',
    'cost',
    'judgements',
    'cache',
    'environment',
    'findings',
  ])
  for (const [name, { sql, rows }] of Object.entries(tables)) {
    const found = await reader.sql(sql)
    if (name === 'comparisons') assert.equal(found.length, 32)
    else assert.deepEqual(JSON.parse(JSON.stringify(found)), rows, name)
  }
})

test('coverage, errors, cost and latency of each configuration', async t => {
  const { coverage, errors, cost, latency, cache } = await tablesOf(await lab(t))
  assert.deepEqual(
    coverage?.rows.map(({ planned, rows, executed, failed, skipped, unlabelled, unanswered }) => [
      planned,
      rows,
      executed,
      failed,
      skipped,
      unlabelled,
      unanswered,
    ]),
    [
      [16, 16, 16, 2, 0, 2, 0],
      [16, 16, 16, 2, 2, 2, 0],
    ],
  )
  assert.deepEqual(errors?.rows, [{ status: 'error', error_type: 'RangeError', rows: 4, example: 'none of zero' }])
  assert.deepEqual(
    cost?.rows.map(row => [row['spent_usd'], row['saved_usd'], row['unknown'], row['input_tokens']]),
    [
      [4, null, 0, 80],
      [4, null, 0, 80],
    ],
  )
  for (const row of latency?.rows ?? [])
    assert.ok(Number(row['min_ms']) <= Number(row['p50_ms']) && row['p99_ms'] === row['max_ms'])
  assert.deepEqual(cache?.rows, [{ cache: 'computed', cache_reason: 'new', rows: 32 }])
})

test('each configuration is compared with the best one of every metric that has a direction', async t => {
  const { comparisons } = await tablesOf(await lab(t))
  const shown = comparisons?.rows.map(({ metric, best, candidate, p, p_holm: holm }) => [metric, best, candidate, p === holm])
  const [m, n] = ['{"model":"m"}', '{"deep":{"a":1},"model":"n"}']
  assert.deepEqual(shown, [
    ['accuracy', m, n, true],
    ['score', n, m, true],
  ])
})

test('a format that is none, and a run that is none, are errors', async t => {
  const db = await lab(t)
  await assert.rejects(
    renderReport(db, { format: 'html' as never }),
    /expected `format` to be one of terminal, markdown, json, got "html"/,
  )
  await assert.rejects(renderReport(db, { run: 'none' }), { code: 'run_not_found' })
})
