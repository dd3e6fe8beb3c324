// Metrics of probabilities: how much they say of what is right, and whether they can be believed.
import { define } from './define.ts'
import type { ColumnMetric, Labels, MetricOptions } from './metric.ts'

/**
 * Mean of −ln of the probability that was given to what is right, in nats; less is better. The column holds an object of probabilities by
 * class, or one probability: that `expected` is true (`true`, `false`, 1 or 0), or for any other label that `prediction` is right.
 * Probabilities are held to 2.2e-16 from 0 and 1, as in scikit-learn. Student's t interval.
 */
export function logLoss<K extends string>(column: K, options: MetricOptions = {}): ColumnMetric<K, Labels<K>> {
  return define('logLoss', column, { better: 'lower', ...options })
}

/**
 * Mean squared difference of probability and outcome; less is better. Of one probability 0 to 1; of an object by class the sum over its
 * classes, 0 to 2. The column is that of `logLoss`. Student's t interval.
 */
export function brierScore<K extends string>(column: K, options: MetricOptions = {}): ColumnMetric<K, Labels<K>> {
  return define('brierScore', column, { better: 'lower', ...options })
}

/**
 * How far probabilities are from how often they come true: over `bins` (default 10) of equal width, the mean distance, each bin weighed by
 * its rows; 0 to 1, less is better. Of an object by class the largest probability counts. It has no interval: resampling moves it up.
 */
export function calibrationError<K extends string>(
  column: K,
  options: MetricOptions & { readonly bins?: number } = {},
): ColumnMetric<K, Labels<K>> {
  const { bins = 10, ...rest } = options
  if (!Number.isSafeInteger(bins) || bins < 1)
    throw new RangeError(`expected \`bins\` of calibrationError to be a whole number from 1, got ${String(bins)}`)
  return define('calibrationError', column, { better: 'lower', ...rest }, { bins })
}
