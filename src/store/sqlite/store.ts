// The SQLite store: one file that many processes and threads write at once, or memory for one process.
import { realpathSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type {
  Capabilities,
  Change,
  Claim,
  ClaimAnswer,
  ClaimRequest,
  CommitOptions,
  Flaw,
  Liveness,
  Query,
  RankOptions,
  Row,
  SqlResult,
  Store,
  SummaryOptions,
} from '../store.ts'
import type { ColumnCounts, Ranking, TableStats } from '../description.ts'
import { viewSources } from '../tables.ts'
import { AssayError } from '../../base/errors.ts'
import type { Column } from '../../record/columns.ts'
import { SqliteAssets } from './assets.ts'
import { Catalog } from './catalog.ts'
import { Claims } from './claims.ts'
import { checkDatabase } from './check.ts'
import { addedKeys } from './added.ts'
import { CommitQueue } from './commit-queue.ts'
import { SqliteDatapoints } from './datapoints.ts'
import { openForReading, whenFree } from './connection.ts'
import { deleteRuns } from './deleter.ts'
import { describeTable } from './describe.ts'
import { explainError } from './errors.ts'
import { presentKeys } from './keys.ts'
import { holdLock, isLockHeld, markOf } from './live.ts'
import { reserveTurn } from './rates.ts'
import { startRenewing } from './renewal.ts'
import { openToRead, openToWrite } from './open.ts'
import { guardQueries, runQuery } from './query.ts'
import { rankRows } from './rank.ts'
import { countRows, readRows, readableColumns } from './reader.ts'
import { countSettable, setColumns } from './setter.ts'
import { summarizeTable } from './summary.ts'
import { Transactions } from './transactions.ts'
import { Writer, encodeChange } from './writer.ts'

/** Who only looks whether a run is held, or marks one that is over, is done sooner. */
const longestLookMs = 1_000

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
  readonly assets: SqliteAssets
  readonly datapoints: SqliteDatapoints
  readonly #database: DatabaseSync
  /** Where the file really is: through a link, or after a change of folder, its companions would have other names. */
  readonly #path: string
  readonly #catalog: Catalog
  readonly #writer: Writer
  readonly #transactions: Transactions
  readonly #queue: CommitQueue
  #claims: Claims | null = null
  #queries: DatabaseSync | null = null

  constructor(database: DatabaseSync, location: string, isReadOnly: boolean, deadlineMs: number | undefined) {
    this.location = location
    this.capabilities = { isPersistent: location !== ':memory:', isShared: location !== ':memory:', isReadOnly }
    this.#database = database
    this.#path = location === ':memory:' ? location : realpathSync(location)
    this.#catalog = new Catalog(database)
    this.#writer = new Writer(database, this.#catalog)
    this.#transactions = new Transactions(database, this.#catalog, { location, path: this.#path, deadlineMs })
    this.#queue = new CommitQueue(this.#transactions)
    const [catalog, transactions, queue] = [this.#catalog, this.#transactions, this.#queue]
    this.assets = new SqliteAssets({ location, database, catalog, transactions, queue })
    this.datapoints = new SqliteDatapoints({
      location,
      database,
      queue,
      writer: this.#writer,
      isAlive: holder => this.#isHeld(holder),
    })
  }

  commit<T = void>(changes: readonly Change[], { isDurable = false, result }: CommitOptions<T> = {}): Promise<T> {
    try {
      this.#requireOpen()
      const encoded = changes.map(encodeChange)
      const write = () =>
        this.#queue.write(() => {
          for (const change of encoded) this.#writer.apply(change)
          return result as T
        }, isDurable)
      return this.assets.keepLarge(encoded)?.then(write) ?? write()
    } catch (error) {
      return (
        this.assets.settle(error)?.then(() => this.commit(changes, { isDurable, result } as CommitOptions<T>)) ??
        Promise.reject(error)
      )
    }
  }

  async claim(request: ClaimRequest): Promise<ClaimAnswer[]> {
    this.#requireOpen()
    return this.#queue.write(() => this.#claimsNow().claim(request))
  }

  async advance(claim: Claim): Promise<Claim | null> {
    this.#requireOpen()
    return this.#queue.write(() => this.#claimsNow().advance(claim))
  }

  async reserve(rate: string, lengthMs: number, at: Date): Promise<number> {
    this.#requireOpen()
    return this.#queue.write(() => reserveTurn(this.#database, rate, lengthMs, at.getTime()))
  }

  async settle(claim: Claim, changes: readonly Change[], { isDurable = false }: CommitOptions = {}): Promise<boolean> {
    this.#requireOpen()
    const encoded = changes.map(encodeChange)
    const large = this.assets.keepLarge(encoded)
    if (large !== null) await large
    return this.#queue.write(() => {
      const isOurs = this.#claimsNow().release(claim)
      if (isOurs) for (const change of encoded) this.#writer.apply(change)
      return isOurs
    }, isDurable)
  }

  #claimsNow(): Claims {
    this.#claims ??= new Claims(this.#database)
    return this.#claims
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

  async countSettable(table: string, columns: Row, where: Row): Promise<number> {
    return this.#read(() => countSettable(this.#database, this.#catalog, table, columns, where))
  }

  async addedKeys(table: string): Promise<ReadonlySet<string>> {
    return this.#read(() => addedKeys(this.#catalog.reload(viewSources[table] ?? table)))
  }

  async deleteRuns(runIds: readonly string[], at: Date): Promise<Record<string, number>> {
    this.#requireOpen()
    await this.#queue.drained()
    return this.#transactions.run(() => deleteRuns(this.#database, runIds, at))
  }

  async *rows(table: string, query: Query = {}): AsyncIterable<Row> {
    await this.#queue.drained()
    const rows = readRows(this.#database, this.#catalog, table, query)
    for (;;) {
      const { done, value } = this.#read(() => rows.next())
      if (done) return
      yield value
    }
  }

  async count(table: string, { where = {} }: Pick<Query, 'where'> = {}): Promise<number> {
    await this.#queue.drained()
    return this.#read(() => countRows(this.#database, this.#catalog, table, where))
  }

  async tables(): Promise<string[]> {
    await this.#queue.drained()
    return this.#read(() => this.#catalog.tables())
  }

  async columns(table: string): Promise<readonly Column[]> {
    return this.#read(() => readableColumns(this.#catalog, table))
  }

  async keys(table: string, { where = {} }: Pick<Query, 'where'> = {}): Promise<string[]> {
    await this.#queue.drained()
    return this.#read(() => presentKeys(this.#database, this.#catalog, table, where))
  }

  async describe(table: string): Promise<readonly ColumnCounts[]> {
    return this.#read(() => describeTable(this.#database, this.#catalog, table))
  }

  async summarize(table: string, options: SummaryOptions = {}): Promise<TableStats> {
    return this.#read(() => summarizeTable(this.#database, this.#catalog, table, options))
  }

  async rank(table: string, key: string, options: RankOptions): Promise<Ranking> {
    return this.#read(() => rankRows(this.#database, this.#catalog, table, key, options))
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
    try {
      return await whenFree(this.location, () => holdLock(this.#lockPath(runId)), longestLookMs)
    } catch (error) {
      if (!(error instanceof AssayError && error.code === 'locked')) throw error
      throw new AssayError(
        'run_in_use',
        `The run ${runId} is open already, here or in another process.`,
        'wait until it is done, or start a run of your own without `runId`',
      )
    }
  }

  async isHeld(runId: string): Promise<boolean> {
    return this.#isHeld(runId)
  }

  #isHeld(runId: string): boolean {
    return this.capabilities.isShared ? isLockHeld(this.#lockPath(runId)) : true
  }

  renew(runId: string): void {
    if (this.capabilities.isShared) startRenewing(this.#lockPath(runId))
  }

  async liveness(runId: string): Promise<Liveness> {
    return { isHeld: await this.isHeld(runId), mark: this.capabilities.isShared ? markOf(this.#lockPath(runId)) : '' }
  }

  #lockPath(runId: string): string {
    return `${this.#path}-live-${encodeURIComponent(runId.toWellFormed())}`
  }

  async check(): Promise<Flaw[]> {
    return this.#read(() => checkDatabase(this.#database))
  }

  async close(): Promise<void> {
    await this.assets.settled()
    await this.#queue.drained()
    this.#queries?.close()
    this.#queries = null
    if (this.#database.isOpen) this.#database.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
