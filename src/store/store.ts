// What every store can do, said once: plain changes in, plain records out. Stores differ only in what they declare.
import type { Column } from '../record/columns.ts'

/** A record: values of any kind by key; an absent key has no value. */
export type Row = Record<string, unknown>

/** What a store declares of itself; nobody asks which engine it is. */
export interface Capabilities {
  /** Its rows outlive the process. */
  readonly isPersistent: boolean
  /** Other processes may write to it at the same time. */
  readonly isShared: boolean
  readonly isReadOnly: boolean
}

/**
 * One step of a commit. Tables and columns that are missing are made. `put` replaces the row with the table's own key, `replace`
 * the rows that equal the new one in the columns of `by`.
 */
export type Change =
  | { readonly type: 'insert' | 'put'; readonly table: string; readonly rows: readonly Row[] }
  | { readonly type: 'replace'; readonly table: string; readonly rows: readonly Row[]; readonly by: readonly string[] }
  | { readonly type: 'update'; readonly table: string; readonly set: Row; readonly where: Row }

export interface CommitOptions {
  /** Survives a power cut too, at the price of waiting for the disk. */
  readonly isDurable?: boolean
}

/** Which rows of a table, in the order in which they were written. */
export interface Query {
  /** Only these keys; all that the table has by default. */
  readonly columns?: readonly string[]
  /** Rows whose values equal these. */
  readonly where?: Row
  /** Rows whose value of a key is one of these. */
  readonly in?: { readonly key: string; readonly values: readonly (string | number)[] }
  readonly limit?: number
  readonly offset?: number
  /** The last rows, still in written order. */
  readonly tail?: number
}

export interface SqlResult {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** Something in the database that should not be so. */
export interface Flaw {
  readonly table: string
  readonly message: string
}

export interface Store extends AsyncDisposable {
  readonly location: string
  readonly capabilities: Capabilities
  /** All changes or none. Resolves when they survive `kill -9`; commits of one moment share a transaction. */
  commit(changes: readonly Change[], options?: CommitOptions): Promise<void>
  /** Sets columns of the rows whose values equal these, and returns how many they are. */
  set(table: string, columns: Row, where: Row): Promise<number>
  /** Keeps each distinct row once, by its `digest`, and returns the row numbers in order. */
  intern(table: string, rows: readonly Row[]): Promise<number[]>
  /** Rows of a table or view, read in pages, so that any number fits in memory. Writers are not held up. */
  rows(table: string, query?: Query): AsyncIterable<Row>
  count(table: string, query?: Pick<Query, 'where'>): Promise<number>
  /** Names of the tables that a user may read. */
  tables(): Promise<string[]>
  columns(table: string): Promise<readonly Column[]>
  /** A user's own query, untouched and read-only by the engine. */
  sql(query: string, values?: readonly unknown[]): Promise<SqlResult>
  /** Says that this process works on the run, until released; other processes see it end however it ends. */
  hold(runId: string): Promise<() => void>
  isHeld(runId: string): Promise<boolean>
  /** Audits the whole database; empty when it is sound. */
  check(): Promise<Flaw[]>
  close(): Promise<void>
}
