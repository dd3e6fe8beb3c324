// assay sql DB QUERY: a reading query of the user's own.
import { formatCell } from '../../report/cells.ts'
import { renderTable } from '../../report/table.ts'
import { openReader } from '../../tracker/reader.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  about:
    'Runs one query, untouched, that the engine keeps from writing. Tables: predictions, datapoints, metrics, estimates, runs',
  positionals: [
    { name: 'DB', about: 'the path of a database' },
    { name: 'QUERY', about: 'one SELECT, in the SQL of SQLite' },
  ],
  flags: {},
  example: 'assay sql assay.db "SELECT params_model, AVG(duration_ms) FROM datapoints GROUP BY 1"',
  run: async ({ positionals: [db = '', query = ''], width }) => {
    await using reader = await openReader(db, { table: 'runs' })
    const rows = await reader.sql(query)
    const columns = Object.keys(rows[0] ?? {})
    const text = renderTable(
      columns.map(title => ({ title: formatCell(title) })),
      rows.map(row => columns.map(name => formatCell(row[name]))),
      width,
    )
    return { data: { columns, rows }, text: rows.length === 0 ? 'The query gives no rows.' : text }
  },
}
