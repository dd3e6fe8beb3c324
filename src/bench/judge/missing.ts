// Finds the columns that metrics read and no row of the run has: a slip of the pen, which would otherwise look like a value.
import { suggestion } from '../../base/nearest.ts'
import { type Metric, definitionOf } from '../../metrics/metric.ts'
import type { Session } from '../execute/session.ts'

/** What every metric reads. */
const commonColumns = ['input_id', 'trial', 'status', 'expected']

/** The columns that a built-in metric names: `ofValue` those of its value, `ofSlices` those that it is cut by. None of one's own. */
export function namedColumns(metric: Metric<never>): {
  readonly ofValue: readonly string[]
  readonly ofSlices: readonly string[]
} {
  const definition = definitionOf(metric)
  if (definition === null) return { ofValue: [], ofSlices: [] }
  const { by = [], cluster } = definition.options
  return {
    ofValue: cluster === undefined ? [definition.column] : [definition.column, cluster],
    ofSlices: typeof by === 'string' ? [by] : by,
  }
}

/** The columns that built-in metrics read; `null` for all, which a metric of somebody's own may ask for. */
export function neededColumns(metrics: readonly Metric<never>[]): string[] | null {
  if (metrics.some(metric => definitionOf(metric) === null)) return null
  return [...new Set([...commonColumns, ...metrics.flatMap(columnsOf)])]
}

function columnsOf(metric: Metric<never>): string[] {
  const { ofValue, ofSlices } = namedColumns(metric)
  return [...ofValue, ...ofSlices]
}

/** Each is a finding. Where no datapoint is `ok` nothing can be said of any column, and none is missing. */
export async function findMissing({ declaration, findings, store, runId }: Session): Promise<ReadonlySet<string>> {
  const metrics = Object.entries(declaration.metrics as Readonly<Record<string, Metric<never>>>)
  const named = [...new Set(metrics.flatMap(([, metric]) => columnsOf(metric)))]
  const where = { run_id: runId, status: 'ok' }
  const [first] = await Array.fromAsync(store.rows('predictions', { where, limit: 1 }))
  if (first === undefined || named.every(column => Object.hasOwn(first, column))) return new Set()
  const params = declaration.params.flatMap(entry => Object.keys(entry).map(key => `params_${key}`))
  const present = new Set([...(await store.keys('predictions', { where })), ...params])
  const missing = new Set(named.filter(column => !present.has(column)))
  for (const [name, metric] of metrics) {
    for (const column of columnsOf(metric).filter(column => missing.has(column))) {
      const message = `the metric \`${name}\` reads the column \`${column}\`, which no row has.${suggestion(column, present)}`
      const hint = 'mend its name and run again: nothing executes'
      findings.add({ id: `metric-column-missing:${name}`, severity: 'warning', message, hint }, { column })
    }
  }
  return missing
}
