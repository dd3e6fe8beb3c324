// Metrics of one column of numbers or booleans.
import { type Details, define } from './define.ts'
import type { ColumnMetric, KindName, MetricOptions, Numeric } from './metric.ts'

/** Mean of numbers, in their unit, with Student's t interval; of booleans, the rate, with Wilson's. */
export function mean<K extends string>(column: K, options: MetricOptions = {}): ColumnMetric<K, Numeric<K>> {
  return define('mean', column, options)
}

/** Sum of numbers, in their unit; of booleans, how many are true. Its interval is that of the mean, times the rows. */
export function sum<K extends string>(column: K, options: MetricOptions = {}): ColumnMetric<K, Numeric<K>> {
  return define('sum', column, options)
}

/**
 * The value that a share `level` of the rows does not exceed: nearest rank, with an interval of order statistics. `null` with a
 * reason when there are too few rows for both of its limits (72 for 0.95, 368 for 0.99).
 */
export function quantile<K extends string>(column: K, level: number, options: MetricOptions = {}): ColumnMetric<K, Numeric<K>> {
  if (!(level > 0 && level < 1))
    throw new RangeError(`expected the level of quantile(${JSON.stringify(column)}) to be between 0 and 1, got ${level}`)
  return define('quantile', column, options, { level })
}

/**
 * Chance that at least one of `k` trials of an item succeeds (pass@k), from all its trials without bias, mean over items with Student's t
 * interval. The column holds booleans, or 1 and 0. `null` with a reason when an item has fewer than `k` trials.
 */
export function passAt<K extends string>(k: number, column: K, options: MetricOptions = {}): ColumnMetric<K, Numeric<K>> {
  return trials('passAt', k, column, options)
}

/** Chance that all of `k` trials of an item succeed (pass^k), as `passAt`. */
export function passAll<K extends string>(k: number, column: K, options: MetricOptions = {}): ColumnMetric<K, Numeric<K>> {
  return trials('passAll', k, column, options)
}

function trials<K extends string>(kind: KindName, k: number, column: K, options: MetricOptions): ColumnMetric<K, Numeric<K>> {
  if (!Number.isSafeInteger(k) || k < 1)
    throw new RangeError(`expected \`k\` of ${kind} to be a whole number from 1, got ${String(k)}`)
  const details: Details = { k }
  return define(kind, column, { better: 'higher', ...options }, details)
}
