// What the parts of an open SQLite store share: its file, what writes into it, and the guard that it is still open.
import type { DatabaseSync } from 'node:sqlite'
import type { SqliteAssets } from './asset-contents/assets.ts'
import type { Catalog } from './file/catalog.ts'
import type { CommitQueue } from './writing/commit-queue.ts'
import { explainError } from './file/errors.ts'
import type { Transactions } from './writing/transactions.ts'
import type { Writer } from './writing/writer.ts'

/** A file that is open, or a database in memory. */
export interface OpenFile {
  /** As the user named it, for errors. */
  readonly location: string
  /** Where the file really is: through a link, or after a change of folder, its companions would have other names. */
  readonly path: string
  /** Whether other processes can see it. */
  readonly isShared: boolean
  readonly database: DatabaseSync
}

export interface Parts extends OpenFile {
  readonly catalog: Catalog
  readonly writer: Writer
  readonly transactions: Transactions
  readonly queue: CommitQueue
  readonly assets: SqliteAssets
}

export function requireOpen({ database, location }: OpenFile): void {
  if (!database.isOpen) throw new TypeError(`expected the store ${location} to be open, got a closed one`)
}

/** What `read` gives; what SQLite throws is said in a sentence. */
export function readFrom<T>(file: OpenFile, read: () => T): T {
  requireOpen(file)
  try {
    return read()
  } catch (error) {
    throw explainError(error, file.location)
  }
}
