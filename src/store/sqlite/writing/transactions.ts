// Runs work in write transactions that wait their turn, and keeps the write-ahead log from growing without bound.
import { statSync } from 'node:fs'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Catalog } from '../file/catalog.ts'
import { whenFree } from '../file/connection.ts'
import { resultCode } from '../file/errors.ts'

/** Past this size the write-ahead log is folded back, because SQLite alone lets it grow while writers are busy. */
const largestWal = 16 * 1024 * 1024
const commitsBetweenChecks = 64

interface OpenFile {
  /** As the user named it, for errors. */
  readonly location: string
  /** Where it really is. */
  readonly path: string
  readonly deadlineMs: number | undefined
}

export class Transactions {
  readonly #database: DatabaseSync
  readonly #catalog: Catalog
  readonly #file: OpenFile
  readonly #begin: StatementSync
  readonly #commit: StatementSync
  #commits = 0

  constructor(database: DatabaseSync, catalog: Catalog, file: OpenFile) {
    this.#database = database
    this.#begin = database.prepare('BEGIN IMMEDIATE')
    this.#commit = database.prepare('COMMIT')
    this.#catalog = catalog
    this.#file = file
  }

  /** Waits for other writers, until the deadline. */
  async run<T>(work: () => T, isDurable = false): Promise<T> {
    const result = await whenFree(this.#file.location, () => this.runNow(work, isDurable), this.#file.deadlineMs)
    if (++this.#commits % commitsBetweenChecks === 0) this.#limitWal()
    return result
  }

  /** Synchronous from BEGIN to COMMIT, so that no other task of this process ever sees half of it. */
  runNow<T>(work: () => T, isDurable = false): T {
    const database = this.#database
    if (isDurable) database.exec('PRAGMA synchronous = FULL')
    try {
      this.#begin.run()
      try {
        const result = work()
        this.#commit.run()
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
    const size = statSync(`${this.#file.path}-wal`, { throwIfNoEntry: false })?.size ?? 0
    if (size <= largestWal) return
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch (error) {
      if (resultCode(error) === null) throw error
    }
  }
}
