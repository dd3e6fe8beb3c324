// A run as a report: every table that one asks for, each with the SQL that gives it.
import { basename } from 'node:path'
import { suggestion } from '../../base/nearest.ts'
import { checkNames } from '../../base/options.ts'
import { renderTables, type ReportTable } from '../../report/report.ts'
import { type ReportFormat, reportFormats } from '../../report/report-header.ts'
import { openStore } from '../../store/open.ts'
import type { Row, Store } from '../../store/store.ts'
import { findRun } from '../../tracker/runs.ts'
import { auditedRun } from '../verify/audited-run.ts'
import { comparisons } from './comparisons.ts'
import { type ReportQuery, reportQueries } from './queries.ts'

export interface ReportOptions {
  /** The id of a run. Default `latest`. */
  readonly run?: string
  /** Default `terminal`. */
  readonly format?: ReportFormat
}

/**
 * A run as text: what was tested, coverage, estimates, latency, errors, cost, cache, comparisons with the best configuration, environment and
 * findings, each table with the SQL that gives it. The same database gives the same bytes. A `RangeError` for a format that is none.
 */
export async function renderReport(location: string, options: ReportOptions = {}): Promise<string> {
  checkNames(options, ['run', 'format'], 'renderReport()')
  const { run = 'latest', format = 'terminal' } = options
  if (!reportFormats.includes(format))
    throw new RangeError(
      `expected \`format\` to be one of ${reportFormats.join(', ')}, got ${JSON.stringify(format)}.${suggestion(String(format), reportFormats)}`,
    )
  await using store = await openStore(location, { mode: 'read' })
  const row = await findRun(store, run)
  return renderTables({ run: String(row['run_id']), db: basename(location), format, tables: await tablesOf(store, row) })
}

async function tablesOf(store: Store, row: Row): Promise<ReportTable[]> {
  const run = await auditedRun(store, row, null)
  const hasPrediction = (await store.columns('predictions')).some(({ key, place }) => key === 'prediction' && place === 'own')
  const estimates = await Array.fromAsync(store.rows('estimates', { where: { run_id: run.id } }))
  const tables: ReportTable[] = []
  for (const query of reportQueries({ run: run.id, hasPrediction })) {
    if (query.name === 'errors') tables.push(await comparisons(store, run, estimates))
    tables.push(await tableOf(store, query))
  }
  return tables
}

async function tableOf(store: Store, query: ReportQuery): Promise<ReportTable> {
  const { columns, rows } = await store.sql(query.sql)
  return { ...query, columns, rows }
}
