// Checks that findings are shown with examples and hints where one looks: by `assay run`, by `assay show`, and what doctor says of a database.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused } from './assay.ts'

const bench = `import { accuracy, benchmark } from 'assay'
export default benchmark({
  name: 'b',
  data: [{ id: 'a' }, { id: 'b' }],
  expected: item => item.id,
  task: item => item.id,
  scores: { odd: ({ id }) => { throw new Error('not of ' + id) } },
  metrics: { accuracy: accuracy({ by: 'item_sorce' }) },
  version: '1',
})
`
const findings = `warning: the scorer \`odd\` gave no score that can be kept, first for the item "a": Error: not of a (2)
  input_id a, trial 0, reason Error: not of a
  input_id b, trial 0, reason Error: not of b
  → these scores are null; mend the scorer and run again: nothing executes
warning: the metric \`accuracy\` reads the column \`item_sorce\`, which no row has. (1)
  → mend its name and run again: nothing executes
`

test('run and show print findings with examples and hints; show says how long it took in words', async t => {
  const cwd = projectFolder({ 'b.bench.ts': bench }, t)
  const { code, stderr } = await assay(['run', 'b.bench.ts'], { cwd })
  assert.equal(code, 0)
  assert.ok(stderr.includes(findings), stderr)
  const { stdout } = await assay(['show', 'assay.db', 'latest'], { cwd })
  assert.ok(stdout.endsWith(`\n\n${findings}`), stdout)
  assert.match(stdout, /^took +\d+(?:\.\d)? m?s$/m)
  assert.doesNotMatch(stdout, /duration_ms/)
  const { data } = await assayJson(['show', 'assay.db', 'latest'], { cwd })
  const { findings: kept, duration_ms: durationMs } = data!['run'] as unknown as Record<string, unknown>
  assert.deepEqual([(kept as { id: string }[]).length, typeof durationMs], [2, 'number'])
})

test('doctor says of a truncated and of a foreign file what is wrong, after what it looked at, and does not send to itself', async t => {
  const cwd = projectFolder({ 'b.bench.ts': bench }, t)
  assert.equal((await assay(['run', 'b.bench.ts'], { cwd })).code, 0)
  writeFileSync(join(cwd, 'cut.db'), readFileSync(join(cwd, 'assay.db')).subarray(0, 5_000))
  using foreign = new DatabaseSync(join(cwd, 'foreign.db'))
  foreign.exec('CREATE TABLE t (a)')
  writeFileSync(join(cwd, 'text.db'), 'not a database '.repeat(100))
  for (const [db, message] of [
    ['cut.db', /cut\.db is damaged/],
    ['foreign.db', /foreign\.db is a SQLite database, but not one of assay's/],
    ['text.db', /text\.db is not a database/],
  ] as const) {
    const { code, stdout, stderr } = await assay(['doctor', '--db', db], { cwd })
    assert.equal(code, 1, db)
    assert.match(stdout, /^ok +sqlite /m)
    assert.match(stdout, message)
    assert.doesNotMatch(stderr, /doctor/)
  }
})

test('what is not as expected is mended where it stands: in a file only where the command reads one', async t => {
  const cwd = projectFolder({ 'b.bench.ts': bench }, t)
  assert.equal((await assay(['run', 'b.bench.ts'], { cwd })).code, 0)
  const shown = await assay(['cache', 'show', 'assay.db', 'zz'], { cwd })
  assertRefused(shown, 2, /^expected a datapoint/)
  assert.match(shown.stderr, /→ mend the words or flags: see `assay cache show --help`\n$/)
  const ran = await assay(['run', 'b.bench.ts', '--limit', '1', '--sample', '1'], { cwd })
  assert.match(ran.stderr, /; or mend the benchmark file\n$/)
})
