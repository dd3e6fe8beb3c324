// A user's own SQL as a store offers it: on a connection that can only read, opened with the first query.
import type { DatabaseSync } from 'node:sqlite'
import type { SqlResult } from '../../store.ts'
import { openForReading } from '../file/connection.ts'
import { type OpenFile, requireOpen } from '../parts.ts'
import { guardQueries, runQuery } from './query.ts'

export class OwnQueries {
  readonly #file: OpenFile
  #connection: DatabaseSync | null = null

  constructor(file: OpenFile) {
    this.#file = file
  }

  async run(query: string, values: readonly unknown[] = []): Promise<SqlResult> {
    requireOpen(this.#file)
    const { location, path, isShared } = this.#file
    if (!isShared) return this.#runInMemory(query, values)
    if (this.#connection === null) {
      this.#connection = openForReading(path)
      guardQueries(this.#connection)
    }
    return runQuery(this.#connection, location, query, values)
  }

  /** Memory has one connection, so the guard stands only while the query runs. */
  #runInMemory(query: string, values: readonly unknown[]): SqlResult {
    const { database, location } = this.#file
    guardQueries(database)
    try {
      return runQuery(database, location, query, values)
    } finally {
      database.setAuthorizer(null)
    }
  }

  close(): void {
    this.#connection?.close()
    this.#connection = null
  }
}
