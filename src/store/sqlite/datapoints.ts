// The ledger of a SQLite store as a whole: one look at its claims and one change of its rows are always one transaction.
import type { DatabaseSync } from 'node:sqlite'
import { toCell } from '../../record/cells.ts'
import type { SqlValue } from '../../record/types.ts'
import type { Admitted, DatapointQuery, DatapointTotals, Datapoints } from '../datapoints.ts'
import type { Row } from '../store.ts'
import type { CommitQueue } from './writing/commit-queue.ts'
import { inSnapshot } from './file/connection.ts'
import { explainError } from './file/errors.ts'
import { type Writer, encodeChange } from './writing/writer.ts'

const table = 'assay_ledger'

interface Connection {
  readonly location: string
  readonly database: DatabaseSync
  readonly queue: CommitQueue
  readonly writer: Writer
  /** Whether the process that holds claims is there. */
  readonly isAlive: (holder: string) => boolean
}

export class SqliteDatapoints implements Datapoints {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  list(query: DatapointQuery): Promise<number[]> {
    const { sql, values } = toSql(query)
    return this.#read(database => {
      const statement = database.prepare(
        `SELECT assay_row FROM ${table} WHERE ${sql} ORDER BY name, params, trial, input, datapoint`,
      )
      return Array.from(statement.iterate(...values), row => Number(row['assay_row']))
    })
  }

  total(query: DatapointQuery): Promise<DatapointTotals> {
    return this.#read(database => inSnapshot(database, () => this.#total(query, this.#living())))
  }

  inFlight(): Promise<number> {
    return this.#read(() => this.#living().length)
  }

  cutOff(keys: readonly string[]): Promise<Map<string, number>> {
    return this.#read(database => {
      const claims = database.prepare(`SELECT datapoint, holder, attempts FROM assay_claims WHERE datapoint IN (${oneOf})`)
      const isAlive = this.#lookOnce()
      const gone = claims.all(JSON.stringify(keys)).filter(({ holder }) => !isAlive(String(holder)))
      return new Map(gone.map(({ datapoint, attempts }) => [String(datapoint), Number(attempts)]))
    })
  }

  forget(query: DatapointQuery): Promise<DatapointTotals> {
    const { database, queue, writer } = this.#connection
    return queue.write(() => {
      const living = this.#living()
      const total = this.#total(query, living)
      const { sql, values } = toSql(query)
      const found = database.prepare(`SELECT datapoint FROM ${table} WHERE ${sql} AND datapoint NOT IN (${oneOf})`)
      const set = { status: 'deleted', result: null, recorded: null, error: null, error_type: null }
      for (const { datapoint } of found.all(...values, JSON.stringify(living)))
        writer.apply(encodeChange({ type: 'update', table, set, where: { datapoint } }))
      return total
    })
  }

  admit(rows: readonly Row[], inputs: readonly Row[]): Promise<Admitted> {
    const { database, queue, writer } = this.#connection
    return queue.write(() => {
      const find = database.prepare(`SELECT status, attempts FROM ${table} WHERE datapoint = ?`)
      const counts = { added: 0, replaced: 0, present: 0 }
      writer.apply(encodeChange({ type: 'keep', table: 'assay_inputs', rows: inputs }))
      for (const row of rows) {
        const stored = find.get(String(row['datapoint']))
        const isFree = stored === undefined || stored['status'] === 'deleted'
        if (!isFree && (isAnswer(stored) || !isAnswer(row))) {
          counts.present++
          continue
        }
        const attempts = Math.max(Number(row['attempts']), Number(stored?.['attempts'] ?? 0))
        writer.apply(encodeChange({ type: 'put', table, rows: [{ ...row, attempts }] }))
        counts[stored === undefined ? 'added' : 'replaced']++
      }
      return counts
    })
  }

  /** Keys that somebody who is there executes. */
  #living(): string[] {
    const { database } = this.#connection
    const claims = database.prepare('SELECT datapoint, holder FROM assay_claims').all()
    const isAlive = this.#lookOnce()
    return claims.flatMap(({ datapoint, holder }) => (isAlive(String(holder)) ? [String(datapoint)] : []))
  }

  /** Whether a holder is there, each looked at once. */
  #lookOnce(): (holder: string) => boolean {
    const known = new Map<string, boolean>()
    return holder => {
      const isAlive = known.get(holder) ?? this.#connection.isAlive(holder)
      known.set(holder, isAlive)
      return isAlive
    }
  }

  #total(query: DatapointQuery, living: readonly string[]): DatapointTotals {
    const { sql, values } = toSql(query)
    const row = this.#connection.database
      .prepare(
        `SELECT COUNT(*) AS n, SUM(duration_ms) AS ms, COUNT(duration_ms) AS known_ms, SUM(cost_usd) AS usd, COUNT(cost_usd) AS known_usd,
          (SELECT COUNT(*) FROM ${table} WHERE ${sql} AND datapoint IN (${oneOf})) AS flying
          FROM ${table} WHERE ${sql} AND datapoint NOT IN (${oneOf})`,
      )
      .get(...values, JSON.stringify(living), ...values, JSON.stringify(living))
    const count = Number(row?.['n'])
    return {
      count,
      durationMs: numberOf(row?.['ms']),
      durationUnknown: count - Number(row?.['known_ms']),
      costUsd: numberOf(row?.['usd']),
      costUnknown: count - Number(row?.['known_usd']),
      inFlight: Number(row?.['flying']),
    }
  }

  async #read<T>(read: (database: DatabaseSync) => T): Promise<T> {
    const { location, database, queue } = this.#connection
    await queue.drained()
    try {
      return read(database)
    } catch (error) {
      throw explainError(error, location)
    }
  }
}

/** A result, or a skip: what a run takes as its own. */
function isAnswer({ status }: Row): boolean {
  return status === 'ok' || status === 'skipped'
}

const oneOf = 'SELECT value FROM json_each(?)'

function toSql({ producedBy, params, status, before, keys }: DatapointQuery): { sql: string; values: SqlValue[] } {
  const sql = [status === undefined ? "status <> 'deleted'" : `status IN (${oneOf})`]
  const values: SqlValue[] = status === undefined ? [] : [JSON.stringify([status].flat())]
  const add = (condition: string, value: SqlValue) => {
    sql.push(condition)
    values.push(value)
  }
  // As ids are stored: ill-formed text is bytes.
  if (producedBy !== undefined) add('produced_by = ?', toCell(producedBy, 'run').value)
  if (params !== undefined) add(`params IN (${oneOf})`, JSON.stringify(params))
  if (before !== undefined) add('committed_at < ?', before.toISOString())
  if (keys !== undefined) add(`datapoint IN (${oneOf})`, JSON.stringify(keys))
  return { sql: sql.join(' AND '), values }
}

function numberOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value)
}
