// A row that another process writes between a reader's look at the columns and its look at the rows is not read with the wrong kind.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { Columns } from '../../src/record/columns.ts'
import { openStore } from '../../src/store/open.ts'
import { Catalog } from '../../src/store/sqlite/file/catalog.ts'
import { countRows, readRows } from '../../src/store/sqlite/reading/reader.ts'
import { Writer, encodeChange } from '../../src/store/sqlite/writing/writer.ts'
import { newPath } from './folder.ts'

/** Lets somebody write at the worst moment, once: when the columns were read and the rows were not. */
class RacedCatalog extends Catalog {
  #race: (() => void) | null

  constructor(database: DatabaseSync, race: () => void) {
    super(database)
    this.#race = race
  }

  override reload(table: string): Columns {
    const columns = super.reload(table)
    this.#race?.()
    this.#race = null
    return columns
  }
}

/** A reader of one row with `null`, and a writer that adds one of another kind. */
async function raced(value: unknown) {
  const path = newPath()
  const store = await openStore(path, { mode: 'write' })
  await store.commit([{ type: 'insert', table: 'metrics', rows: [{ a: null }] }])
  await store.close()
  const other = new DatabaseSync(path)
  const reader = new DatabaseSync(path, { readOnly: true })
  const catalog = new RacedCatalog(reader, () => {
    other.exec('BEGIN IMMEDIATE')
    new Writer(other, new Catalog(other)).apply(encodeChange({ type: 'insert', table: 'metrics', rows: [{ a: value }] }))
    other.exec('COMMIT')
  })
  const close = () => [other, reader].forEach(database => database.close())
  return { reader, catalog, close }
}

for (const [kind, value] of Object.entries({ boolean: true, bigint: 2n ** 62n, date: new Date(0), 'nested value': { a: 1 } })) {
  test(`a ${kind} that comes while one begins to read is not there yet, and then as it was written`, async () => {
    const { reader, catalog, close } = await raced(value)
    const read = () => [...readRows(reader, catalog, 'metrics', { columns: ['a'] })]
    assert.deepEqual(read(), [{ a: null }])
    assert.deepEqual(read(), [{ a: null }, { a: value }])
    close()
  })
}

test('rows are counted and found as of one moment too', async () => {
  const { reader, catalog, close } = await raced(1)
  assert.equal(countRows(reader, catalog, 'metrics', { a: null }), 1)
  assert.equal(countRows(reader, catalog, 'metrics', { a: 1 }), 1)
  close()
})
