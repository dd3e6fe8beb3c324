// assay runs DB: the runs of a database, oldest first.
import { formatCell } from '../../report/cells.ts'
import { formatDuration } from '../../report/numbers.ts'
import { renderTable } from '../../report/table.ts'
import { openReader } from '../../tracker/reader.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  about: 'Lists the runs of a database, oldest first. A run that was killed is `aborted`; the line of a deleted one stays',
  positionals: [{ name: 'DB', about: 'the path of a database' }],
  flags: {},
  example: 'assay runs assay.db',
  run: async ({ positionals: [db = ''], width }) => {
    await using reader = await openReader(db, { table: 'runs' })
    const runs = await reader.rows()
    const columns = ['run', 'benchmark', 'status', 'started', 'took', 'planned', 'executed', 'replayed', 'failed'].map(title => ({
      title,
    }))
    const lines = runs.map(run => [
      ...[
        run['run_id'],
        run['benchmark'],
        `${run['deleted_at'] === null ? formatCell(run['status']) : 'deleted'}${run['dev'] === true ? ' (dev)' : ''}`,
        run['started_at'],
      ].map(formatCell),
      run['duration_ms'] === null ? '' : formatDuration(Number(run['duration_ms'])),
      ...[run['planned'], run['executed'], run['replayed'], run['failed']].map(formatCell),
    ])
    return { data: { runs }, text: runs.length === 0 ? 'No runs yet.' : renderTable(columns, lines, width) }
  },
}
