// The built-in metrics, as plain values that name their column.
import { checkNames } from '../base/options.ts'
import { computeValue } from './estimate.ts'
import {
  type ColumnMetric,
  type Definition,
  type LabelOptions,
  type Labels,
  type MetricOptions,
  type MetricRow,
  type Numeric,
  withDefinition,
} from './metric.ts'

/** Columns of which less is better, whatever is measured. */
const lowerIsBetter = /^(?:duration_ms|latency_ms|cost_usd|.*_tokens)$/

/**
 * Share of rows whose `prediction` equals `expected`: 0 to 1, with Wilson's interval, at the effective sample size where several
 * rows share an item. No answer (`null`) and failed rows count as wrong unless the options say otherwise; unlabelled rows never count.
 */
export function accuracy<K extends string = 'prediction'>(options: LabelOptions<K> = {}): ColumnMetric<K, Labels<K>> {
  const { prediction = 'prediction', ...rest } = options
  return declare('accuracy', prediction as K, { better: 'higher', ...rest })
}

/** Mean of numbers, in their unit, with Student's t interval; of booleans, the rate, with Wilson's. */
export function mean<K extends string>(column: K, options: MetricOptions = {}): ColumnMetric<K, Numeric<K>> {
  return declare('mean', column, options)
}

/** Sum of numbers, in their unit; of booleans, how many are true. Its interval is that of the mean, times the rows. */
export function sum<K extends string>(column: K, options: MetricOptions = {}): ColumnMetric<K, Numeric<K>> {
  return declare('sum', column, options)
}

/**
 * The value that a share `level` of the rows does not exceed: nearest rank, with an interval of order statistics. `null` with a
 * reason when there are too few rows for both of its limits (72 for 0.95, 368 for 0.99).
 */
export function quantile<K extends string>(column: K, level: number, options: MetricOptions = {}): ColumnMetric<K, Numeric<K>> {
  if (!(level > 0 && level < 1))
    throw new RangeError(`expected the level of quantile(${JSON.stringify(column)}) to be between 0 and 1, got ${level}`)
  return declare('quantile', column, options, level)
}

function declare<K extends string, R>(
  kind: Definition['kind'],
  column: K,
  options: MetricOptions,
  level?: number,
): ColumnMetric<K, R> {
  if (typeof column !== 'string' || column === '')
    throw new TypeError(`expected the column of ${kind} to be a name, got ${String(column)}`)
  checkOptions(kind, options)
  const better = options.better ?? (lowerIsBetter.test(column) ? 'lower' : undefined)
  const definition: Definition = {
    kind,
    column,
    options: { ...options, ...(better && { better }) },
    ...(level !== undefined && { level }),
  }
  const metric = {
    column,
    compute: (rows: readonly R[]) => computeValue(definition, rows as readonly MetricRow[]),
    better,
    margin: options.margin,
    marginRatio: options.marginRatio,
  }
  return withDefinition(metric, definition) as unknown as ColumnMetric<K, R>
}

const optionNames = ['better', 'margin', 'marginRatio', 'failed', 'unanswered', 'by', 'cluster']

const allowed: Readonly<Record<string, readonly unknown[]>> = {
  better: ['higher', 'lower'],
  failed: ['wrong', 'exclude', 'refuse'],
  unanswered: ['wrong', 'exclude'],
}

function checkOptions(kind: string, options: MetricOptions): void {
  checkNames(options, optionNames, `${kind}()`)
  for (const [name, value] of Object.entries(options)) {
    const values = allowed[name]
    if (values !== undefined && value !== undefined && !values.includes(value)) {
      throw new RangeError(`expected \`${name}\` of ${kind} to be one of ${values.join(', ')}, got ${String(value)}`)
    }
  }
}
