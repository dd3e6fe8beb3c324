// Contract: a user's query runs as it is written, one statement that reads; whatever else it would do is refused and not done.
import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type StoreTest, insert, read } from './rows.ts'

export function sqlTests(storeTest: StoreTest): void {
  storeTest('a query is untouched: text that looks like more stays text', async store => {
    const { columns, rows } = await store.sql('SELECT \'a; DROP TABLE runs -- /* ?\' AS "semi;colon" -- the end ; \n ;  ')
    assert.deepEqual({ columns, rows }, { columns: ['semi;colon'], rows: [['a; DROP TABLE runs -- /* ?']] })
  })

  storeTest('values are bound as they are stored', async store => {
    await insert(store, [{ a: 5, when: new Date(5), yes: true, bytes: new Uint8Array([1]) }])
    const query = 'SELECT COUNT(*) FROM metrics WHERE a = ? AND "when" = ? AND yes = ? AND bytes = ?'
    assert.deepEqual((await store.sql(query, [5, new Date(5), true, new Uint8Array([1])])).rows, [[1]])
    assert.deepEqual((await store.sql("SELECT 'n' || ?", [5])).rows, [['n5']])
    await assert.rejects(store.sql('SELECT ?', [undefined]), { name: 'TypeError', message: /expected value 1 of the query/ })
    await assert.rejects(store.sql('SELECT ?', [1, 2]), { code: 'sql_invalid' })
  })

  storeTest('columns of one name are all there', async store => {
    assert.deepEqual(await store.sql('SELECT 1 AS a, 2 AS a, 3 AS "a:2"'), { columns: ['a', 'a:2', 'a:2:2'], rows: [[1, 2, 3]] })
  })

  storeTest('integers are numbers as long as a number is exact', async store => {
    const { rows } = await store.sql('SELECT 9007199254740991, 9007199254740993, 0.5, NULL')
    assert.deepEqual(rows, [[9007199254740991, 9007199254740993n, 0.5, null]])
  })

  storeTest('what others committed is seen', async store => {
    await store.sql('SELECT 1')
    await insert(store, [{ fresh: 1 }])
    assert.deepEqual(await store.sql('SELECT fresh FROM metrics'), { columns: ['fresh'], rows: [[1]] })
  })

  storeTest('two statements are refused, and neither runs', async store => {
    await insert(store, [{ a: 1 }])
    await assert.rejects(store.sql('SELECT 1; DELETE FROM metrics'), { code: 'sql_invalid', message: /more than one statement/ })
    await assert.rejects(store.sql('DELETE FROM metrics; SELECT 1'), { code: 'sql_refused' })
    assert.equal(await store.count('metrics'), 1)
  })

  storeTest('a wrong query says what is wrong with it', async store => {
    for (const query of ['SELEKT 1', 'SELECT no_such FROM metrics', 'SELECT * FROM nowhere', '', '-- nothing'])
      await assert.rejects(store.sql(query), {
        name: 'AssayError',
        code: 'sql_invalid',
        message: /^The query is not valid SQL: .*[^.]\.$/,
      })
  })

  storeTest('whatever writes is refused and makes nothing', async store => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-sql-'))
    try {
      await insert(store, [{ a: 1 }])
      const path = join(folder, 'made.db')
      const queries = [
        'DELETE FROM metrics',
        'UPDATE metrics SET a = 2',
        'INSERT INTO metrics (a) VALUES (1) RETURNING a',
        'DROP TABLE metrics',
        'CREATE TABLE mine (a)',
        'CREATE TEMP TABLE mine (a)',
        'ALTER TABLE metrics ADD COLUMN mine',
        'BEGIN',
        'SAVEPOINT s',
        'VACUUM',
        `VACUUM INTO '${path}'`,
        `ATTACH '${path}' AS other`,
        'PRAGMA user_version = 9',
        'PRAGMA schema_version(9)',
        'PRAGMA writable_schema = 1',
        'PRAGMA journal_mode = DELETE',
        'PRAGMA wal_checkpoint(TRUNCATE)',
        'REINDEX',
        'ANALYZE',
        "SELECT load_extension('x')",
      ]
      for (const query of queries) await assert.rejects(store.sql(query), { name: 'AssayError', code: 'sql_refused' }, query)
      assert.deepEqual(await readdir(folder), [])
      assert.deepEqual(await read(store), [{ a: 1 }])
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  storeTest('the store writes on after a query, refused or not', async store => {
    await assert.rejects(store.sql('DELETE FROM runs'), { code: 'sql_refused' })
    await store.sql('SELECT * FROM predictions, datapoints, metrics, estimates, runs')
    await insert(store, [{ a: 1 }])
    assert.deepEqual(await read(store), [{ a: 1 }])
  })
}
