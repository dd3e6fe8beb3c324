// Computes the metrics of a run from its stored rows, configuration by configuration, and stores them beside it.
import type { Estimate, Metric, MetricRow } from '../../metrics/metric.ts'
import { estimateMetric, withoutValue } from '../../metrics/estimate.ts'
import { slicesOf } from '../../metrics/slices.ts'
import type { Change, Row } from '../../store/store.ts'
import { columnsOf } from '../../tracker/benchmark-rows.ts'
import { paramsColumns } from '../../tracker/row.ts'
import { fillNulls } from '../../tracker/source.ts'
import type { Session, StoredConfiguration } from '../execute/session.ts'
import { findMissing, namedColumns, neededColumns } from './missing.ts'

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
  const missing = await findMissing(session)
  for (const configuration of session.configurations) {
    const rows = await readConfiguration(session, configuration, columns, filled)
    const estimates = estimateAll(session, configuration, rows, missing)
    await session.store.commit(toChanges(session, configuration, estimates))
    measured.push({ params: configuration.params, estimates: wholesOf(estimates) })
  }
  return measured
}

/** One metric of one configuration: of all rows, and of each slice. */
interface Estimated {
  readonly whole: Estimate
  readonly slices: readonly (readonly [slice: string, estimate: Estimate])[]
}

function estimateAll(
  session: Session,
  { params }: StoredConfiguration,
  rows: readonly MetricRow[],
  missing: ReadonlySet<string>,
): Readonly<Record<string, Estimated>> {
  const planned = session.items.length * session.trials
  const entries = Object.entries(session.declaration.metrics as Readonly<Record<string, Metric<never>>>)
  const estimated = entries.map(([name, metric]) => {
    const { ofValue, ofSlices } = namedColumns(metric)
    const ofWhole = estimateMetric(name, metric, rows, planned, how => findFailed(session, name, params, how))
    const whole = withKnown(ofWhole, ofValue, missing)
    const slices = slicesOf(metric, rows).map(
      ([slice, members]) =>
        [slice, withKnown(estimateMetric(name, metric, members), [...ofValue, ...ofSlices], missing)] as const,
    )
    return [name, { whole, slices }] as const
  })
  return Object.fromEntries(estimated)
}

/** Without a value where it would be of a column that no row has. */
function withKnown(estimate: Estimate, columns: readonly string[], missing: ReadonlySet<string>): Estimate {
  const column = columns.find(name => missing.has(name))
  return column === undefined ? estimate : withoutValue(estimate, `no row has the column \`${column}\``)
}

function findFailed({ findings }: Session, name: string, params: object, how: string): void {
  const message = `the metric \`${name}\` ${how}`
  const hint = 'its value is null; mend it and run again: nothing executes'
  findings.add({ id: `metric-failed:${name}`, severity: 'warning', message, hint }, { params })
}

function wholesOf(estimates: Readonly<Record<string, Estimated>>): Measured['estimates'] {
  return Object.fromEntries(Object.entries(estimates).map(([name, { whole }]) => [name, whole]))
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

function toChanges(session: Session, { params }: StoredConfiguration, estimates: Readonly<Record<string, Estimated>>): Change[] {
  const run = { run_id: session.runId, benchmark: session.declaration.name }
  const wide: Row = { ...run, ...paramsColumns(params) }
  const long: Row[] = []
  for (const [metric, { whole, slices }] of Object.entries(estimates)) {
    wide[metric] = whole.value
    wide[`${metric}_low`] = whole.low
    wide[`${metric}_high`] = whole.high
    wide[`${metric}_n`] = whole.n
    const row = { ...run, params, metric, better: session.declaration.metrics[metric]?.better ?? null }
    long.push({ ...row, slice: null, ...whole })
    for (const [slice, estimate] of slices) long.push({ ...row, slice, ...estimate })
  }
  return [
    { type: 'insert', table: 'metrics', rows: [wide] },
    { type: 'insert', table: 'estimates', rows: long },
  ]
}
