// Checks export and import: what one ledger holds another replays, always in the same bytes; a line that lies or tells a secret goes nowhere.
import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import * as fc from 'fast-check'
import { asset, benchmark, grid, run } from 'assay'
import { deleteDatapoints, exportDatapoints, importDatapoints, listDatapoints, putAsset, showDatapoint } from 'assay/maintenance'
import { value } from '../record/arbitrary.ts'
import { temporaryFolder } from '../fixtures/folder.ts'
import { laboratory } from '../fixtures/laboratory.ts'

const secret = `ghp_${'a1B2'.repeat(9)}`

function declare(task: (item: unknown, params: { readonly n: number }) => unknown, data: readonly unknown[] = ['x', 'y']) {
  return benchmark({ name: 'b', data, id: item => JSON.stringify(item), params: grid({ n: [2, 1] }), task, version: '1' })
}

async function linesOf(db: string, choice: Parameters<typeof exportDatapoints>[1] = {}): Promise<string> {
  const exported = await Array.fromAsync(exportDatapoints(db, choice))
  return exported.flatMap(({ line }) => (line === null ? [] : [`${line}\n`])).join('')
}

function fileOf(t: TestContext, text: string): string {
  const path = join(temporaryFolder(t), 'results.jsonl')
  writeFileSync(path, text)
  return path
}

test('a run replays what was imported, and exports it in the same bytes; imported twice changes nothing', async t => {
  const [db, other] = [laboratory(t), laboratory(t)]
  let executed = 0
  const results = [new Map([['k', [1n, Number.NaN]]]), 'z'.repeat(50_000), { label: 'a', deep: 'y'.repeat(50_000) }, -0]
  const declared = declare(() => results[executed++])
  await using first = await run(declared, { db })
  const lines = await linesOf(db)
  const file = fileOf(t, lines)
  assert.deepEqual(await importDatapoints(other, file), { added: 4, replaced: 0, present: 0 })
  assert.deepEqual(await importDatapoints(other, file), { added: 0, replaced: 0, present: 4 })
  assert.equal(await linesOf(other), lines)
  await using second = await run(declared, { db: other })
  assert.deepEqual([second.executed, second.replayed, executed], [0, 4, 4])
  const cells = async (rows: Promise<readonly object[]>) =>
    ((await rows) as readonly Record<string, unknown>[]).map(row => [
      row['params_n'],
      row['prediction'],
      row['deep'],
      row['produced_by'],
    ])
  assert.deepEqual(await cells(second.rows()), await cells(first.rows()))
})

test('lines stand in the order of params, trial, input and key, whatever was executed first', async t => {
  const [db, other] = [laboratory(t), laboratory(t)]
  const declared = declare(item => item, ['c', 'a', 'b'])
  await using _ = await run(declared, { db, params: { n: 1 }, trials: 2 })
  await using __ = await run(declared, { db, trials: 2 })
  const order = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
      .map(({ params, trial, input }) => `${params.n} ${trial} ${input}`)
  const lines = await linesOf(db)
  assert.deepEqual(order(lines), [...order(lines)].sort())
  const reversed = lines.trimEnd().split('\n').toReversed().join('\n')
  await importDatapoints(other, fileOf(t, reversed))
  assert.equal(await linesOf(other), lines)
})

test('any input and any result come over as they are', async t => {
  const items = fc.sample(value, 40)
  const [db, other] = [laboratory(t), laboratory(t)]
  const declared = benchmark({
    name: 'b',
    data: items.map((item, i) => ({ id: i, item })),
    input: ({ item }) => ({ item }),
    task: ({ item }) => item,
    version: '1',
  })
  await using _ = await run(declared, { db })
  await importDatapoints(other, fileOf(t, await linesOf(db)))
  assert.equal(await linesOf(other), await linesOf(db))
  for (const { datapoint } of (await listDatapoints(db, { status: 'ok' }, { limit: 100 })).datapoints)
    assert.deepEqual(
      await showDatapoint(other, datapoint).then(({ result }) => result),
      await showDatapoint(db, datapoint).then(({ result }) => result),
    )
})

test('a result that is there stays, a failure gives way, and what was deleted comes back', async t => {
  const [db, other] = [laboratory(t), laboratory(t)]
  let isBroken = true
  const declared = declare((item, { n }) => {
    if (isBroken && n === 1) throw new Error('no')
    return `${String(item)} ${isBroken}`
  })
  await using _ = await run(declared, { db: other })
  isBroken = false
  await using __ = await run(declared, { db })
  const mine = (await linesOf(other)).trimEnd().split('\n')
  await deleteDatapoints(other, { datapoints: [JSON.parse(mine[0] ?? '').datapoint] })
  assert.deepEqual(await importDatapoints(other, fileOf(t, await linesOf(db))), { added: 0, replaced: 3, present: 1 })
  const results = (await linesOf(other))
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line).result)
  assert.deepEqual(results.map(text => text.slice(2)).sort(), ['false', 'false', 'false', 'true'])
  assert.ok((await linesOf(other)).includes(mine[1] ?? ''), 'its own result')
})

const lies: readonly (readonly [what: string, change: (line: Record<string, unknown>) => unknown, message: RegExp])[] = [
  ['other params', line => ({ ...line, params: { n: 3 } }), /its key `datapoint` is not that of its parts/],
  ['another input', line => ({ ...line, input_value: 'q' }), /its `input` is not the digest of its `input_value`/],
  ['another code', line => ({ ...line, code: 'version:2' }), /its key `datapoint` is not that of its parts/],
  ['an unknown key', line => ({ ...line, note: 1 }), /it has the unknown key `note`/],
  ['a later encoding', line => ({ ...line, encoding: 99 }), /its encoding is 99, and this version of assay knows 1 to 1/],
  [
    'an unknown status',
    line => ({ ...line, status: 'deleted' }),
    /expected its `status` to be ok, error, timeout, aborted or skipped, got "deleted"/,
  ],
  ['a result of a failure', line => ({ ...line, status: 'error' }), /it has a result, and its status is not `ok`/],
  ['an unknown tag', line => ({ ...line, result: { $other: 1 } }), /expected a known tag, got \$other/],
  ['no time', line => ({ ...line, committed_at: undefined }), /expected its `committed_at` to be a time, got none/],
  ['no input', line => ({ ...line, input_value: undefined }), /it has no `input_value`/],
  ['another result', line => ({ ...line, result: 'q' }), /its `checksum` is not that of the line: something was changed/],
  ['another cost', line => ({ ...line, cost_usd: 9 }), /its `checksum` is not that of the line/],
  ['a list', () => [], /it is no JSON object/],
  ['half a line', () => null, /it is no JSON object/],
]

test('recorded columns, batches and what was skipped come over, and a line is the same in any order of its keys', async t => {
  const [db, other, third] = [laboratory(t), laboratory(t), laboratory(t)]
  const declared = benchmark({
    name: 'b',
    data: ['x', 'skip', 'boom'],
    id: item => item,
    params: grid({ batched: [true, false] }),
    batch: 3,
    task: (items, { batched }, { record, skip }) => {
      record({ raw: 'z'.repeat(50_000), batched })
      if (!batched) skip('not alone')
      return items.map(item => (item === 'boom' ? new Error('no') : item))
    },
    version: '1',
  })
  await using first = await run(declared, { db })
  const lines = await linesOf(db)
  const each = lines.trimEnd().split('\n')
  const read = each.map(line => JSON.parse(line) as Record<string, unknown>)
  assert.deepEqual(
    read.map(({ status, batch_size: size }) => `${String(status)} of ${String(size)}`),
    [...Array(3).fill('skipped of 3'), ...Array(2).fill('ok of 3')],
  )
  assert.equal((await importDatapoints(other, fileOf(t, lines))).added, 5)
  assert.equal(await linesOf(other), lines)
  await using second = await run(declared, { db: other })
  assert.deepEqual([second.executed, second.replayed, second.skipped], [1, 5, 3])
  const cells = async (rows: Promise<readonly object[]>) =>
    ((await rows) as readonly Record<string, unknown>[])
      .filter(row => row['status'] !== 'error')
      .map(row => [row['input_id'], row['raw'], row['batched'], row['batch_size']])
  assert.deepEqual(await cells(second.rows()), await cells(first.rows()))
  const reordered = read.map(line => JSON.stringify(Object.fromEntries(Object.entries(line).toReversed())))
  assert.equal((await importDatapoints(third, fileOf(t, reordered.join('\n')))).added, 5)
  assert.equal(await linesOf(third), lines)
})

test('lines of the first release, without a checksum, are taken', async t => {
  const [db, other] = [laboratory(t), laboratory(t)]
  await using _ = await run(
    declare(item => item),
    { db },
  )
  const lines = await linesOf(db)
  const old = lines.replaceAll(/,"checksum":"[0-9a-f]{64}"/g, '')
  assert.notEqual(old, lines)
  assert.equal((await importDatapoints(other, fileOf(t, old))).added, 4)
  assert.equal(await linesOf(other), lines)
})

test('a line that lies is named by its number, and nothing of its file is stored', async t => {
  const [db, other] = [laboratory(t), laboratory(t)]
  await using _ = await run(
    declare(item => item),
    { db },
  )
  const [first = '', second = '', ...others] = (await linesOf(db)).split('\n')
  for (const [what, change, message] of lies) {
    const lying = JSON.stringify(change(JSON.parse(second)))
    const file = fileOf(t, [first, lying, ...others].join('\n'))
    await assert.rejects(
      importDatapoints(other, file),
      { code: 'data_invalid', message: new RegExp(`^Line 2 of .*: ${message.source}`) },
      what,
    )
    assert.equal(existsSync(other), false, what)
  }
  await assert.rejects(importDatapoints(other, fileOf(t, `${first}\n{"data`)), { message: /^Line 2 of .* it is no JSON/ })
  await assert.rejects(importDatapoints(other, join(temporaryFolder(t), 'none.jsonl')), { code: 'file_not_found' })
})

/** A message as a ledger may hold it that was written before secrets were left out of messages. */
function asBefore(db: string, kind: string): void {
  const file = new DatabaseSync(db)
  file.prepare('UPDATE assay_ledger SET error = replace(error, ?, ?)').run(`[redacted: ${kind}]`, secret)
  file.close()
}

test('secrets stay here: what holds one has no line, and messages of failures go without it', async t => {
  const db = laboratory(t)
  const declared = declare(
    (item, { n }) => {
      if (item === 'boom') throw new Error(`401 for ${secret}`)
      return item === 'leak' && n === 1 ? { nested: [`key ${secret}`] } : 'fine'
    },
    ['x', 'leak', 'boom', secret],
  )
  await using _ = await run(declared, { db })
  asBefore(db, 'GitHub token')
  const exported = await Array.fromAsync(exportDatapoints(db))
  const left = exported.filter(({ line }) => line === null)
  assert.deepEqual(
    left.map(({ secrets }) => secrets),
    Array.from({ length: 3 }, () => ['GitHub token']),
    'one result, and two inputs',
  )
  assert.deepEqual([exported.length, (await linesOf(db)).includes(secret)], [6, false])
  const failures = await Array.fromAsync(exportDatapoints(db, { status: 'error' }))
  assert.deepEqual(
    failures.map(({ isRedacted }) => isRedacted),
    [true, true],
  )
  assert.match(failures[0]?.line ?? '', /"error":"401 for \[redacted: GitHub token\]"/)
})

test('a result that refers to an asset goes where that asset is', async t => {
  const [db, other] = [laboratory(t), laboratory(t)]
  const bytes = join(temporaryFolder(t), 'bytes.bin')
  writeFileSync(bytes, 'weights')
  const declared = declare(() => ({ weights: asset(pathToFileURL(bytes)) }))
  await using _ = await run(declared, { db })
  const exported = await Array.fromAsync(exportDatapoints(db))
  assert.ok(exported.every(({ hasAssets }) => hasAssets))
  const file = fileOf(t, await linesOf(db))
  await assert.rejects(importDatapoints(other, file), { code: 'asset_not_found', message: /^Line 1 of .* refers to the asset / })
  assert.equal((await listDatapoints(other)).count, 0)
  await putAsset(other, pathToFileURL(bytes))
  assert.equal((await importDatapoints(other, file)).added, 4)
  assert.equal(await linesOf(other), await linesOf(db))
})
