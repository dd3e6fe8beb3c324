// Metrics that compare what a task said with what is right.
import { define } from './define.ts'
import type { Average, ColumnMetric, KindName, LabelOptions, Labels } from './metric.ts'

/**
 * Share of rows whose `prediction` equals `expected`: 0 to 1, with Wilson's interval, at the effective sample size where several
 * rows share an item. No answer (`null`) and failed rows count as wrong unless the options say otherwise; unlabelled rows never count.
 * With `average: 'macro'` the mean of the classes' shares, which is the balanced accuracy.
 */
export function accuracy<K extends string = 'prediction'>(options: LabelOptions<K> = {}): ColumnMetric<K, Labels<K>> {
  return classes('accuracy', options, options.average)
}

/**
 * Share of the rows given a class that are of it. Over classes: `macro` (default) is their mean, `weighted` weighs each by its rows in
 * `expected`, `micro` counts all together. Classes are all that occur in `prediction` or `expected`; one that is never given has 0. Its
 * interval is a bootstrap over items. 0 to 1; failed and unanswered rows are given no class.
 */
export function precision<K extends string = 'prediction'>(options: LabelOptions<K> = {}): ColumnMetric<K, Labels<K>> {
  return classes('precision', options, options.average ?? 'macro')
}

/** Share of the rows of a class that are given it; one that no row has has 0. Otherwise as `precision`. */
export function recall<K extends string = 'prediction'>(options: LabelOptions<K> = {}): ColumnMetric<K, Labels<K>> {
  return classes('recall', options, options.average ?? 'macro')
}

/** Harmonic mean of a class's precision and recall. Otherwise as `precision`. */
export function f1<K extends string = 'prediction'>(options: LabelOptions<K> = {}): ColumnMetric<K, Labels<K>> {
  return classes('f1', options, options.average ?? 'macro')
}

/** Mean absolute difference of `prediction` and `expected`, both numbers, in their unit; Student's t interval. */
export function mae<K extends string = 'prediction'>(options: LabelOptions<K> = {}): ColumnMetric<K, Labels<K>> {
  return numbers('mae', options, 'lower')
}

/** Root of the mean squared difference of `prediction` and `expected`, in their unit; its interval is a bootstrap over items. */
export function rmse<K extends string = 'prediction'>(options: LabelOptions<K> = {}): ColumnMetric<K, Labels<K>> {
  return numbers('rmse', options, 'lower')
}

/** Share of the variance of `expected` that `prediction` explains: 1 at best, below 0 where the mean would do better. Bootstrap over items. */
export function r2<K extends string = 'prediction'>(options: LabelOptions<K> = {}): ColumnMetric<K, Labels<K>> {
  return numbers('r2', options, 'higher')
}

const averages = ['macro', 'micro', 'weighted']

function classes<K extends string>(
  kind: KindName,
  options: LabelOptions<K>,
  average: Average | undefined,
): ColumnMetric<K, Labels<K>> {
  const { prediction = 'prediction', average: given, ...rest } = options
  if (given !== undefined && !averages.includes(given))
    throw new RangeError(`expected \`average\` of ${kind} to be one of ${averages.join(', ')}, got ${String(given)}`)
  // All classes together, and each by its rows, are the plain share.
  const isPlain = kind === 'accuracy' && average !== 'macro'
  const details = average === undefined || isPlain ? {} : { average }
  return define(kind, prediction as K, { better: 'higher', ...rest }, details)
}

function numbers<K extends string>(
  kind: KindName,
  options: LabelOptions<K>,
  better: 'higher' | 'lower',
): ColumnMetric<K, Labels<K>> {
  const { prediction = 'prediction', average, ...rest } = options
  if (average !== undefined) throw new TypeError(`expected no \`average\` for ${kind}, which has no classes`)
  return define(kind, prediction as K, { better, ...rest })
}
