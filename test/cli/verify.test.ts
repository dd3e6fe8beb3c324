// assay verify and assay report: what they print, and how they end.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { projectFolder } from '../fixtures/folder.ts'
import { assay, assayJson, assertRefused } from './assay.ts'

const bench = `import { accuracy, benchmark } from 'assay'
export default benchmark({
  name: 'parity',
  data: Array.from({ length: 20 }, (_, i) => ({ id: 'i' + i, n: i })),
  input: item => item.n,
  expected: item => item.n % 2,
  params: [{ model: 'a' }, { model: 'b' }],
  task: (n, { model }) => (model === 'a' || n < 12 ? n % 2 : 1),
  metrics: { accuracy: accuracy(), rows: { compute: rows => rows.length, better: 'higher' } },
  version: '1',
})
`

async function project(t: TestContext): Promise<string> {
  const cwd = projectFolder({ 'parity.bench.ts': bench }, t)
  const { code, stderr } = await assay(['run', 'parity.bench.ts', '--db', 'lab.db'], { cwd })
  assert.equal(code, 0, stderr)
  return cwd
}

function change(cwd: string, sql: string): void {
  new DatabaseSync(join(cwd, 'lab.db')).exec(sql)
}

test('nothing differs: exit 0, and with the benchmark nothing is left out', async t => {
  const cwd = await project(t)
  const without = await assayJson(['verify', 'lab.db'], { cwd })
  const { differences, unverifiable } = without.data as unknown as Record<string, { id: string }[]>
  assert.deepEqual([without.exit, differences], [0, []])
  assert.deepEqual(
    unverifiable?.map(({ id }) => id.split(':')[0]),
    ['data', 'own-metric'],
  )
  const { code, stdout } = await assay(['verify', 'lab.db', '--run', 'latest', '--benchmark', 'parity.bench.ts'], { cwd })
  assert.equal(code, 0)
  assert.match(stdout, /^[\d,]+ values checked: no differences\n$/)
})

test('a changed number: exit 1, named on stdout and in one line on stderr', async t => {
  const cwd = await project(t)
  change(cwd, "UPDATE estimates SET high = high + 0.001 WHERE metric = 'accuracy'")
  const { code, stdout, stderr } = await assay(['verify', 'lab.db'], { cwd })
  assert.equal(code, 1)
  assert.match(
    stdout,
    /error: the run \S+ has values in the column `high` of `estimates` that differ from what the rows of `predictions` give \(2\)/,
  )
  assert.match(stderr, /2 stored values differ from what the rows give/)
  const { exit, errors, data } = await assayJson(['verify', 'lab.db'], { cwd })
  assert.equal(exit, 1)
  assert.deepEqual(
    errors.map(({ code }) => code),
    ['verify_failed'],
  )
  assert.equal((data as unknown as { differences: unknown[] }).differences.length, 1)
})

test('one changed digit in a report is found, in every format, and so is a database that changed since', async t => {
  const cwd = await project(t)
  for (const format of ['terminal', 'markdown', 'json']) {
    const file = `report.${format}`
    assert.equal((await assay(['report', 'lab.db', '--format', format, '--out', file], { cwd })).code, 0)
    assert.equal((await assay(['verify', 'lab.db', '--report', file], { cwd })).code, 0)
    const text = readFileSync(join(cwd, file), 'utf8')
    const digits = [...text.matchAll(/\d/g)].map(({ index }) => index).filter(index => index > text.indexOf('coverage'))
    const at = digits[Math.floor(digits.length / 2)] ?? 0
    const changed = `${text.slice(0, at)}${(Number(text[at]) + 1) % 10}${text.slice(at + 1)}`
    writeFileSync(join(cwd, file), changed)
    const line = text.slice(0, at).split('\n').length
    const { code, stdout } = await assay(['verify', 'lab.db', '--report', file], { cwd })
    assert.equal(code, 1, format)
    assert.match(stdout, new RegExp(`the report ${file} differs from what the database gives in the lines ${line} `), format)
    writeFileSync(join(cwd, file), text)
  }
  change(cwd, "UPDATE runs SET status = 'partial'")
  const { stdout } = await assay(['verify', 'lab.db', '--report', 'report.markdown'], { cwd })
  assert.match(stdout, /differs from what the database gives in the lines 7 /)
})

test('a file that is no report, one that is not there, and a format that is none', async t => {
  const cwd = await project(t)
  writeFileSync(join(cwd, 'notes.md'), '# Notes\n')
  assertRefused(await assay(['verify', 'lab.db', '--report', 'notes.md'], { cwd }), 3, /notes\.md does not begin like a report/)
  assertRefused(await assay(['verify', 'lab.db', '--report', 'none.md'], { cwd }), 3, /none\.md cannot be read/)
  assertRefused(await assay(['report', 'lab.db', '--format', 'html'], { cwd }), 2, /one of terminal, markdown, json/)
  assertRefused(await assay(['report', 'lab.db', '--out', 'no/where.md'], { cwd }), 3, /cannot be written/)
  assertRefused(await assay(['report', 'none.db'], { cwd }), 3, /none\.db/)
  assert.equal(existsSync(join(cwd, 'none.db')), false)
})

test('report --json holds the text, or with --format json the tables', async t => {
  const cwd = await project(t)
  const text = await assayJson(['report', 'lab.db'], { cwd })
  assert.match(String(text.data?.['report']), /^Report of the run \S+ of the database lab\.db, format terminal\n/)
  const { data } = await assayJson(['report', 'lab.db', '--format', 'json'], { cwd })
  assert.equal(
    (data as unknown as { report: { tables: { coverage: { rows: unknown[] } } } }).report.tables.coverage.rows.length,
    2,
  )
})
