// Any key is its own column, as it was written, and can be asked for; so it is with params and tables.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openReader, openTracker } from 'assay'
import { laboratory } from '../fixtures/laboratory.ts'

/** Names that SQL, SQLite, JSON, JavaScript or a case-folding engine could take for something else, or for each other. */
const names = [
  ['a.b', 'a b', 'a-b', 'a_b', "single'quote", 'double"quote', 'back\\slash', 'semi;--', '%', '?1', ':a', '@a', '{}', '50th'],
  ['Loss', 'loss', 'LOSS', 'ß', 'ẞ', 'SS', 'e\u0301', 'é', 'İ', 'i\u0307', '日本', '\u{1f98a}', '$date', ':', '~'],
  ['', ' ', '\n', 'a\0b', 'a\0c', '\ud800', '\ud801', 'x'.repeat(1_000), `${'x'.repeat(1_000)}y`],
  ['select', 'order', 'group', 'index', 'from', 'values', 'default', 'null', 'rowid', 'ROWID', '_rowid_', 'oid', 'sqlite_x'],
  ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then', 'length', 'odd', 'more', 'status', 'params', 'run', 'id'],
].flat()

function rowOf(start: number): Record<string, unknown> {
  const row = {}
  for (const [i, value] of names.entries()) Object.defineProperty(row, value, { value: start + i, enumerable: true })
  return row
}

test('each key of a row', async t => {
  const db = laboratory(t)
  await using tracker = await openTracker(db)
  await tracker.logBatch([rowOf(0), {}, rowOf(1_000)])
  await using reader = await openReader(db, { table: 'events' })
  const [first = {}, second, third = {}] = await reader.rows()
  assert.deepEqual(
    names.map(name => [Object.getOwnPropertyDescriptor(first, name)?.value, Object.getOwnPropertyDescriptor(third, name)?.value]),
    names.map((_, i) => [i, 1_000 + i]),
  )
  assert.deepEqual(Object.keys(second ?? {}), ['run_id', 'row_id', 'timestamp'])
  for (const [i, name] of names.entries()) {
    const where = Object.fromEntries([[name, i]])
    assert.equal(await reader.count({ where }), 1, JSON.stringify(name))
    assert.equal(await tracker.set({ found: i }, { where }), 1, JSON.stringify(name))
  }
})

test('each param, also those that are called like columns of Assay', async t => {
  const db = laboratory(t)
  const all = [...names, 'run_id', 'row_id', 'timestamp', 'assay_row', 'params_a', 'cost_usd']
  const params = Object.fromEntries(all.map((name, i) => [name, i]))
  await using tracker = await openTracker(db, { params })
  await tracker.log({ status: 'mine', run: 'mine' })
  await using reader = await openReader(db, { table: 'events' })
  const [row = {}] = await reader.rows()
  assert.deepEqual(
    all.map(name => row[`params_${name}`]),
    all.map((_, i) => i),
  )
  assert.deepEqual([row['status'], row['run'], row['run_id']], ['mine', 'mine', tracker.runId])
  for (const [i, name] of all.entries())
    assert.equal((await reader.select({ params: Object.fromEntries([[name, i]]) }).rows()).length, 1, JSON.stringify(name))
  await using runs = await openReader(db, { table: 'runs' })
  assert.deepEqual((await runs.rows())[0]?.['params'], params)
})

test('2,000 keys in one row, and other 2,000 in the next', async t => {
  const db = laboratory(t)
  const wide = (from: number) =>
    Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`k${from + i}`, i % 3 === 0 ? `v${i}` : i]))
  await using tracker = await openTracker(db)
  await tracker.log(wide(0))
  await tracker.log(wide(1_500))
  await using reader = await openReader(db, { table: 'events' })
  const rows = (await reader.rows()).map(({ run_id: _run, row_id: _row, timestamp: _at, ...row }) => row)
  assert.deepEqual(rows, [wide(0), wide(1_500)])
  assert.equal(await reader.count({ where: { k1999: 1_999 } }), 1)
  assert.equal(await tracker.set({ k3000: 'set' }, { where: { k1500: 'v0' } }), 1)
  assert.equal((await tracker.rows({ tail: 1 }))[0]?.['k3000'], 'set')
})

test('tables that are called like what SQL and SQLite know', async t => {
  const db = laboratory(t)
  const tables = [
    'my table',
    'select',
    'a"b',
    "it's",
    'main',
    'main.x',
    'temp',
    'json_each',
    'table_info',
    'rowid',
    '日本',
    'runs ',
    '?',
  ]
  for (const table of tables) {
    await using tracker = await openTracker(db, { table })
    await tracker.log({ table, [table]: 1 })
    await tracker.set({ [table]: 2 })
  }
  for (const table of tables) {
    await using reader = await openReader(db, { table })
    assert.deepEqual(
      (await reader.rows({ where: { [table]: 2 } })).map(row => row['table']),
      [table],
    )
    assert.equal((await reader.sql(`SELECT * FROM "${table.replaceAll('"', '""')}"`)).length, 1)
  }
})

test('a table’s name inside a text of a query is a text', async t => {
  const db = laboratory(t)
  await using tracker = await openTracker(db, { table: 'train' })
  await tracker.logBatch([{ split: 'train', train_loss: 1 }, { split: 'test' }])
  await using reader = await openReader(db, { table: 'train' })
  const query = "SELECT train_loss FROM train WHERE split = 'train' AND 'events' <> 'train'"
  assert.deepEqual(await reader.sql(query), [{ train_loss: 1 }])
})
