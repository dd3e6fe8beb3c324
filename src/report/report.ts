// Shows a report of a run: tables with the SQL that gives them, for a terminal, as markdown or as JSON.
import { toTagged } from '../record/tagged.ts'
import { formatCell } from './cells.ts'
import { escapeText } from './escape.ts'
import { formatCount, formatNumber } from './numbers.ts'
import { type ReportHeader, headerLine } from './report-header.ts'
import { renderTable } from './table.ts'

/** One table of a report. */
export interface ReportTable {
  /** Its key in the JSON. */
  readonly name: string
  readonly title: string
  /** One sentence on what the rows are; `null` where the title says it. */
  readonly note: string | null
  /** Runs as it stands on the database. */
  readonly sql: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

export interface Report extends ReportHeader {
  /** The name of the database's file. */
  readonly db: string
  readonly tables: readonly ReportTable[]
}

/** The same text for the same tables. */
export function renderTables(report: Report): string {
  if (report.format === 'json') return renderAsJson(report)
  const tables = report.tables.map(report.format === 'markdown' ? markdownTable : terminalTable)
  return [headerLine(report, report.db), ...tables].join('\n\n')
}

/** Values as they are, one line a row. */
function renderAsJson({ run, db, format, tables }: Report): string {
  const text = (value: unknown) => JSON.stringify(toTagged(value))
  const parts = tables.map(({ name, title, note, sql, columns, rows }) => {
    const objects = rows.map(row => Object.fromEntries(columns.map((column, i) => [column, row[i]])))
    const list = objects.length === 0 ? '[]' : `[\n        ${objects.map(text).join(',\n        ')}\n      ]`
    const fields = [`"title": ${text(title)}`, `"note": ${text(note)}`, `"sql": ${text(sql)}`, `"rows": ${list}`]
    return `    ${text(name)}: {\n      ${fields.join(',\n      ')}\n    }`
  })
  const head = [`"run": ${text(run)}`, `"database": ${text(db)}`, `"format": ${text(format)}`]
  return `{\n  ${head.join(',\n  ')},\n  "tables": {\n${parts.join(',\n')}\n  }\n}`
}

function terminalTable({ title, note, sql, columns, rows }: ReportTable): string {
  const body =
    rows.length === 0 ? 'none' : renderTable(alignedColumns(columns, rows), rows.map(cellsOf), Number.POSITIVE_INFINITY)
  return [title.toUpperCase(), ...(note === null ? [] : [note]), body, '', `SQL: ${oneLine(sql)}`].join('\n')
}

function markdownTable({ title, note, sql, columns, rows }: ReportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const aligned = alignedColumns(columns, rows)
  const rule = `|${aligned.map(({ align }) => (align === 'right' ? '---:' : '---')).join('|')}|`
  const body =
    rows.length === 0
      ? 'None.'
      : [line(aligned.map(({ title }) => title)), rule, ...rows.map(row => line(cellsOf(row)))].join('\n')
  return [`## ${title}`, ...(note === null ? [] : [note]), body, `\`\`\`sql\n${sql}\n\`\`\``].join('\n\n')
}

function alignedColumns(columns: readonly string[], rows: ReportTable['rows']) {
  const isNumeric = (i: number) => {
    const values = rows.map(row => row[i]).filter(value => value !== null)
    return values.length > 0 && values.every(value => typeof value === 'number')
  }
  return columns.map((title, i) => ({ title: escapeText(title), align: isNumeric(i) ? ('right' as const) : ('left' as const) }))
}

function cellsOf(row: readonly unknown[]): string[] {
  return row.map(value => {
    if (value === null || value === undefined) return '–'
    if (typeof value !== 'number') return formatCell(value)
    return Number.isInteger(value) ? formatCount(value) : formatNumber(value)
  })
}

function oneLine(sql: string): string {
  return sql.replaceAll(/\s+/g, ' ')
}
