// assay show DB RUN: one run, its circumstances, its metrics and its findings.
import type { Finding } from '../../base/findings.ts'
import { formatCell } from '../../report/cells.ts'
import { renderFindings } from '../../report/findings.ts'
import { type EstimateRow, renderMetrics } from '../../report/metrics-table.ts'
import { formatDuration } from '../../report/numbers.ts'
import { openReader } from '../../tracker/reader.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  about: 'Shows one run: what happened, where, its metrics with their intervals and denominators, and what it noticed',
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
    const parts = [renderAbout(run), renderMetrics(estimates, width), renderFindings(findingsOf(run), width)]
    return { data: { run, estimates }, text: parts.filter(text => text !== '').join('\n\n') }
  },
}

/** What has a value, by its column; durations as people say them. */
function renderAbout(run: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(run)
    .filter(([key, value]) => value !== null && key !== 'findings')
    .map(([key, value]) =>
      key === 'duration_ms' ? { title: 'took', text: formatDuration(Number(value)) } : { title: key, text: formatCell(value) },
    )
  const size = Math.max(...shown.map(({ title }) => title.length))
  return shown.map(({ title, text }) => `${title.padEnd(size)}  ${text}`).join('\n')
}

function findingsOf(run: Readonly<Record<string, unknown>>): readonly Finding[] {
  return (run['findings'] ?? []) as readonly Finding[]
}
