// What every store can do, said once: plain changes in, plain records out. Stores differ only in what they declare.
import type { Content } from '../record/asset.ts'
import type { Column } from '../record/columns.ts'
import type { Assets } from './assets.ts'
import type { Datapoints } from './datapoints.ts'
import type { ColumnCounts, Ranking, TableStats } from './description.ts'

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
 * One step of a commit. Tables and columns that are missing are made. `put` replaces the row with the table's own key, `keep` leaves it, `replace`
 * the rows that equal the new one in the columns of `by`; `amend` sets other keys of the rows with these numbers (`assay_row`).
 */
export type Change =
  | {
      readonly type: 'insert' | 'put' | 'keep'
      readonly table: string
      readonly rows: readonly Row[]
      /** What texts of these rows refer to; what the store itself turns into references is kept anyway. */
      readonly contents?: readonly Content[]
    }
  | { readonly type: 'replace'; readonly table: string; readonly rows: readonly Row[]; readonly by: readonly string[] }
  | { readonly type: 'amend'; readonly table: string; readonly rows: readonly Amendment[] }
  | { readonly type: 'update'; readonly table: string; readonly set: Row; readonly where: Row }

/** Keys to set in one stored row; it keeps its others. */
export interface Amendment {
  readonly row: number
  readonly set: Row
}

export interface CommitOptions<T = void> {
  /** What the promise resolves to; given here, a caller that never lets go of the thread leaves nothing behind that waits for it. */
  readonly result?: T
  /** Survives a power cut too, at the price of waiting for the disk. */
  readonly isDurable?: boolean
}

/** Which rows of a table, in the order in which they were written unless another is asked for. */
export interface Query {
  /** Only these keys; all that the table has by default. `assay_row` is the row's number, by which `amend` finds it. */
  readonly columns?: readonly string[]
  /** Rows whose values equal these. */
  readonly where?: Row
  /** Rows whose value of a key is one of these. */
  readonly in?: { readonly key: string; readonly values: readonly (string | number)[] }
  readonly limit?: number
  readonly offset?: number
  /** The last rows, still in order. */
  readonly tail?: number
  /** Ascending by these keys, each with a column, as the engine sorts what is stored of them: texts by their bytes. Rows that are equal there come as written. */
  readonly order?: readonly string[]
}

export interface SummaryOptions extends Pick<Query, 'columns' | 'where'> {
  /** A column: one group of rows for each of its values. */
  readonly by?: string
}

export interface RankOptions extends Pick<Query, 'columns' | 'where'> {
  /** Which end of the order is the best. */
  readonly better: 'higher' | 'lower'
  /** How many rows of each end. */
  readonly limit: number
}

/** A datapoint that a holder executes. `attempts` counts its starts, this one included, and tells a claim from a later one. */
export interface Claim {
  readonly datapoint: string
  readonly holder: string
  readonly attempts: number
}

export interface ClaimRequest {
  /** In the order in which they are wanted; each once. */
  readonly datapoints: readonly string[]
  /** How many to claim; looking ends there. */
  readonly most: number
  /** A run that is held, see `hold`. */
  readonly holder: string
  /** Holders that are known to be gone: what they claimed is free. */
  readonly gone: ReadonlySet<string>
  /** A failure that is older is no answer; `null` takes any. */
  readonly failuresSince: Date | null
  /** Datapoints that are claimed whatever outcome they have, unless the holder itself produced it. */
  readonly again: ReadonlySet<string>
  readonly at: Date
}

/** `stored`: it has an outcome. `held`: somebody else is at it. `wasCutOff`: its last holder went away without an outcome. */
export type ClaimAnswer =
  | { readonly state: 'claimed'; readonly datapoint: string; readonly claim: Claim; readonly wasCutOff: boolean }
  | { readonly state: 'stored'; readonly datapoint: string }
  | { readonly state: 'held'; readonly datapoint: string; readonly holder: string }

/** What can be seen of a holder from outside: whether its process is there, and a mark that changes as long as it runs. */
export interface Liveness {
  readonly isHeld: boolean
  readonly mark: string
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
  readonly assets: Assets
  readonly datapoints: Datapoints
  /** All changes or none. Resolves when they survive `kill -9`; commits of one moment share a transaction. */
  commit<T = void>(changes: readonly Change[], options?: CommitOptions<T>): Promise<T>
  /**
   * Sets columns of the rows whose values equal these, and returns how many they are. In `predictions` only columns that it added
   * itself, and new ones: any other is a `column_taken` error.
   */
  set(table: string, columns: Row, where: Row): Promise<number>
  /** How many rows `set` would set. Refuses what it refuses, and changes nothing. */
  countSettable(table: string, columns: Row, where: Row): Promise<number>
  /** Keys of the columns that `set` added to a table of measured rows: no result goes there. */
  addedKeys(table: string): Promise<ReadonlySet<string>>
  /** Deletes all rows of these runs and says so in their lines of `runs`, which stay, as the ledger does. Returns rows by table. */
  deleteRuns(runIds: readonly string[], at: Date): Promise<Record<string, number>>
  /** Takes datapoints that have no outcome and no living holder, all in one moment. */
  claim(request: ClaimRequest): Promise<ClaimAnswer[]>
  /** Counts one more start by the holder of a claim; `null` when somebody else has taken it over. */
  advance(claim: Claim): Promise<Claim | null>
  /** Ends a claim that was not started after all. Cut-off starts of holders before it stay counted, and its datapoint is free. */
  giveBack(claim: Claim): Promise<void>
  /** Reserves the next turn of a rate for everybody who shares it, and returns the milliseconds until it begins. A turn of length 0 only looks. */
  reserve(rate: string, lengthMs: number, at: Date): Promise<number>
  /** Ends a claim and commits its outcome with it, or neither: `false` when somebody else has taken it over. */
  settle(claim: Claim, changes: readonly Change[], options?: CommitOptions): Promise<boolean>
  /** Keeps each distinct row once, by its `digest`, and returns the row numbers in order. */
  intern(table: string, rows: readonly Row[]): Promise<number[]>
  /** Rows of a table or view, read in pages, so that any number fits in memory. Writers are not held up. Sees what this store was given before. */
  rows(table: string, query?: Query): AsyncIterable<Row>
  count(table: string, query?: Pick<Query, 'where'>): Promise<number>
  /** Names of the tables that a user may read. */
  tables(): Promise<string[]>
  columns(table: string): Promise<readonly Column[]>
  /** Keys that at least one of the rows has, `null` and `NaN` included, in the order of the columns. */
  keys(table: string, query?: Pick<Query, 'where'>): Promise<string[]>
  /** Counts what every column holds, in the engine: memory stays flat. */
  describe(table: string): Promise<readonly ColumnCounts[]>
  /** Statistics of columns, of all rows or by the values of a column. */
  summarize(table: string, options?: SummaryOptions): Promise<TableStats>
  /** The rows with the best and the worst values of a column that has an order: integers, numbers, dates, booleans. */
  rank(table: string, key: string, options: RankOptions): Promise<Ranking>
  /** A user's own query, untouched and read-only by the engine. */
  sql(query: string, values?: readonly unknown[]): Promise<SqlResult>
  /**
   * Says that this process works on the run, until released; other processes see it end however it ends. A run that is held already
   * is a `run_in_use` error.
   */
  hold(runId: string): Promise<() => void>
  isHeld(runId: string): Promise<boolean>
  /** Goes on saying, from another thread, that this process is not stopped; ends with the hold. */
  renew(runId: string): void
  /** What can be seen of a run that somebody holds. */
  liveness(runId: string): Promise<Liveness>
  /** Audits the whole database; empty when it is sound. */
  check(): Promise<Flaw[]>
  close(): Promise<void>
}
