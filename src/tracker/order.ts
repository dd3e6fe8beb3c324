// Puts rows in the order of their key, numbers as numbers.
import type { Row } from '../store/store.ts'

export function sortByKey(rows: readonly Row[], key: readonly string[]): Row[] {
  return rows.toSorted((a, b) => key.map(column => compareValues(a[column], b[column])).find(order => order !== 0) ?? 0)
}

function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [String(a), String(b)]
  return left === right ? 0 : left < right ? -1 : 1
}
