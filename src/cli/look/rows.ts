// What `head` and `tail` share: some rows of a table, as a table.
import { formatCell } from '../../report/cells.ts'
import { renderTable } from '../../report/table.ts'
import { openReader } from '../../tracker/reader.ts'
import type { Command, Input, Result } from '../command.ts'

export const rowFlags: Command['flags'] = {
  table: {
    kind: 'text',
    value: 'NAME',
    about: 'the table (default predictions); others are datapoints, metrics, estimates, runs',
  },
  rows: { kind: 'count', value: 'N', about: 'how many rows (default 10)' },
}

const defaultRows = 10

export async function showRows({ positionals: [db = ''], flags, width }: Input, end: 'head' | 'tail'): Promise<Result> {
  const table = (flags['table'] as string | undefined) ?? 'predictions'
  const n = (flags['rows'] as number | undefined) ?? defaultRows
  await using reader = await openReader(db, { table })
  const rows = await reader.rows(end === 'head' ? { limit: n } : { tail: n })
  const known = await reader.names()
  // Columns that all these rows leave empty would only push others out of sight.
  const columns = known.filter(name => rows.some(row => row[name] !== undefined && row[name] !== null))
  const text = renderTable(
    columns.map(title => ({ title: formatCell(title) })),
    rows.map(row => columns.map(name => formatCell(row[name]))),
    width,
  )
  return { data: { columns: known, rows }, text: rows.length === 0 ? `No rows in ${table} yet.` : text }
}
