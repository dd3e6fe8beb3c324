// assay explain DB DATAPOINT: why a datapoint was executed.
import { AssayError } from '../../base/errors.ts'
import type { Change } from '../../bench/plan/changes.ts'
import { explain } from '../../bench/plan/explain.ts'
import { escapeText } from '../../report/escape.ts'
import { openReader } from '../../tracker/reader.ts'
import { type Command, UsageError } from '../command.ts'
import { sayNotInKey } from '../not-in-key.ts'

export const command: Command = {
  about:
    'Says why a datapoint was executed: the part of its key that differs from the nearest datapoint of an earlier run, and where: functions, constants, files, packages',
  positionals: [
    { name: 'DB', about: 'the path of a database' },
    { name: 'DATAPOINT', about: 'its key, or six or more of the first digits: the column `datapoint`', count: 'optional' },
  ],
  flags: { 'last-miss': { kind: 'switch', about: 'the last datapoint that was executed, or cut off while it was' } },
  example: 'assay explain assay.db --last-miss',
  run: async ({ positionals: [db = '', datapoint], flags }) => {
    if ((datapoint === undefined) === (flags['last-miss'] !== true))
      throw new UsageError(
        '`assay explain` takes either DATAPOINT or --last-miss.',
        `keys are in the column \`datapoint\`: assay tail ${db}`,
      )
    const change = await explain(db, datapoint ?? (await lastMiss(db)))
    return { data: change, text: render(change) }
  },
}

async function lastMiss(db: string): Promise<string> {
  await using reader = await openReader(db)
  const [row] = await reader.rows({ where: { cache: 'computed' }, tail: 1 })
  // What was started after that has no row: it was cut off, or executes at this moment.
  const later = 'SELECT datapoint FROM assay_claims WHERE claimed_at >= ? ORDER BY claimed_at DESC LIMIT 1'
  const [started] = await reader.sql(later, [row === undefined ? '' : (row['timestamp'] as Date).toISOString()])
  const last = started ?? row
  if (last !== undefined) return String(last['datapoint'])
  throw new AssayError('datapoint_not_found', `No datapoint of ${db} was executed.`, 'run a benchmark: assay run FILE')
}

function render({ datapoint, part, message }: Change): string {
  return `${datapoint.slice(0, 12)}${part === null ? '' : `: ${part} differs`}\n${escapeText(message)}\n${sayNotInKey()}`
}
