// Rows as a benchmark's reader sees them: every column of the benchmark is there, `null` where a row has none.
import type { Row } from '../store/store.ts'

export function fillNulls(row: Row, columns: Iterable<string>): Row {
  for (const column of columns) if (!Object.hasOwn(row, column)) row[column] = null
  return row
}
