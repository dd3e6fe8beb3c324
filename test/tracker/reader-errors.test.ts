// Checks that reading what is not there is an error that names the nearest, and that reading makes and changes nothing.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { before, test } from 'node:test'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { openReader } from '../../src/tracker/reader.ts'
import { temporaryFolder } from '../fixtures/folder.ts'

const folder = temporaryFolder()
const db = join(folder, 'lab.db')
let runId = ''

before(async () => {
  const declared = benchmark({ name: 'b', data: [{ id: 'a' }], params: [{ model: 'm' }], task: () => 1, version: '1' })
  await using result = await run(declared, { db })
  runId = result.runId
})

test('a file that is not there is not made', async () => {
  for (const location of [join(folder, 'none.db'), ':memory:']) {
    await assert.rejects(openReader(location), { code: 'file_not_found', message: `There is no database at ${location}.` })
  }
  assert.ok(!readdirSync(folder).includes('none.db'))
})

test('a folder, a text, an empty file and somebody else’s database', async () => {
  await assert.rejects(openReader(folder), { code: 'not_a_database', message: `${folder} is a folder, not a database.` })
  const text = join(folder, 'text.db')
  writeFileSync(text, 'words '.repeat(300))
  await assert.rejects(openReader(text), { code: 'not_a_database' })
  const empty = join(folder, 'empty.db')
  writeFileSync(empty, '')
  await assert.rejects(openReader(empty), { code: 'not_assay', message: `${empty} holds nothing yet.` })
  const other = join(folder, 'other.db')
  const connection = new DatabaseSync(other)
  connection.exec('CREATE TABLE predictions (a)')
  connection.close()
  await assert.rejects(openReader(other), { code: 'not_assay' })
  assert.equal(readFileSync(text, 'utf8'), 'words '.repeat(300))
  assert.equal(readFileSync(empty, 'utf8'), '')
})

test('a table that is not there names the nearest', async () => {
  await assert.rejects(openReader(db, { table: 'prediction' }), {
    code: 'table_not_found',
    message: 'There is no table `prediction`. Did you mean `predictions`?',
    hint: /^the tables are predictions, datapoints, /,
  })
})

test('a column that is not there names the nearest', async () => {
  await using reader = await openReader(db)
  const expected = {
    code: 'column_not_found',
    message: 'The table `predictions` has no column `params_modle`. Did you mean `params_model`?',
  }
  await assert.rejects(reader.rows({ where: { params_modle: 'm' } }), expected)
  await assert.rejects(reader.count({ where: { params_modle: 'm' } }), expected)
  await assert.rejects(reader.select({ params: { modle: 'm' } }).rows(), expected)
  await assert.rejects(reader.select({ params: { modle: ['m', 'n'] } }).rows(), expected)
  await assert.rejects(reader.select({ where: { params_modle: 'm' } }).rows(), expected)
})

test('a run that is not there names the nearest', async () => {
  await using reader = await openReader(db)
  const misspelled = `${runId.slice(0, -1)}_`
  const expected = {
    code: 'run_not_found',
    message: `There is no run "${misspelled}" in ${db}. Did you mean \`${runId}\`?`,
    hint: `list them: assay runs ${db}`,
  }
  await assert.rejects(reader.rows({ run: misspelled }), expected)
  await assert.rejects(reader.count({ run: misspelled }), expected)
  await assert.rejects(reader.select({ run: misspelled }).rows(), expected)
})

test('`latest` of no runs is an error', async () => {
  const none = join(folder, 'none-yet.db')
  await (await run(benchmark({ name: 'b', data: [], task: () => 1, version: '1' }), { db: none }))[Symbol.asyncDispose]()
  const connection = new DatabaseSync(none)
  connection.exec('DELETE FROM runs')
  connection.close()
  await using reader = await openReader(none)
  await assert.rejects(reader.rows({ run: 'latest' }), { code: 'run_not_found' })
})

test('an option that does not exist is refused', async () => {
  await assert.rejects(
    openReader(db, { tabel: 'runs' } as object),
    new TypeError('expected the options of openReader(), got `tabel`. Did you mean `table`?'),
  )
})

test('SQL that writes is refused by the engine, and the file stays as it is', async () => {
  const before = readFileSync(db)
  await using reader = await openReader(db)
  const outside = join(folder, 'outside.db')
  for (const query of [
    'DELETE FROM predictions',
    'DELETE FROM runs',
    'UPDATE runs SET status = 1',
    'DROP TABLE runs',
    'CREATE TABLE x (a)',
    `ATTACH '${outside}' AS x`,
    `VACUUM INTO '${outside}'`,
    'PRAGMA journal_mode = DELETE',
    'BEGIN IMMEDIATE',
  ]) {
    await assert.rejects(reader.sql(query), { code: 'sql_refused' }, query)
  }
  for (const query of ['SELEC 1', 'SELECT nosuch FROM predictions', 'SELECT * FROM nosuch', 'SELECT 1; SELECT 2', '']) {
    await assert.rejects(reader.sql(query), { code: 'sql_invalid' }, query)
  }
  assert.deepEqual(readFileSync(db), before)
  assert.ok(!readdirSync(folder).includes('outside.db'))
})

test('reading leaves the file as it was', async () => {
  const before = readFileSync(db)
  await using reader = await openReader(db)
  await Promise.all([reader.rows(), reader.columns(), reader.runs(), reader.count(), reader.sql('SELECT * FROM datapoints')])
  assert.deepEqual(readFileSync(db), before)
})
