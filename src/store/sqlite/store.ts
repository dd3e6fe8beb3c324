// The SQLite store: one file that many processes and threads write at once, or memory for one process.
import { realpathSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { Store } from '../store.ts'
import { SqliteAssets } from './asset-contents/assets.ts'
import { Catalog } from './file/catalog.ts'
import { checkDatabase } from './check.ts'
import { claimingOf } from './claims/claiming.ts'
import { nobody } from './claims/claims.ts'
import { CommitQueue } from './writing/commit-queue.ts'
import { SqliteDatapoints } from './datapoints.ts'
import { holdsOf, isHeldNow } from './claims/holds.ts'
import { openToRead, openToWrite } from './file/open.ts'
import { OwnQueries } from './reading/own-queries.ts'
import { type Parts, readFrom } from './parts.ts'
import { readingOf } from './reading/reading.ts'
import { Transactions } from './writing/transactions.ts'
import { Writer } from './writing/writer.ts'
import { writingOf } from './writing/writing.ts'

export interface SqliteOptions {
  readonly mode: 'read' | 'write'
  /** How long a write waits for other writers. Default 10 s. */
  readonly lockDeadlineMs?: number
}

export async function openSqliteStore(location: string, options: SqliteOptions): Promise<Store> {
  const isReadOnly = options.mode === 'read'
  const database = isReadOnly ? openToRead(location) : await openToWrite(location, options.lockDeadlineMs)
  return createStore(partsOf(database, location, options.lockDeadlineMs), isReadOnly)
}

function partsOf(database: DatabaseSync, location: string, deadlineMs: number | undefined): Parts {
  const isShared = location !== ':memory:'
  const path = isShared ? realpathSync(location) : location
  const catalog = new Catalog(database)
  const writer = new Writer(database, catalog)
  const transactions = new Transactions(database, catalog, { location, path, deadlineMs })
  const queue = new CommitQueue(transactions)
  const assets = new SqliteAssets({ location, database, catalog, transactions, queue })
  return { location, path, isShared, database, catalog, writer, transactions, queue, assets }
}

function createStore(parts: Parts, isReadOnly: boolean): Store {
  const { location, isShared, database, queue, writer, assets } = parts
  const queries = new OwnQueries(parts)
  const isAlive = (holder: string) => holder !== nobody && isHeldNow(parts, holder)
  const close = async (): Promise<void> => {
    await assets.settled()
    await queue.drained()
    queries.close()
    if (database.isOpen) database.close()
  }
  return {
    location,
    capabilities: { isPersistent: isShared, isShared, isReadOnly },
    assets,
    datapoints: new SqliteDatapoints({ location, database, queue, writer, isAlive }),
    ...writingOf(parts),
    ...claimingOf(parts),
    ...readingOf(parts),
    ...holdsOf(parts),
    sql: (query, values) => queries.run(query, values),
    check: async () => readFrom(parts, () => checkDatabase(database)),
    close,
    [Symbol.asyncDispose]: close,
  }
}
