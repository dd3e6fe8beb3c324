// assay columns DB: what a table holds, column by column.
import { formatCell } from '../../report/cells.ts'
import { formatCount } from '../../report/numbers.ts'
import { renderTable } from '../../report/table.ts'
import { openReader } from '../../tracker/reader.ts'
import type { Command } from '../command.ts'
import { rowFlags } from './rows.ts'

export const command: Command = {
  about: 'Lists the columns of a table: the name, the column in SQL, the kind of its values, rows without one, distinct values',
  positionals: [{ name: 'DB', about: 'the path of a database' }],
  flags: { table: rowFlags['table'] as NonNullable<(typeof rowFlags)['table']> },
  example: 'assay columns assay.db',
  run: async ({ positionals: [db = ''], flags, width }) => {
    await using reader = await openReader(db, { table: (flags['table'] as string | undefined) ?? 'predictions' })
    const columns = await reader.columns()
    const titles = [
      { title: 'name' },
      { title: 'column in SQL' },
      { title: 'type' },
      { title: 'nulls', align: 'right' as const },
      { title: 'distinct', align: 'right' as const },
    ]
    const lines = columns.map(({ name, column, type, nulls, distinct }) => [
      formatCell(name),
      formatCell(column),
      type,
      formatCount(nulls),
      formatCount(distinct),
    ])
    return { data: { columns }, text: renderTable(titles, lines, width) }
  },
}
