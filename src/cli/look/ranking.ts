// The best and the worst rows of a table by one column, with ranks that equal values share.
import { formatCell } from '../../report/cells.ts'
import { formatCount, plural } from '../../report/numbers.ts'
import { renderTable } from '../../report/table.ts'
import { openReader, type Reader } from '../../tracker/reader.ts'
import type { Input, Result } from '../command.ts'
import { ofRuns } from './stats-tables.ts'

type Ranking = Awaited<ReturnType<Reader['rank']>>
type RankedRow = Ranking['best'][number]

export async function showRanking(
  { positionals: [db = ''], flags, width }: Input,
  column: string,
  better: 'higher' | 'lower',
): Promise<Result> {
  const table = (flags['table'] as string | undefined) ?? 'predictions'
  const run = flags['run'] as string | undefined
  const columns = flags['column'] as readonly string[] | undefined
  await using reader = await openReader(db, { table })
  const names = columns ?? (await reader.names())
  const ranking = await reader.rank(column, {
    better,
    columns: names,
    ...(flags['rows'] !== undefined && { limit: flags['rows'] as number }),
    ...(run !== undefined && { run }),
  })
  const { runs, ranked, nulls, unordered, best, worst } = ranking
  const beside = names.filter(name => name !== column)
  const counts = [
    `${formatCount(ranked)} ranked`,
    `${formatCount(nulls)} without a value`,
    ...(unordered > 0 ? [`${formatCount(unordered)} NaN or invalid`] : []),
  ]
  const title = `${table}: ${plural(ranked + nulls + unordered, 'row')}${ofRuns(table, runs)}
${formatCell(column)}, ${better} is better: ${counts.join(', ')}`
  const part = (end: string, rows: readonly RankedRow[]) => `${end} ${rows.length}\n${renderRanked(column, beside, rows, width)}`
  return {
    data: { table, runs, column, better, ranked, nulls, unordered, best, worst },
    text: ranked === 0 ? title : [title, part('best', best), part('worst', worst)].join('\n\n'),
  }
}

function renderRanked(column: string, beside: readonly string[], rows: readonly RankedRow[], width: number): string {
  // Columns that all these rows leave empty would only push others out of sight.
  const shown = beside.filter(name => rows.some(({ row }) => row[name] !== undefined && row[name] !== null))
  const titles = [
    { title: 'rank', align: 'right' as const },
    { title: formatCell(column), align: 'right' as const },
    ...shown.map(title => ({ title: formatCell(title) })),
  ]
  const lines = rows.map(({ row, value, rank: [first, last] }) => [
    first === last ? formatCount(first) : `${formatCount(first)}–${formatCount(last)}`,
    formatCell(value),
    ...shown.map(name => formatCell(row[name])),
  ])
  return renderTable(titles, lines, width)
}
