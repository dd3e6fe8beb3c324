// assay head DB: the first rows of a table.
import type { Command } from '../command.ts'
import { rowFlags, showRows } from './rows.ts'

export const command: Command = {
  about: 'Shows the first rows of a table, in the order in which they were written',
  positionals: [{ name: 'DB', about: 'the path of a database' }],
  flags: rowFlags,
  example: 'assay head assay.db --table predictions -n 5',
  run: input => showRows(input, 'head'),
}
