// Computes the metrics of a run from its stored rows, configuration by configuration, and stores them beside it.
import { suggestion } from '../../base/nearest.ts'
import { type Estimate, type Metric, type MetricRow, definitionOf } from '../../metrics/metric.ts'
import { estimateMetric } from '../../metrics/estimate.ts'
import { slicesOf } from '../../metrics/slices.ts'
import type { Change, Row } from '../../store/store.ts'
import { columnsOf } from '../../tracker/benchmark-rows.ts'
import { paramsColumns } from '../../tracker/row.ts'
import { fillNulls } from '../../tracker/source.ts'
import type { Session, StoredConfiguration } from '../execute/session.ts'

/** The metrics of one configuration, by name. */
export interface Measured {
  readonly params: object
  readonly estimates: Readonly<Record<string, Estimate>>
}

export async function computeMetrics(session: Session): Promise<Measured[]> {
  const { metrics } = session.declaration
  const names = Object.keys(metrics)
  if (names.length === 0) return session.configurations.map(({ params }) => ({ params, estimates: {} }))
  const columns = neededColumns(Object.values(metrics))
  const filled = columns ?? (await columnsOf(session.store, session.declaration))
  const measured: Measured[] = []
  await warnMissing(session)
  for (const configuration of session.configurations) {
    const rows = await readConfiguration(session, configuration, columns, filled)
    const planned = session.items.length * session.trials
    const estimates = Object.fromEntries(
      names.map(name => [name, estimateMetric(name, metrics[name] as Metric<never>, rows, planned)]),
    )
    await session.store.commit(toChanges(session, configuration, estimates, rows))
    measured.push({ params: configuration.params, estimates })
  }
  return measured
}

/** The columns that built-in metrics name; `null` for all, which a metric of somebody's own may ask for. */
function neededColumns(metrics: readonly Metric<never>[]): string[] | null {
  const columns = new Set(['input_id', 'trial', 'status', 'expected'])
  for (const metric of metrics) {
    const definition = definitionOf(metric)
    if (definition === null) return null
    const { by = [], cluster } = definition.options
    for (const column of [
      definition.column,
      ...(typeof by === 'string' ? [by] : by),
      ...(cluster === undefined ? [] : [cluster]),
    ])
      columns.add(column)
  }
  return [...columns]
}

/** A column that no row has is a slip of the pen, unless every datapoint failed. */
async function warnMissing(session: Session): Promise<void> {
  const { counts, declaration, findings, store } = session
  if (counts.failed === counts.executed + counts.replayed) return
  const known = (await store.columns('predictions')).map(({ key }) => key)
  for (const [name, metric] of Object.entries(declaration.metrics)) {
    for (const column of neededColumns([metric]) ?? []) {
      if (known.includes(column)) continue
      const message = `the metric \`${name}\` reads the column \`${column}\`, which no row has.${suggestion(column, known)}`
      const hint = 'mend its name and run again: nothing executes'
      findings.add({ id: `metric-column-missing:${name}`, severity: 'warning', message, hint }, { column })
    }
  }
}

async function readConfiguration(
  session: Session,
  configuration: StoredConfiguration,
  columns: string[] | null,
  filled: Iterable<string>,
): Promise<MetricRow[]> {
  const where = { run_id: session.runId, assay_params: configuration.row }
  // A column that no row of the store has (every datapoint failed) reads as null, like any other absent one.
  const existing = new Set((await session.store.columns('predictions')).map(column => column.key))
  const query = columns === null ? { where } : { where, columns: columns.filter(column => existing.has(column)) }
  return Array.fromAsync(session.store.rows('predictions', query), row => fillNulls(row, filled))
}

function toChanges(
  session: Session,
  { params }: StoredConfiguration,
  estimates: Measured['estimates'],
  rows: readonly MetricRow[],
): Change[] {
  const run = { run_id: session.runId, benchmark: session.declaration.name }
  const wide: Row = { ...run, ...paramsColumns(params) }
  const long: Row[] = []
  for (const [metric, estimate] of Object.entries(estimates)) {
    const declared = session.declaration.metrics[metric] as Metric<never>
    wide[metric] = estimate.value
    wide[`${metric}_low`] = estimate.low
    wide[`${metric}_high`] = estimate.high
    wide[`${metric}_n`] = estimate.n
    const row = { ...run, params, metric, better: declared.better ?? null }
    long.push({ ...row, slice: null, ...estimate })
    for (const [slice, members] of slicesOf(declared, rows))
      long.push({ ...row, slice, ...estimateMetric(metric, declared, members) })
  }
  return [
    { type: 'insert', table: 'metrics', rows: [wide] },
    { type: 'insert', table: 'estimates', rows: long },
  ]
}
