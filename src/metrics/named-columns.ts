// Which columns of rows metrics read, and what is left of an estimate where no row has one of them.
import { besides } from './kinds.ts'
import { type Definition, type Estimate, type Metric, definitionOf } from './metric.ts'

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
  const also = metrics.flatMap(metric => besides[definitionOf(metric)?.kind ?? 'mean'] ?? [])
  const named = metrics.map(namedColumns).flatMap(({ ofValue, ofSlices }) => [...ofValue, ...ofSlices])
  return [...new Set([...commonColumns, ...named, ...also])]
}

/** What tells rows of one item and trial apart for a metric: all that its value is made of. */
export function tiedColumns({ kind, column, options }: Definition): string[] {
  return ['status', 'expected', column, options.cluster ?? 'input_id', ...(besides[kind] ?? [])]
}

/** Without a value where it would be of a column that no row has. */
export function withKnown(estimate: Estimate, columns: readonly string[], missing: ReadonlySet<string>): Estimate {
  const column = columns.find(name => missing.has(name))
  if (column === undefined) return estimate
  const reason = `no row has the column \`${column}\``
  return { ...estimate, value: null, low: null, high: null, reason, n: 0, unanswered: 0, worst: null, best: null }
}
