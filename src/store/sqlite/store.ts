// The SQLite store: one file that many processes and threads write at once, or memory for one process.
import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Capabilities, Change, CommitOptions, Flaw, Query, Row, SqlResult, Store } from '../store.ts'
import { AssayError } from '../../base/errors.ts'
import type { Column } from '../../record/columns.ts'
import { Catalog } from './catalog.ts'
import { checkDatabase } from './check.ts'
import { openForReading, openForWriting, whenFree } from './connection.ts'
import { explainError } from './errors.ts'
import { holdLock, isLockHeld } from './live.ts'
import { guardQueries, runQuery } from './query.ts'
import { countRows, readRows, readableColumns } from './reader.ts'
import { inspectFile, prepareSchema } from './schema.ts'
import { setColumns } from './setter.ts'
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

/** Commits that may wait for a turn of the event loop before the caller itself has to write. */
const mostWaiting = 10_000

export async function openSqliteStore(location: string, options: SqliteOptions): Promise<Store> {
  const isReadOnly = options.mode === 'read'
  const database = isReadOnly ? openForReading(location) : openForWriting(location)
  try {
    if (isReadOnly) requireCurrent(database, location)
    else await prepareForWriting(database, location, options.lockDeadlineMs)
  } catch (error) {
    database.close()
    throw explainError(error, location)
  }
  return new SqliteStore(database, location, isReadOnly, options.lockDeadlineMs)
}

function requireCurrent(database: DatabaseSync, location: string): void {
  const kind = inspectFile(database, location)
  if (kind === 'empty')
    throw new AssayError('not_assay', `${location} holds nothing yet.`, 'run a benchmark into it first: assay run FILE --db PATH')
  if (kind === 'older')
    throw new AssayError(
      'schema_older',
      `${location} was written by an older version of assay.`,
      'run any benchmark into it, which brings it forward',
    )
}

async function prepareForWriting(database: DatabaseSync, location: string, deadlineMs?: number): Promise<void> {
  // Looked at before anything is written: WAL mode itself would change a file that is not ours.
  const kind = await whenFree(location, () => inspectFile(database, location), deadlineMs)
  if (location !== ':memory:') await whenFree(location, () => database.exec('PRAGMA journal_mode = WAL'), deadlineMs)
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -64000; PRAGMA mmap_size = 268435456')
  if (kind === 'current') return
  await whenFree(location, () => database.exec('BEGIN IMMEDIATE'), deadlineMs)
  try {
    prepareSchema(database, location)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

class SqliteStore implements Store {
  readonly location: string
  readonly capabilities: Capabilities
  readonly #database: DatabaseSync
  readonly #deadlineMs: number | undefined
  readonly #catalog: Catalog
  readonly #writer: Writer
  #queries: DatabaseSync | null = null
  #waiting: Waiting[] = []
  #flushing: Promise<void> | null = null
  #isApplying = false
  #commits = 0

  constructor(database: DatabaseSync, location: string, isReadOnly: boolean, deadlineMs: number | undefined) {
    this.location = location
    this.capabilities = { isPersistent: location !== ':memory:', isShared: location !== ':memory:', isReadOnly }
    this.#database = database
    this.#deadlineMs = deadlineMs
    this.#catalog = new Catalog(database)
    this.#writer = new Writer(database, this.#catalog)
  }

  async commit(changes: readonly Change[], { isDurable = false }: CommitOptions = {}): Promise<void> {
    const encoded = changes.map(encodeChange)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes: encoded, isDurable, resolve, reject })
      this.#flushing ??= this.#flush()
      if (this.#waiting.length >= mostWaiting && !this.#isApplying) this.#relieve()
    })
  }

  /** A caller that never lets go of the thread pays for what it logged: memory stays bounded, order stays. */
  #relieve(): void {
    const group = this.#waiting
    try {
      this.#transactOnce(() => this.#writeAll(group), false)
    } catch {
      // Locked, or worse: the flush that waits for the thread tries again, and says what is wrong.
      return
    }
    this.#waiting = []
    for (const { resolve } of group) resolve()
  }

  #writeAll(group: readonly Waiting[]): void {
    for (const { changes } of group) for (const change of changes) this.#writer.apply(change)
  }

  async intern(table: string, rows: readonly Row[]): Promise<number[]> {
    return this.#transact(() => this.#writer.intern(table, rows), false)
  }

  async set(table: string, columns: Row, where: Row): Promise<number> {
    await this.#flushing
    return this.#transact(() => setColumns(this.#database, this.#catalog, table, columns, where), false)
  }

  /** Everything that waits goes into one transaction; should that fail, each commit gets its own, so that none fails for another's sake. */
  async #flush(): Promise<void> {
    await nextTurn()
    while (this.#waiting.length > 0) {
      const group = this.#waiting
      this.#waiting = []
      const failure = await this.#apply(group)
      if (failure === null) for (const { resolve } of group) resolve()
      else if (group.length === 1) group[0]?.reject(failure)
      else for (const one of group) settle(one, await this.#apply([one]))
    }
    this.#flushing = null
  }

  async #apply(group: readonly Waiting[]): Promise<unknown> {
    this.#isApplying = true
    try {
      const isDurable = group.some(waiting => waiting.isDurable)
      await this.#transact(() => this.#writeAll(group), isDurable)
      return null
    } catch (error) {
      return error
    } finally {
      this.#isApplying = false
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

  #limitWal(): void {
    const size = statSync(`${this.location}-wal`, { throwIfNoEntry: false })?.size ?? 0
    if (size > largestWal) this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  async *rows(table: string, query: Query = {}): AsyncIterable<Row> {
    yield* this.#explained(() => readRows(this.#database, this.#catalog, table, query))
  }

  *#explained(read: () => Generator<Row>): Generator<Row> {
    try {
      yield* read()
    } catch (error) {
      throw explainError(error, this.location)
    }
  }

  async count(table: string, { where = {} }: Pick<Query, 'where'> = {}): Promise<number> {
    return countRows(this.#database, this.#catalog, table, where)
  }

  async tables(): Promise<string[]> {
    return this.#catalog.tables()
  }

  async columns(table: string): Promise<readonly Column[]> {
    return readableColumns(this.#catalog, table)
  }

  async sql(query: string, values: readonly unknown[] = []): Promise<SqlResult> {
    if (this.location === ':memory:') return this.#sqlInMemory(query, values)
    if (this.#queries === null) {
      this.#queries = openForReading(this.location)
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
    return `${this.location}-live-${runId}`
  }

  async check(): Promise<Flaw[]> {
    return checkDatabase(this.#database)
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

function settle({ resolve, reject }: Waiting, failure: unknown): void {
  if (failure === null) resolve()
  else reject(failure)
}
