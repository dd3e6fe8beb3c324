// Says which columns metrics read that no row of the run has: a slip of the pen, which would otherwise look like a value.
import { suggestion } from '../../base/nearest.ts'
import type { Metric } from '../../metrics/metric.ts'
import { namedColumns } from '../../metrics/named-columns.ts'
import { findColumns } from '../../tracker/estimate-configuration.ts'
import type { Session } from '../execute/session.ts'

/** Each is a finding. */
export async function findMissing({ declaration, findings, store, runId }: Session): Promise<ReadonlySet<string>> {
  const metrics = declaration.metrics as Readonly<Record<string, Metric<never>>>
  const { missing, present } = await findColumns(store, { runId, metrics, params: declaration.params })
  for (const [name, metric] of Object.entries(metrics)) {
    const { ofValue, ofSlices } = namedColumns(metric)
    for (const column of [...ofValue, ...ofSlices].filter(column => missing.has(column))) {
      const message = `the metric \`${name}\` reads the column \`${column}\`, which no row has.${suggestion(column, present)}`
      const hint = 'mend its name and run again: nothing executes'
      findings.add({ id: `metric-column-missing:${name}`, severity: 'warning', message, hint }, { column })
    }
  }
  return missing
}
