// What a store says of a table as a whole: counts by column, statistics by column and group, and the rows at both ends of an order.
import type { LogicalType } from '../record/types.ts'

/** One column, counted. */
export interface ColumnCounts {
  readonly name: string
  /** Its name in SQL. */
  readonly column: string
  readonly type: LogicalType
  /** Rows without a value: `null` or absent. `NaN` is a value. */
  readonly nulls: number
  /** Different values; a kind of value is part of it, so that 1 is not true. 0 and -0 are one, as are all `NaN`. */
  readonly distinct: number
}

/** Shares of the rows, in percent, at which a summary names the value. */
export const summaryPercents = [5, 25, 50, 75, 95] as const

/** Numbers or dates in ascending order; the percentiles are values that occur, by nearest rank. `null` without any. */
export interface Spread {
  readonly min: unknown
  readonly p5: unknown
  readonly p25: unknown
  readonly p50: unknown
  readonly p75: unknown
  readonly p95: unknown
  readonly max: unknown
}

/** One column of one group. `spread` and `mean` are of the finite numbers; a column of dates has a spread and no mean. */
export interface ColumnStats extends ColumnCounts, Spread {
  readonly nan: number
  readonly invalidDates: number
  readonly positiveInfinity: number
  readonly negativeInfinity: number
  readonly mean: number | null
  /** The most frequent values, most frequent first; empty for numbers, dates and bytes. */
  readonly values: readonly { readonly value: unknown; readonly count: number }[]
}

/** The rows that have one value of a column, or all rows. */
export interface GroupStats {
  /** `null` for the rows without a value, and where there are no groups. */
  readonly value: unknown
  readonly rows: number
  readonly columns: readonly ColumnStats[]
}

export interface TableStats {
  readonly rows: number
  /** How many runs these rows come from; `null` for a table whose rows are of no run. */
  readonly runs: number | null
  /** One group of all rows, or the largest groups in the order of their values. */
  readonly groups: readonly GroupStats[]
  /** How many groups there are, those that are left out included. */
  readonly groupCount: number
}

export interface RankedRow {
  readonly row: Readonly<Record<string, unknown>>
  readonly value: unknown
  /** The first and the last of the ranks that rows with this value share, counted from 1, the best. */
  readonly rank: readonly [first: number, last: number]
}

export interface Ranking {
  /** How many runs the rows come from; `null` for a table whose rows are of no run. */
  readonly runs: number | null
  /** Rows that have a rank. */
  readonly ranked: number
  /** Rows without a value. */
  readonly nulls: number
  /** Rows whose value has no place in the order: `NaN`, or an invalid date. */
  readonly unordered: number
  /** Best first. */
  readonly best: readonly RankedRow[]
  /** Worst first. */
  readonly worst: readonly RankedRow[]
}
