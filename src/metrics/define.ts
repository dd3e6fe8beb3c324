// Makes a built-in metric of its definition, and refuses options that are not as expected.
import { checkNames } from '../base/options.ts'
import { computeValue } from './estimate.ts'
import { type ColumnMetric, type Definition, type MetricOptions, type MetricRow, withDefinition } from './metric.ts'

/** Columns of which less is better, whatever is measured. */
const lowerIsBetter = /^(?:duration_ms|latency_ms|cost_usd|.*_tokens)$/

const optionNames = ['better', 'margin', 'marginRatio', 'failed', 'unanswered', 'by', 'cluster']

const allowed: Readonly<Record<string, readonly unknown[]>> = {
  better: ['higher', 'lower'],
  failed: ['wrong', 'exclude', 'refuse'],
  unanswered: ['wrong', 'exclude'],
}

/** What a definition says besides its kind, column and options. */
export type Details = Pick<Definition, 'level' | 'k' | 'bins' | 'average'>

/** A `TypeError` or `RangeError` names an option that does not exist or is not as expected. */
export function define<K extends string, R>(
  kind: Definition['kind'],
  column: K,
  options: MetricOptions,
  details: Details = {},
): ColumnMetric<K, R> {
  if (!isName(column)) throw new TypeError(`expected the column of ${kind} to be a name, got ${String(column)}`)
  checkOptions(kind, options)
  const better = options.better ?? (lowerIsBetter.test(column) ? 'lower' : undefined)
  return fromDefinition({ kind, column, ...details, options: { ...options, ...(better && { better }) } }) as ColumnMetric<K, R>
}

/** The metric of a definition that was stored: the same values and intervals, from the rows alone. */
export function fromDefinition(definition: Definition): ColumnMetric<string, never> {
  const { column, options } = definition
  const metric = {
    column,
    compute: (rows: readonly MetricRow[]) => computeValue(definition, rows),
    better: options.better,
    margin: options.margin,
    marginRatio: options.marginRatio,
  }
  return withDefinition(metric, definition) as unknown as ColumnMetric<string, never>
}

function checkOptions(kind: string, options: MetricOptions): void {
  checkNames(options, optionNames, `${kind}()`)
  for (const [name, value] of Object.entries(options)) {
    const values = allowed[name]
    if (values !== undefined && value !== undefined && !values.includes(value))
      throw new RangeError(`expected \`${name}\` of ${kind} to be one of ${values.join(', ')}, got ${String(value)}`)
  }
  for (const name of ['margin', 'marginRatio'] as const) {
    const value: unknown = options[name]
    if (value !== undefined && !(typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`expected \`${name}\` of ${kind} to be a number above 0, got ${String(value)}`)
  }
  const { by = [], cluster = 'input_id' } = options
  const names: unknown = typeof by === 'string' ? [by] : by
  if (!Array.isArray(names) || !names.every(isName))
    throw new TypeError(`expected \`by\` of ${kind} to be a column, or a list of them, got ${String(by)}`)
  if (!isName(cluster)) throw new TypeError(`expected \`cluster\` of ${kind} to be a column, got ${String(cluster)}`)
  if (options.margin !== undefined && options.marginRatio !== undefined)
    throw new RangeError(`expected \`margin\` or \`marginRatio\` of ${kind}, got both`)
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
