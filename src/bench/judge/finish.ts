// Computes the metrics of a run from its stored rows, configuration by configuration, and stores them beside it.
import type { Estimate, Metric } from '../../metrics/metric.ts'
import { neededColumns } from '../../metrics/named-columns.ts'
import { columnsOf } from '../../tracker/benchmark-rows.ts'
import { estimateConfiguration } from '../../tracker/estimate-configuration.ts'
import { storedEstimates } from '../../tracker/stored-estimates.ts'
import type { Session } from '../execute/session.ts'
import { findMissing } from './missing.ts'

/** The metrics of one configuration, by name. */
export interface Measured {
  readonly params: object
  readonly estimates: Readonly<Record<string, Estimate>>
}

export async function computeMetrics(session: Session): Promise<Measured[]> {
  const { declaration, store, runId, items, trials, configurations } = session
  const metrics = declaration.metrics as Readonly<Record<string, Metric<never>>>
  if (Object.keys(metrics).length === 0) return configurations.map(({ params }) => ({ params, estimates: {} }))
  const columns = neededColumns(Object.values(metrics)) ?? (await columnsOf(store, declaration))
  const planned = items.length * trials
  const missing = await findMissing(session)
  const measured: Measured[] = []
  for (const { params, row } of configurations) {
    const onFailed = (metric: string, how: string) => findFailed(session, metric, params, how)
    const asked = { metrics, runId, configuration: row, columns, planned, missing, onFailed }
    const estimates = await estimateConfiguration(store, asked)
    const { wide, long } = storedEstimates({ runId, benchmark: declaration.name, params }, metrics, estimates)
    await store.commit([
      { type: 'insert', table: 'metrics', rows: [wide] },
      { type: 'insert', table: 'estimates', rows: long },
    ])
    const wholes = Object.entries(estimates).map(([name, { whole }]) => [name, whole] as const)
    measured.push({ params, estimates: Object.fromEntries(wholes) })
  }
  return measured
}

function findFailed({ findings }: Session, name: string, params: object, how: string): void {
  const message = `the metric \`${name}\` ${how}`
  const hint = 'its value is null; mend it and run again: nothing executes'
  findings.add({ id: `metric-failed:${name}`, severity: 'warning', message, hint }, { params })
}
