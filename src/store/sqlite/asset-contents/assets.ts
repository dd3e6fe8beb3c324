// The assets of a SQLite store: small ones share the transaction of whatever refers to them, large ones come first, in many.
import type { DatabaseSync } from 'node:sqlite'
import { type AssetReference, type Content, settleOf } from '../../../record/asset.ts'
import type { About, Assets, StoredAsset } from '../../assets.ts'
import { countReferences } from './asset-references.ts'
import { type AssetTable, assetTableOf } from './asset-table.ts'
import type { Catalog } from '../file/catalog.ts'
import type { CommitQueue } from '../writing/commit-queue.ts'
import { explainError } from '../file/errors.ts'
import type { Transactions } from '../writing/transactions.ts'
import { upload } from './upload.ts'
import type { EncodedChange } from '../writing/writer.ts'

/** A larger content is stored before the rows that refer to it, because in their transaction it would hold up all other writers. */
const largestInCommit = 8 * 1024 * 1024

interface Connection {
  readonly location: string
  readonly database: DatabaseSync
  readonly catalog: Catalog
  readonly transactions: Transactions
  readonly queue: CommitQueue
}

export class SqliteAssets implements Assets {
  readonly #connection: Connection
  readonly #table: AssetTable
  readonly #uploads = new Set<Promise<unknown>>()

  constructor(connection: Connection) {
    this.#connection = connection
    this.#table = assetTableOf(connection.database, connection.location)
  }

  /** Stores what is too large for the transaction of these changes; `null` where nothing is. */
  keepLarge(changes: readonly EncodedChange[]): Promise<void> | null {
    if (changes.every(({ contents }) => contents.length === 0)) return null
    const large = changes.flatMap(({ contents }) => contents.filter(({ reference }) => reference.bytes > largestInCommit))
    return large.length === 0 ? null : this.#keepAll(large)
  }

  async #keepAll(contents: readonly Content[]): Promise<void> {
    for (const content of contents) await this.keep(content)
  }

  async keep(content: Content): Promise<Content> {
    this.#requireOpen()
    const { reference } = content
    const { hash, bytes } = reference
    if (bytes <= largestInCommit) await this.#connection.queue.write(() => this.#table.keep(content))
    else if (!(await this.#connection.transactions.run(() => this.#table.touch(hash))))
      await this.#upload(content.chunks(), reference)
    return this.content(reference)
  }

  async put(pieces: AsyncIterable<Uint8Array>, about: About): Promise<Content> {
    this.#requireOpen()
    return this.content(await this.#upload(pieces, about))
  }

  settle(error: unknown): Promise<void> | null {
    return settleOf(error)?.((pieces, mediaType) => this.put(pieces, { mediaType, kind: 'bytes' })) ?? null
  }

  async #upload(pieces: Parameters<typeof upload>[2], { mediaType, kind }: About): Promise<AssetReference> {
    const stored = upload(this.#connection.transactions, this.#table, pieces, { mediaType, kind })
    this.#uploads.add(stored)
    try {
      return await stored
    } finally {
      this.#uploads.delete(stored)
    }
  }

  /** Resolves when nothing is being stored any more. */
  async settled(): Promise<void> {
    while (this.#uploads.size > 0) await Promise.allSettled(this.#uploads)
  }

  list(prefix?: string): Promise<StoredAsset[]> {
    return this.#read(() => this.#table.list(prefix))
  }

  content(reference: AssetReference): Content {
    return this.#table.content(reference)
  }

  references(): Promise<ReadonlyMap<string, number>> {
    return this.#read(() => countReferences(this.#connection.database, this.#connection.catalog))
  }

  async delete(hashes: readonly string[], before: Date): Promise<string[]> {
    this.#requireOpen()
    return this.#connection.queue.write(() => this.#table.delete(hashes, before))
  }

  async deleteUnfinished(before: Date, isDryRun: boolean): Promise<number> {
    if (isDryRun) return this.#read(() => this.#table.countUnfinished(before))
    this.#requireOpen()
    return this.#connection.queue.write(() => this.#table.deleteUnfinished(before))
  }

  #requireOpen(): void {
    const { database, location } = this.#connection
    if (!database.isOpen) throw new TypeError(`expected the store ${location} to be open, got a closed one`)
  }

  async #read<T>(read: () => T): Promise<T> {
    this.#requireOpen()
    await this.#connection.queue.drained()
    try {
      return read()
    } catch (error) {
      throw explainError(error, this.#connection.location)
    }
  }
}
