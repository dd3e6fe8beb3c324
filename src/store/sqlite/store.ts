// The SQLite store: one file that many processes and threads write at once, or memory for one process.
import { realpathSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { Capabilities, Change, CommitOptions, Flaw, Query, Row, SqlResult, Store } from '../store.ts'
import type { Column } from '../../record/columns.ts'
import { Catalog } from './catalog.ts'
import { checkDatabase } from './check.ts'
import { CommitQueue } from './commit-queue.ts'
import { openForReading, whenFree } from './connection.ts'
import { explainError } from './errors.ts'
import { holdLock, isLockHeld } from './live.ts'
import { openToRead, openToWrite } from './open.ts'
import { guardQueries, runQuery } from './query.ts'
import { countRows, readRows, readableColumns } from './reader.ts'
import { setColumns } from './setter.ts'
import { Transactions } from './transactions.ts'
import { Writer, encodeChange } from './writer.ts'

export interface SqliteOptions {
  readonly mode: 'read' | 'write'
  /** How long a write waits for other writers. Default 10 s. */
  readonly lockDeadlineMs?: number
}

export async function openSqliteStore(location: string, options: SqliteOptions): Promise<Store> {
  const isReadOnly = options.mode === 'read'
  const database = isReadOnly ? openToRead(location) : await openToWrite(location, options.lockDeadlineMs)
  return new SqliteStore(database, location, isReadOnly, options.lockDeadlineMs)
}

class SqliteStore implements Store {
  readonly location: string
  readonly capabilities: Capabilities
  readonly #database: DatabaseSync
  /** Where the file really is: through a link, or after a change of folder, its companions would have other names. */
  readonly #path: string
  readonly #deadlineMs: number | undefined
  readonly #catalog: Catalog
  readonly #writer: Writer
  readonly #transactions: Transactions
  readonly #queue: CommitQueue
  #queries: DatabaseSync | null = null

  constructor(database: DatabaseSync, location: string, isReadOnly: boolean, deadlineMs: number | undefined) {
    this.location = location
    this.capabilities = { isPersistent: location !== ':memory:', isShared: location !== ':memory:', isReadOnly }
    this.#database = database
    this.#path = location === ':memory:' ? location : realpathSync(location)
    this.#deadlineMs = deadlineMs
    this.#catalog = new Catalog(database)
    this.#writer = new Writer(database, this.#catalog)
    this.#transactions = new Transactions(database, this.#catalog, { location, path: this.#path, deadlineMs })
    this.#queue = new CommitQueue(this.#transactions, this.#writer)
  }

  async commit(changes: readonly Change[], { isDurable = false }: CommitOptions = {}): Promise<void> {
    this.#requireOpen()
    return this.#queue.commit(changes.map(encodeChange), isDurable)
  }

  async intern(table: string, rows: readonly Row[]): Promise<number[]> {
    this.#requireOpen()
    return this.#transactions.run(() => this.#writer.intern(table, rows))
  }

  async set(table: string, columns: Row, where: Row): Promise<number> {
    this.#requireOpen()
    await this.#queue.drained()
    return this.#transactions.run(() => setColumns(this.#database, this.#catalog, table, columns, where))
  }

  async *rows(table: string, query: Query = {}): AsyncIterable<Row> {
    const rows = readRows(this.#database, this.#catalog, table, query)
    for (;;) {
      const { done, value } = this.#read(() => rows.next())
      if (done) return
      yield value
    }
  }

  async count(table: string, { where = {} }: Pick<Query, 'where'> = {}): Promise<number> {
    return this.#read(() => countRows(this.#database, this.#catalog, table, where))
  }

  async tables(): Promise<string[]> {
    return this.#read(() => this.#catalog.tables())
  }

  async columns(table: string): Promise<readonly Column[]> {
    return this.#read(() => readableColumns(this.#catalog, table))
  }

  #read<T>(read: () => T): T {
    this.#requireOpen()
    try {
      return read()
    } catch (error) {
      throw explainError(error, this.location)
    }
  }

  #requireOpen(): void {
    if (!this.#database.isOpen) throw new TypeError(`expected the store ${this.location} to be open, got a closed one`)
  }

  async sql(query: string, values: readonly unknown[] = []): Promise<SqlResult> {
    this.#requireOpen()
    if (this.location === ':memory:') return this.#sqlInMemory(query, values)
    if (this.#queries === null) {
      this.#queries = openForReading(this.#path)
      guardQueries(this.#queries)
    }
    return runQuery(this.#queries, this.location, query, values)
  }

  /** Memory has one connection, so the guard stands only while the query runs. */
  #sqlInMemory(query: string, values: readonly unknown[]): SqlResult {
    guardQueries(this.#database)
    try {
      return runQuery(this.#database, this.location, query, values)
    } finally {
      this.#database.setAuthorizer(null)
    }
  }

  async hold(runId: string): Promise<() => void> {
    if (!this.capabilities.isShared) return () => {}
    return whenFree(this.location, () => holdLock(this.#lockPath(runId)), this.#deadlineMs)
  }

  async isHeld(runId: string): Promise<boolean> {
    return this.capabilities.isShared ? isLockHeld(this.#lockPath(runId)) : true
  }

  #lockPath(runId: string): string {
    return `${this.#path}-live-${encodeURIComponent(runId.toWellFormed())}`
  }

  async check(): Promise<Flaw[]> {
    return this.#read(() => checkDatabase(this.#database))
  }

  async close(): Promise<void> {
    await this.#queue.drained()
    this.#queries?.close()
    this.#queries = null
    if (this.#database.isOpen) this.#database.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
