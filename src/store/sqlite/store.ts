// The SQLite store: one file that many processes and threads write at once, or memory for one process.
import { realpathSync, statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Capabilities, Change, CommitOptions, Flaw, Query, Row, SqlResult, Store } from '../store.ts'
import { AssayError } from '../../base/errors.ts'
import type { Column } from '../../record/columns.ts'
import { Catalog } from './catalog.ts'
import { checkDatabase } from './check.ts'
import { openForReading, whenFree } from './connection.ts'
import { explainError, resultCode } from './errors.ts'
import { holdLock, isLockHeld } from './live.ts'
import { openToRead, openToWrite } from './open.ts'
import { guardQueries, runQuery } from './query.ts'
import { countRows, readRows, readableColumns } from './reader.ts'
import { type EncodedChange, Writer, encodeChange } from './writer.ts'

export interface SqliteOptions {
  readonly mode: 'read' | 'write'
  /** How long a write waits for other writers. Default 10 s. */
  readonly lockDeadlineMs?: number
}

/** A commit that waits for its transaction. */
interface Waiting {
  readonly changes: readonly EncodedChange[]
  readonly isDurable: boolean
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Past this size the write-ahead log is folded back, because SQLite alone lets it grow while writers are busy. */
const largestWal = 16 * 1024 * 1024
const commitsBetweenChecks = 64

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
  #queries: DatabaseSync | null = null
  #waiting: Waiting[] = []
  #flushing: Promise<void> | null = null
  #commits = 0

  constructor(database: DatabaseSync, location: string, isReadOnly: boolean, deadlineMs: number | undefined) {
    this.location = location
    this.capabilities = { isPersistent: location !== ':memory:', isShared: location !== ':memory:', isReadOnly }
    this.#database = database
    this.#path = location === ':memory:' ? location : realpathSync(location)
    this.#deadlineMs = deadlineMs
    this.#catalog = new Catalog(database)
    this.#writer = new Writer(database, this.#catalog)
  }

  async commit(changes: readonly Change[], { isDurable = false }: CommitOptions = {}): Promise<void> {
    this.#requireOpen()
    const encoded = changes.map(encodeChange)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes: encoded, isDurable, resolve, reject })
      this.#flushing ??= this.#flush()
    })
  }

  async intern(table: string, rows: readonly Row[]): Promise<number[]> {
    this.#requireOpen()
    return this.#transact(() => this.#writer.intern(table, rows), false)
  }

  /**
   * Everything that waits goes into one transaction; should that fail, each commit gets its own, so that none fails for another's
   * sake. Not when the file was locked until the deadline: each would wait as long again.
   */
  async #flush(): Promise<void> {
    await nextTurn()
    while (this.#waiting.length > 0) {
      const group = this.#waiting
      this.#waiting = []
      const failure = await this.#apply(group)
      if (failure === null) for (const { resolve } of group) resolve()
      else if (group.length === 1 || isLocked(failure)) for (const { reject } of group) reject(failure)
      else for (const one of group) settle(one, await this.#apply([one]))
    }
    this.#flushing = null
  }

  async #apply(group: readonly Waiting[]): Promise<unknown> {
    try {
      const isDurable = group.some(waiting => waiting.isDurable)
      await this.#transact(() => {
        for (const { changes } of group) for (const change of changes) this.#writer.apply(change)
      }, isDurable)
      return null
    } catch (error) {
      return error
    }
  }

  async #transact<T>(work: () => T, isDurable: boolean): Promise<T> {
    const result = await whenFree(this.location, () => this.#transactOnce(work, isDurable), this.#deadlineMs)
    if (++this.#commits % commitsBetweenChecks === 0) this.#limitWal()
    return result
  }

  /** Synchronous from BEGIN to COMMIT, so that no other task of this process ever sees half of it. */
  #transactOnce<T>(work: () => T, isDurable: boolean): T {
    const database = this.#database
    if (isDurable) database.exec('PRAGMA synchronous = FULL')
    try {
      database.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        database.exec('COMMIT')
        this.#catalog.committed()
        return result
      } catch (error) {
        this.#catalog.rolledBack()
        if (database.isTransaction) database.exec('ROLLBACK')
        throw error
      }
    } finally {
      if (isDurable) database.exec('PRAGMA synchronous = NORMAL')
    }
  }

  /** Should it fail, the commit before it stands all the same, and a later one tries again. */
  #limitWal(): void {
    const size = statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0
    if (size <= largestWal) return
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch (error) {
      if (resultCode(error) === null) throw error
    }
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
    await this.#flushing
    this.#queries?.close()
    this.#queries = null
    if (this.#database.isOpen) this.#database.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function isLocked(failure: unknown): boolean {
  return failure instanceof AssayError && failure.code === 'locked'
}

function settle({ resolve, reject }: Waiting, failure: unknown): void {
  if (failure === null) resolve()
  else reject(failure)
}
