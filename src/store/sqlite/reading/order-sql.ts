// Which columns have an order, and how SQL sorts them.
import type { Column } from '../../../record/columns.ts'
import type { SqlValue } from '../../../record/types.ts'
import { cellSql } from './cell-sql.ts'

export interface OrderSql {
  /** NULL where a cell has no place in the order. */
  readonly cell: string
  readonly sortedBy: (cell: string, direction: 'ASC' | 'DESC') => string
  /** Which of these cells count in a spread: infinite numbers are counted apart. */
  readonly isOrdered: (cell: string) => string
  readonly read: (cell: SqlValue) => unknown
}

/** `null` for columns whose values have no order that means something, mixed ones included. */
export function orderOf({ type }: Pick<Column, 'type'>): 'number' | 'date' | null {
  if (type === 'integer' || type === 'number') return 'number'
  return type === 'date' ? 'date' : null
}

/** For a column that has an order. */
export function orderSql(column: Column, table: string): OrderSql {
  const { number, date } = cellSql(column, table)
  return orderOf(column) === 'date'
    ? {
        cell: date,
        sortedBy: (cell, direction) => `${yearOf(cell)} ${direction}, ${cell} ${direction}`,
        isOrdered: cell => `${cell} IS NOT NULL`,
        read: cell => new Date(String(cell)),
      }
    : {
        cell: number,
        sortedBy: (cell, direction) => `${cell} ${direction}`,
        isOrdered: cell => `ABS(${cell}) < 9e999`,
        read: Number,
      }
}

/** Years before 0 and after 9999 have a sign and six digits, which no text order knows. */
function yearOf(date: string): string {
  return `CAST(substr(${date}, 1, CASE WHEN substr(${date}, 1, 1) IN ('+', '-') THEN 7 ELSE 4 END) AS INTEGER)`
}
