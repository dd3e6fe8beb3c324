// assay cache show DB DATAPOINT: one datapoint, all that its key is made of, its result and the rows that refer to it.
import { showDatapoint } from '../../../ledger/tending/look.ts'
import { formatCell } from '../../../report/cells.ts'
import { escapeText } from '../../../report/escape.ts'
import { renderJson } from '../../../report/json.ts'
import { formatCount, formatDuration, plural } from '../../../report/numbers.ts'
import { truncate } from '../../../report/table.ts'
import type { Command } from '../../command.ts'
import { toJson } from './choice.ts'

const shownRows = 10
const longestText = 500

export const command: Command = {
  about:
    'Shows one datapoint: the parts of its key, its input and its result, who executed it and how often, and which rows refer to it',
  positionals: [
    { name: 'DB', about: 'the path of a database' },
    { name: 'DATAPOINT', about: 'its key, or six or more of the first digits' },
  ],
  flags: {},
  example: 'assay cache show assay.db 2c26b46b68ff',
  run: async ({ positionals: [db = '', digits = ''] }) => {
    const { datapoint, result, rows } = await showDatapoint(db, digits)
    const referring = rows.map(({ runId, inputId, cache }) => ({ run_id: runId, input_id: inputId, cache }))
    const { duration_ms: ms, ...fields } = toJson(datapoint) as { readonly duration_ms: number | null }
    const shown = Object.entries({ ...fields, took: ms === null ? null : formatDuration(ms) }).filter(
      ([, value]) => value !== null && value !== undefined && value !== '',
    )
    const title = Math.max(...shown.map(([key]) => key.length))
    const lines = rows
      .slice(0, shownRows)
      .map(({ runId, inputId, cache }) => `  ${formatCell(runId)} ${formatCell(inputId)}${cache === null ? '' : ` (${cache})`}`)
    const more = rows.length > shownRows ? [`  and ${formatCount(rows.length - shownRows)} more`] : []
    const text = [
      ...shown.map(([key, value]) => `${key.padEnd(title)}  ${truncate(formatCell(value), longestText)}`),
      ...(result === undefined ? [] : [`${'result'.padEnd(title)}  ${truncate(escapeText(renderJson(result)), longestText)}`]),
      '',
      `${plural(rows.length, 'row')} of predictions ${rows.length === 1 ? 'refers' : 'refer'} to it${rows.length === 0 ? '' : ':'}`,
      ...lines,
      ...more,
    ]
    return { data: { datapoint: toJson(datapoint), result: result ?? null, rows: referring }, text: text.join('\n') }
  },
}
