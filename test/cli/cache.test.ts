// Checks `assay cache …` and `assay run --refresh`: what they say, what they write, and what they refuse.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test, type TestContext } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { assertSound } from '../fixtures/laboratory.ts'
import { assay, assayJson, assertRefused, startAssay } from './assay.ts'

const secret = `sk-live-${'a1B2'.repeat(6)}`

const file = `import { benchmark, grid } from 'assay'
export default benchmark({
  name: 'words',
  data: ['one', 'two', 'boom'].map(text => ({ id: text, text })),
  input: item => item.text,
  params: grid({ model: ['franc', 'eld'] }),
  task: (text, { model }) => {
    if (text === 'boom') throw new Error('401 for ${secret}')
    return { label: \`\${text} \${model}\` }
  },
  version: '1',
})
`

const allowed = ['--allow-failed', '9']

/** A folder with `lab.db`, in which the benchmark ran. */
async function laboratory(t: TestContext, more: Readonly<Record<string, string>> = {}): Promise<{ readonly cwd: string }> {
  const cwd = projectFolder({ 'words.bench.ts': file, ...more }, t)
  await ran({ cwd })
  return { cwd }
}

async function ran(settings: { readonly cwd: string }, words: readonly string[] = []) {
  const db = words.includes('--db') ? [] : ['--db', 'lab.db']
  const ended = await assay(['run', 'words.bench.ts', ...db, ...allowed, ...words], settings)
  assert.equal(ended.code, 0, ended.stderr)
  return ended.stderr.trimEnd().split('\n').at(-1)
}

test('stats: rows by where their results came from, by params and by reason, and what the ledger holds', async t => {
  const settings = await laboratory(t)
  await ran(settings)
  const { data } = await assayJson(['cache', 'stats', 'lab.db'], settings)
  const { saved, ledger, ...counts } = (data ?? {}) as Record<string, Record<string, unknown>>
  const one = { benchmark: 'words', rows: 6, computed: 4, hit: 2, bypassed: 0, off: 0 }
  assert.deepEqual(counts, {
    rows: 12,
    computed: 8,
    hit: 4,
    bypassed: 0,
    off: 0,
    by_params: [
      { ...one, params: { model: 'eld' } },
      { ...one, params: { model: 'franc' } },
    ],
    reasons: [
      { cache: 'computed', reason: 'new', count: 6 },
      { cache: 'computed', reason: 'failed before', count: 2 },
    ],
  })
  assert.deepEqual([saved?.['cost_usd'], saved?.['cost_unknown'], saved?.['duration_unknown']], [null, 4, 0])
  assert.deepEqual([ledger?.['results'], ledger?.['failures'], ledger?.['deleted'], ledger?.['in_flight']], [4, 2, 0, 0])
  const { stdout } = await assay(['cache', 'stats', 'lab.db'], settings)
  assert.match(stdout, /^words +\{ model: 'eld' \} +6 +4 +2 +0 +0$/m)
  assert.match(stdout, /^ {2}2 computed: failed before$/m)
  assert.match(stdout, /^hits saved +\d+ ms, cost unknown$/m)
  assert.match(stdout, /^ledger +4 results, 2 failures, 0 deleted; 0 in flight; \d+ bytes$/m)
})

test('ls and show: datapoints by their short keys, and one by six digits', async t => {
  const settings = await laboratory(t)
  const { data } = await assayJson(['cache', 'ls', 'lab.db', '--params', 'model=eld', '--status', 'ok'], settings)
  const { count, datapoints } = data as unknown as { count: number; datapoints: Record<string, unknown>[] }
  assert.deepEqual([count, datapoints.length], [2, 2])
  const key = String(datapoints[0]?.['datapoint'])
  const { stdout } = await assay(['cache', 'ls', 'lab.db', '-n', '1', '--status', 'ok'], settings)
  assert.match(stdout, /^datapoint +name +params +trial +input +status +attempts +took +produced by +committed at +code$/m)
  assert.match(stdout, new RegExp(`^${key.slice(0, 12)} +words +\\{"model":"eld"\\} +0 +"(one|two)" +ok +1 .* version:1$`, 'm'))
  assert.match(stdout, /^3 more: -n 4$/m)
  const shown = await assayJson(['cache', 'show', 'lab.db', key.slice(0, 6)], settings)
  const { datapoint, result, rows } = shown.data as unknown as Record<string, Record<string, unknown>>
  assert.deepEqual(datapoint, datapoints[0])
  assert.match(JSON.stringify(result), /^\{"label":"(one|two) eld"\}$/)
  assert.equal((rows as unknown as unknown[]).length, 1)
  const text = (await assay(['cache', 'show', 'lab.db', key], settings)).stdout
  assert.match(text, /^input_text +"(one|two)"$/m)
  assert.match(text, /^result +\{"label":"(one|two) eld"\}$/m)
  assert.match(text, /^1 row of predictions refers to it:$/m)
  assertRefused(await assay(['cache', 'show', 'lab.db', key.slice(0, 5)], settings), 2, /six or more of its first digits/)
  assertRefused(await assay(['cache', 'show', 'lab.db', '0'.repeat(9)], settings), 2, /There is no datapoint 000000000/)
  assert.equal((await assay(['cache', 'ls', 'lab.db', '--older', '7d'], settings)).stdout, 'No such datapoints.\n')
})

test('delete: says what it took and what stays, first as a dry run; what was deleted executes again', async t => {
  const settings = await laboratory(t)
  const words = ['cache', 'delete', 'lab.db', '--params', 'model=franc', '--status', 'ok']
  const said =
    /^(?:would delete|deleted) 2 results\n {2}computing them took \d+ ms, cost unknown\n {2}rows of predictions stay; a run that needs these executes them again\n$/
  assert.match((await assay([...words, '--dry-run'], settings)).stdout, said)
  assert.match((await assay(words, settings)).stdout, said)
  assert.equal((await assay(words, settings)).stdout, 'deleted 0 results\n')
  await assertSound(join(settings.cwd, 'lab.db'))
  assert.equal(await ran(settings), 'planned 6 · executed 4 · replayed 2 · failed 2 · skipped 0')
  const { data } = await assayJson(['cache', 'delete', 'lab.db', '--run', 'latest', '--dry-run'], settings)
  const { duration_ms: took, ...counts } = data as Record<string, unknown>
  assert.deepEqual(counts, { deleted: 4, in_flight: 0, duration_unknown: 0, cost_usd: null, cost_unknown: 4, dry_run: true })
  assert.equal(typeof took, 'number')
  assertRefused(await assay(['cache', 'delete', 'lab.db'], settings), 2, /takes a DATAPOINT, or at least one of --run/)
  assertRefused(await assay(['cache', 'delete', 'lab.db', '--run', 'nobody'], settings), 2, /There is no run "nobody"/)
  assertRefused(await assay(['cache', 'delete', 'lab.db', '--status', 'deleted'], settings), 2, /got deleted/)
})

test('delete leaves what another process executes at this moment', async t => {
  const slow = `import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { benchmark } from 'assay'
export default benchmark({ name: 'slow', data: [1, 2], id: x => String(x), version: '1', task: async x => {
  if (x === 2 && existsSync('again')) { console.error('started'); while (!existsSync('go')) await wait(5) }
  return x
} })
`
  const settings = await laboratory(t, { 'slow.bench.ts': slow })
  const run = ['run', 'slow.bench.ts', '--db', 'slow.db']
  await assay(run, settings)
  writeFileSync(join(settings.cwd, 'again'), '')
  const { said, ended } = startAssay([...run, '--execute', 'all'], settings)
  await said('started')
  const { data } = await assayJson(['cache', 'delete', 'slow.db', '--older', '1ms'], settings)
  assert.deepEqual([(data as Record<string, unknown>)['deleted'], (data as Record<string, unknown>)['in_flight']], [1, 1])
  writeFileSync(join(settings.cwd, 'go'), '')
  assert.equal((await ended).code, 0)
  const { stdout } = await assay(['cache', 'ls', 'slow.db'], settings)
  assert.match(stdout, /^[0-9a-f]{12} +slow +\{\} +0 +2 +ok +2 /m)
  await assertSound(join(settings.cwd, 'slow.db'))
})

test('export and import: the same bytes in a file and on stdout, and a database that replays them', async t => {
  const settings = await laboratory(t)
  const path = join(settings.cwd, 'results.jsonl')
  const ended = await assay(['cache', 'export', 'lab.db', 'results.jsonl'], settings)
  assert.deepEqual([ended.stdout, ended.stderr], ['4 datapoints in results.jsonl\n', ''])
  const { stdout } = await assay(['cache', 'export', 'lab.db'], settings)
  assert.equal(stdout, readFileSync(path, 'utf8'))
  assert.deepEqual(
    readdirSync(settings.cwd).filter(name => name.includes('.part')),
    [],
  )
  const imported = await assay(['cache', 'import', 'new.db', 'results.jsonl'], settings)
  assert.equal(imported.stdout, 'added 4 datapoints, replaced 0; 0 were there already\n')
  const again = await assayJson(['cache', 'import', 'new.db', 'results.jsonl'], settings)
  assert.deepEqual(again.data, { added: 0, replaced: 0, present: 4 })
  assert.equal(await ran(settings, ['--db', 'new.db']), 'planned 6 · executed 2 · replayed 4 · failed 2 · skipped 0')
  await assertSound(join(settings.cwd, 'new.db'))
})

test('export says what it left out and took out, and never loses the file that was there', async t => {
  const leaky = file.replaceAll('words', 'leaky').replace("'two'", `'two ${secret}'`)
  const settings = await laboratory(t, { 'leaky.bench.ts': leaky })
  await assay(['run', 'leaky.bench.ts', '--db', 'lab.db', ...allowed], settings)
  // As a ledger may hold it that was written before secrets were left out of messages.
  const ledger = new DatabaseSync(join(settings.cwd, 'lab.db'))
  ledger.prepare('UPDATE assay_ledger SET error = replace(error, ?, ?)').run('[redacted: API key]', secret)
  ledger.close()
  const { data, warnings } = await assayJson(['cache', 'export', 'lab.db', 'results.jsonl'], settings)
  const { lines, left_out: leftOut } = data as unknown as { lines: number; left_out: { secrets: string[] }[] }
  assert.deepEqual([lines, leftOut.map(({ secrets }) => secrets)], [6, [['API key'], ['API key']]])
  assert.match(warnings[0] ?? '', /^2 datapoints with what looks like a secret left out: [0-9a-f]{12} \(API key\), /)
  const failed = await assay(['cache', 'export', 'lab.db', '--status', 'error'], settings)
  assert.ok(!failed.stdout.includes(secret) && failed.stdout.includes('[redacted: API key]'))
  assert.match(failed.stderr, /^warning: 4 messages of failures held what looks like a secret, which was taken out$/m)
  const before = readFileSync(join(settings.cwd, 'results.jsonl'), 'utf8')
  assertRefused(await assay(['cache', 'export', 'lab.db', 'results.jsonl', '--run', 'nobody'], settings), 2, /There is no run/)
  assert.equal(readFileSync(join(settings.cwd, 'results.jsonl'), 'utf8'), before)
  assertRefused(
    await assay(['cache', 'export', 'lab.db', 'none/results.jsonl'], settings),
    3,
    /none\/results.jsonl cannot be written/,
  )
  const { exit, errors } = await assayJson(['cache', 'export', 'lab.db'], settings)
  assert.deepEqual([exit, errors[0]?.message], [2, 'With --json `assay cache export` takes a FILE.'])
})

test('import refuses a line that lies, by its number, and makes nothing', async t => {
  const settings = await laboratory(t)
  const { stdout } = await assay(['cache', 'export', 'lab.db'], settings)
  writeFileSync(join(settings.cwd, 'lies.jsonl'), stdout.replace(/("model":")franc/, '$1frank'))
  assertRefused(
    await assay(['cache', 'import', 'new.db', 'lies.jsonl'], settings),
    3,
    /^Line 3 of lies.jsonl is no datapoint: its key/,
  )
  assert.equal(existsSync(join(settings.cwd, 'new.db')), false)
  assertRefused(await assay(['cache', 'import', 'new.db', 'none.jsonl'], settings), 3, /There is no file at none.jsonl/)
})

test('run --refresh: by params, by age, by both; what it cannot mean is refused', async t => {
  const settings = await laboratory(t)
  const line = (executed: number) => `planned 6 · executed ${executed} · replayed ${6 - executed} · failed 2 · skipped 0`
  assert.equal(await ran(settings, ['--refresh', 'model=eld']), line(4))
  assert.equal(await ran(settings, ['--refresh', '7d']), line(2))
  assert.equal(await ran(settings, ['--refresh', '1ms', '--refresh', 'model=eld']), line(4))
  assert.match((await assay(['cache', 'stats', 'lab.db'], settings)).stdout, /^ {2}4 bypassed: asked to refresh$/m)
  const refused = (words: readonly string[]) => assay(['run', 'words.bench.ts', '--db', 'lab.db', ...words], settings)
  assertRefused(
    await refused(['--refresh', 'soon']),
    2,
    /^The flag --refresh takes KEY=VALUE or an age \(500ms, 30s, 5m, 2h or 7d\), got "soon"\.$/,
  )
  assertRefused(await refused(['--refresh', 'model=elf']), 2, /got "elf"\. Did you mean `eld`\?$/)
  assertRefused(await refused(['--refresh', '7d', '--execute', 'none']), 2, /^expected `refresh` or `execute: none`, got both/)
})
