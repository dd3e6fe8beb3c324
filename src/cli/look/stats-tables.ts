// Draws the statistics of columns: those with an order by their spread, the others by their most frequent values.
import { formatCell } from '../../report/cells.ts'
import { formatCount, formatNumber, plural } from '../../report/numbers.ts'
import { type Column, renderTable } from '../../report/table.ts'
import type { Reader } from '../../tracker/reader.ts'

type Stats = Awaited<ReturnType<Reader['stats']>>
type Group = Stats['groups'][number]
type ColumnStats = Group['columns'][number]

/** The one mapping of these fields to snake_case. */
export function toJson({ positiveInfinity, negativeInfinity, invalidDates, ...stats }: ColumnStats): object {
  return {
    ...stats,
    positive_infinity: positiveInfinity,
    negative_infinity: negativeInfinity,
    invalid_dates: invalidDates,
  }
}

export function renderStats({ rows, runs, groups }: Stats, table: string, by: string | undefined, width: number): string {
  const names = groups[0]?.columns.map(({ name }) => name) ?? []
  const cells = names.flatMap(name =>
    groups.flatMap(group => group.columns.filter(column => column.name === name).map(column => ({ group, column }))),
  )
  const isHeld = (name: string) => cells.some(({ group, column }) => column.name === name && column.nulls < group.rows)
  const held = cells.filter(({ column }) => isHeld(column.name))
  const kind = ({ type }: ColumnStats) => (type === 'integer' ? 'number' : type)
  const numbers = held.filter(({ column }) => kind(column) === 'number')
  const dates = held.filter(({ column }) => kind(column) === 'date')
  const frequent = held.filter(({ column }) => kind(column) !== 'number' && kind(column) !== 'date')
  const empty = names.filter(name => !isHeld(name))
  return [
    `${table}: ${plural(rows, 'row')}${ofRuns(table, runs)}`,
    numbers.length > 0 &&
      `${renderSpread(numbers, numberFields, by, width)}\np5 to p95: nearest rank; min to mean: of the finite values`,
    dates.length > 0 && renderSpread(dates, ['min', 'p50', 'max'], by, width),
    frequent.length > 0 && renderFrequent(frequent, by, width),
    empty.length > 0 && rows > 0 && `without a value in any of these rows: ${empty.map(formatCell).join(', ')}`,
  ]
    .filter(text => text !== false)
    .join('\n\n')
}

/** ` of 2 runs`, and where rows stand for the same work, how to see it once. */
export function ofRuns(table: string, runs: number | null): string {
  if (runs === null) return ''
  const isRepeated = table === 'predictions' && runs > 1
  return ` of ${plural(runs, 'run')}${isRepeated ? '; --table datapoints has each datapoint once, from its newest run' : ''}`
}

interface Cell {
  readonly group: Group
  readonly column: ColumnStats
}

const numberFields = ['min', 'p5', 'p25', 'p50', 'p75', 'p95', 'max', 'mean'] as const

/** Counts that are shown where there are any. */
const uncommonCounts = [
  ['NaN', 'nan'],
  ['Infinity', 'positiveInfinity'],
  ['-Infinity', 'negativeInfinity'],
  ['invalid', 'invalidDates'],
] as const

function renderSpread(
  cells: readonly Cell[],
  fields: readonly (typeof numberFields)[number][],
  by: string | undefined,
  width: number,
): string {
  const uncommon = uncommonCounts.filter(([, count]) => cells.some(({ column }) => column[count] > 0))
  const titles = [...leadingTitles(by), ...[...uncommon.map(([title]) => title), ...fields].map(toNumbers)]
  const lines = cells.map(({ group, column }) => [
    ...leadingCells(group, column, by),
    ...uncommon.map(([, count]) => formatCount(column[count])),
    ...fields.map(field => formatValue(column[field])),
  ])
  return renderTable(titles, lines, width)
}

function renderFrequent(cells: readonly Cell[], by: string | undefined, width: number): string {
  const lines = cells.map(({ group, column }) => [...leadingCells(group, column, by), frequentOf(column)])
  return renderTable([...leadingTitles(by), { title: 'most frequent' }], lines, width)
}

function leadingTitles(by: string | undefined): Column[] {
  const group = by === undefined ? [] : [{ title: formatCell(by) }, toNumbers('rows')]
  return [{ title: 'column' }, { title: 'type' }, ...group, toNumbers('nulls'), toNumbers('distinct')]
}

function leadingCells(group: Group, { name, type, nulls, distinct }: ColumnStats, by: string | undefined): string[] {
  const of = by === undefined ? [] : [formatCell(group.value), formatCount(group.rows)]
  return [formatCell(name), type, ...of, formatCount(nulls), formatCount(distinct)]
}

/** `red ×2, the ×2; 3 more`. */
function frequentOf({ type, values, distinct }: ColumnStats): string {
  if (values.length === 0) return ''
  if (values[0]?.count === 1 && distinct > values.length) return 'each once'
  const rest = distinct - values.length
  const list = values.map(({ value, count }) => `${nameValue(value, type)} ×${formatCount(count)}`).join(', ')
  return rest > 0 ? `${list}; ${formatCount(rest)} more` : list
}

/** Among values of several kinds a text has quotes. */
function nameValue(value: unknown, type: ColumnStats['type']): string {
  return type === 'mixed' && typeof value === 'string' ? `'${formatCell(value)}'` : formatCell(value)
}

function toNumbers(title: string): Column {
  return { title, align: 'right' }
}

function formatValue(value: unknown): string {
  return typeof value === 'number' || value === null ? formatNumber(value) : formatCell(value)
}
