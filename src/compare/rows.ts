// Which rows and which metric a question is about.
import { kindOf } from '../base/kind.ts'
import { suggestion } from '../base/nearest.ts'
import { declarationOfRows } from '../record/benchmark.ts'
import { type Metric, definitionOf } from '../metrics/metric.ts'

/** Rows to judge: any rows with an `input_id`, from a file, a test or another tool, or a selection from a database. */
export type Rows<R> = Iterable<R> | AsyncIterable<R>

export interface Paired {
  readonly input_id: string | number | null
}

/** A metric, and what it is called. */
export interface NamedMetric {
  readonly name: string
  readonly metric: Metric<never>
}

/** A `TypeError` for what is no metric, a `RangeError` for the name of none that the benchmark of these rows declares. */
export function metricFor(rows: unknown, asked: unknown): NamedMetric {
  if (typeof asked === 'string') return declaredMetric(rows, asked)
  if (typeof asked !== 'object' || asked === null || typeof (asked as Partial<Metric<never>>).compute !== 'function')
    throw new TypeError(`expected \`metric\` to be a metric or the name of a declared one, got ${kindOf(asked)}`)
  const metric = asked as Metric<never>
  const definition = definitionOf(metric)
  return { name: definition === null ? 'metric' : nameOf(definition), metric }
}

function declaredMetric(rows: unknown, name: string): NamedMetric {
  const declaration = declarationOfRows(rows)
  if (declaration === null)
    throw new TypeError(
      `expected \`metric\` to be a metric, got the name ${JSON.stringify(name)}, and these rows are of no benchmark`,
    )
  const metric = Object.hasOwn(declaration.metrics, name) ? declaration.metrics[name] : undefined
  if (metric !== undefined) return { name, metric: metric as Metric<never> }
  const names = Object.keys(declaration.metrics)
  throw new RangeError(
    `expected \`metric\` to be one of ${declaration.name} (${names.join(', ')}), got ${JSON.stringify(name)}.${suggestion(name, names)}`,
  )
}

/** `accuracy`, `mean(turns)`. */
function nameOf({ kind, column }: { readonly kind: string; readonly column: string }): string {
  return column === 'prediction' ? kind : `${kind}(${column})`
}

/** A `TypeError` for what cannot be iterated. */
export function checkRows(name: string, rows: unknown): void {
  const isList = typeof rows === 'object' && rows !== null && (Symbol.iterator in rows || Symbol.asyncIterator in rows)
  if (!isList) throw new TypeError(`expected the ${name} to be rows, got ${kindOf(rows)}`)
}
