// assay show DB RUN: one run, its circumstances and its metrics.
import { formatCell } from '../../report/cells.ts'
import { type EstimateRow, renderMetrics } from '../../report/metrics-table.ts'
import { openReader } from '../../tracker/reader.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  about: 'Shows one run: what happened, where, and its metrics with their intervals and denominators',
  positionals: [
    { name: 'DB', about: 'the path of a database' },
    { name: 'RUN', about: 'the id of a run, or `latest`' },
  ],
  flags: {},
  example: 'assay show assay.db latest',
  run: async ({ positionals: [db = '', id = ''], width }) => {
    await using runs = await openReader(db, { table: 'runs' })
    const [run = {}] = await runs.rows({ run: id })
    await using reader = await openReader(db, { table: 'estimates' })
    const estimates = (await reader.rows({ where: { run_id: run['run_id'] } })) as unknown as EstimateRow[]
    const shown = Object.entries(run).filter(([key, value]) => value !== null && key !== 'findings')
    const title = Math.max(...shown.map(([key]) => key.length))
    const about = shown.map(([key, value]) => `${key.padEnd(title)}  ${formatCell(value)}`).join('\n')
    return { data: { run, estimates }, text: [about, renderMetrics(estimates, width)].filter(text => text !== '').join('\n\n') }
  },
}
