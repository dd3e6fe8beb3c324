// Reads as a store offers them: each sees what the store was given before, and holds up no writer.
import { viewSources } from '../../tables.ts'
import type { Query, Row, Store } from '../../store.ts'
import { addedKeys } from '../file/added.ts'
import { describeTable } from './describe.ts'
import { presentKeys } from './keys.ts'
import { type Parts, readFrom } from '../parts.ts'
import { rankRows } from './rank.ts'
import { countRows, readRows, readableColumns } from './reader.ts'
import { countSettable } from '../writing/setter.ts'
import { summarizeTable } from './summary.ts'

type Reading = Pick<
  Store,
  'countSettable' | 'addedKeys' | 'rows' | 'count' | 'tables' | 'columns' | 'keys' | 'describe' | 'summarize' | 'rank'
>

export function readingOf(parts: Parts): Reading {
  const { database, catalog, queue } = parts
  const read = async <T>(work: () => T): Promise<T> => readFrom(parts, work)
  /** With what was committed before. */
  const readAfterWrites = async <T>(work: () => T): Promise<T> => {
    await queue.drained()
    return readFrom(parts, work)
  }
  return {
    countSettable: (table, columns, where) => read(() => countSettable(database, catalog, table, columns, where)),
    addedKeys: table => read(() => addedKeys(catalog.reload(viewSources[table] ?? table))),
    rows: (table, query) => rowsOf(parts, table, query),
    count: (table, { where = {} } = {}) => readAfterWrites(() => countRows(database, catalog, table, where)),
    tables: () => readAfterWrites(() => catalog.tables()),
    columns: table => read(() => readableColumns(catalog, table)),
    keys: (table, { where = {} } = {}) => readAfterWrites(() => presentKeys(database, catalog, table, where)),
    describe: table => read(() => describeTable(database, catalog, table)),
    summarize: (table, options = {}) => read(() => summarizeTable(database, catalog, table, options)),
    rank: (table, key, options) => read(() => rankRows(database, catalog, table, key, options)),
  }
}

async function* rowsOf(parts: Parts, table: string, query: Query = {}): AsyncGenerator<Row, void> {
  await parts.queue.drained()
  const rows = readRows(parts.database, parts.catalog, table, query)
  for (;;) {
    const { done, value } = readFrom(parts, () => rows.next())
    if (done) return
    yield value
  }
}
