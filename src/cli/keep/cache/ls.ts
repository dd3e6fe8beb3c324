// assay cache ls DB: the datapoints that the ledger holds.
import { listDatapoints } from '../../../ledger/tending/look.ts'
import type { StoredDatapoint } from '../../../ledger/tending/stored.ts'
import { formatCell } from '../../../report/cells.ts'
import { formatCount, formatDuration } from '../../../report/numbers.ts'
import { renderTable, truncate } from '../../../report/table.ts'
import type { Command } from '../../command.ts'
import { choiceFlags, choiceOf, shownDigits, toJson } from './choice.ts'

const defaultRows = 20
const longestInput = 40

const columns: Readonly<Record<string, (stored: StoredDatapoint) => string>> = {
  datapoint: ({ datapoint }) => datapoint.slice(0, shownDigits),
  name: ({ name }) => formatCell(name),
  params: ({ params }) => formatCell(params),
  trial: ({ trial }) => String(trial),
  input: ({ input, inputText }) => truncate(formatCell(inputText ?? input.slice(0, shownDigits)), longestInput),
  status: ({ status }) => status,
  attempts: ({ attempts }) => String(attempts),
  took: ({ durationMs }) => (durationMs === null ? '' : formatDuration(durationMs)),
  'produced by': ({ producedBy }) => formatCell(producedBy),
  'committed at': ({ committedAt }) => formatCell(committedAt),
  code: ({ code }) => formatCell(code.startsWith('version:') ? code : code.slice(0, shownDigits)),
}

export const command: Command = {
  about:
    'Lists the datapoints of the ledger in the order of name, params, trial, input and key. Those whose result was deleted come with --status deleted alone',
  positionals: [{ name: 'DB', about: 'the path of a database' }],
  flags: { ...choiceFlags, rows: { kind: 'count', value: 'N', about: `how many datapoints (default ${defaultRows})` } },
  example: 'assay cache ls assay.db --params model=franc --status error',
  run: async ({ positionals: [db = ''], flags, width }) => {
    const limit = (flags['rows'] as number | undefined) ?? defaultRows
    const { count, datapoints } = await listDatapoints(db, choiceOf(flags), { limit })
    const table = renderTable(
      Object.keys(columns).map(title => ({ title })),
      datapoints.map(stored => Object.values(columns).map(show => show(stored))),
      width,
    )
    const more = count > datapoints.length ? `\n${formatCount(count - datapoints.length)} more: -n ${count}` : ''
    const text = count === 0 ? 'No such datapoints.' : `${table}${more}`
    return { data: { count, datapoints: datapoints.map(toJson) }, text }
  },
}
