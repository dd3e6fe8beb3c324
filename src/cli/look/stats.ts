// assay stats DB: what the values of a table are, column by column, or its best and worst rows.
import { openReader } from '../../tracker/reader.ts'
import { type Command, type Input, type Result, UsageError } from '../command.ts'
import { showRanking } from './ranking.ts'
import { rowFlags } from './rows.ts'
import { renderStats, toJson } from './stats-tables.ts'

const hint = 'see `assay stats --help`'

export const command: Command = {
  about:
    'Describes the columns of a table: numbers and dates by their spread (percentiles by nearest rank, of finite values), others by their most frequent values. With --rank: the rows with the best and worst values of a column',
  positionals: [{ name: 'DB', about: 'the path of a database' }],
  flags: {
    table: rowFlags['table'] as NonNullable<(typeof rowFlags)['table']>,
    run: { kind: 'text', value: 'RUN', about: 'only rows of this run; its id, or `latest`' },
    column: { kind: 'list', value: 'NAME', about: 'only this column; may be repeated' },
    by: { kind: 'text', value: 'COLUMN', about: 'describe the rows of each value of this column apart; the 50 largest groups' },
    rank: { kind: 'text', value: 'COLUMN', about: 'show the rows with the best and the worst values of this column instead' },
    better: { kind: 'text', value: 'higher|lower', about: 'with --rank: which values are the better ones' },
    rows: { kind: 'count', value: 'N', about: 'with --rank: how many rows of each end (default 5)' },
  },
  example: 'assay stats assay.db --table datapoints --column duration_ms --by params_model',
  run: async input => {
    const { rank, better, by, rows } = input.flags
    if (rank === undefined && (better !== undefined || rows !== undefined))
      throw new UsageError(`The flag --${better === undefined ? 'rows' : 'better'} goes with --rank COLUMN.`, hint)
    if (rank === undefined) return showStats(input)
    if (better !== 'higher' && better !== 'lower')
      throw new UsageError(`--rank needs --better higher or --better lower, got ${JSON.stringify(better ?? 'none')}.`, hint)
    if (by !== undefined) throw new UsageError('--rank ranks all rows, so --by does not go with it.', hint)
    return showRanking(input, String(rank), better)
  },
}

async function showStats({ positionals: [db = ''], flags, width }: Input): Promise<Result> {
  const {
    table = 'predictions',
    run,
    column,
    by,
  } = flags as {
    readonly [flag: string]: string | undefined
  } & { readonly column?: readonly string[] }
  await using reader = await openReader(db, { table })
  // Within a group the column that makes it has one value.
  const columns = column ?? (by === undefined ? undefined : (await reader.names()).filter(name => name !== by))
  const stats = await reader.stats({
    ...(run !== undefined && { run }),
    ...(columns !== undefined && { columns }),
    ...(by !== undefined && { by }),
  })
  const { rows, runs, groups, groupCount } = stats
  const whole = by === undefined ? { columns: groups[0]?.columns.map(toJson) } : {}
  const parts = groups.map(group => ({ ...group, columns: group.columns.map(toJson) }))
  return {
    data: { table, rows, runs, ...whole, ...(by !== undefined && { by, groups: parts, group_count: groupCount }) },
    text: renderStats(stats, table, by, width),
    warnings:
      groupCount > groups.length && by !== undefined
        ? [`only the ${groups.length} largest of ${groupCount} groups are shown`]
        : [],
  }
}
