// Computes the estimate of a metric from rows: the value, how sure it is, and what every row was counted as.
import { types } from 'node:util'
import { kindOf } from '../base/kind.ts'
import { describeSafely } from '../record/thrown.ts'
import { clusterBootstrap } from '../stats/bootstrap.ts'
import { DEFAULT_LEVEL, type Interval, unknownInterval } from '../stats/interval.ts'
import { boundsOf, drawsFor, meanOf, quantileOf, sumOf } from './interval.ts'
import { type Definition, type Estimate, type Metric, type MetricRow, definitionOf } from './metric.ts'
import { type Tally, inKeyOrder, tally } from './tally.ts'

/** The value alone: what a built-in metric's `compute` gives. */
export function computeValue(definition: Definition, rows: readonly MetricRow[]): number | null {
  return intervalOf(definition, tally(definition, rows)).value
}

/**
 * `planned` is how many rows there should be; where fewer are there, the rest is missing. `onFailed` is told how a metric of somebody's own
 * failed: what it threw, or what it returned that is no value.
 */
export function estimateMetric(
  name: string,
  metric: Metric<never>,
  rows: readonly MetricRow[],
  planned = rows.length,
  onFailed: (how: string) => void = () => {},
): Estimate {
  const definition = definitionOf(metric)
  if (definition === null) return estimateOwn(name, metric, inKeyOrder(rows), planned, onFailed)
  const counted = tally(definition, rows, planned)
  const { failed, skipped, unanswered, unlabelled } = counted
  const interval = intervalOf(definition, counted)
  const { value, low, high, level, method, reason } = interval
  const counts = { n: counted.values.length, planned, failed, skipped, unanswered, unlabelled }
  return { value, low, high, level, method, reason, ...counts, ...boundsOf(definition.kind, counted, value) }
}

/** The same rows, none of which the metric can count. */
export function withoutValue(estimate: Estimate, reason: string): Estimate {
  return { ...estimate, value: null, low: null, high: null, reason, n: 0, unanswered: 0, worst: null, best: null }
}

function intervalOf({ kind, level = 0.5, column }: Definition, counted: Tally): Interval {
  if (counted.refusal !== null) return unknownInterval(null, DEFAULT_LEVEL, kind, counted.refusal)
  if (counted.values.length === 0) return unknownInterval(null, DEFAULT_LEVEL, kind, 'no row has a value to count')
  if (kind === 'quantile')
    return quantileOf(counted, level, seedOf(`quantile ${level} ${column}`, counted.clusters, counted.values))
  return kind === 'sum' ? sumOf(counted) : meanOf(counted)
}

/** A metric of somebody's own sees all rows, failed and skipped ones too; a throw costs the value, never the run. */
function estimateOwn(
  name: string,
  metric: Metric<never>,
  rows: readonly MetricRow[],
  planned: number,
  onFailed: (how: string) => void,
): Estimate {
  const compute = metric.compute as (rows: readonly MetricRow[]) => unknown
  const count = (isIt: (status: unknown) => boolean) => rows.filter(row => isIt(row['status'] ?? 'ok')).length
  const skipped = count(status => status === 'skipped')
  const counts = {
    n: rows.length,
    planned,
    failed: count(status => status !== 'ok' && status !== 'skipped'),
    skipped,
    unanswered: 0,
    unlabelled: 0,
    worst: null,
    best: null,
  }
  const value = ownValue(compute, rows)
  if (typeof value !== 'string') return { ...trim(ownInterval(name, compute, rows, value)), ...counts }
  onFailed(value)
  const reason = `the metric ${value}`
  return { ...trim(unknownInterval(null, DEFAULT_LEVEL, 'bootstrap-percentile', reason)), ...counts }
}

/** The value, or as a text how the metric failed. */
function ownValue(compute: (rows: readonly MetricRow[]) => unknown, rows: readonly MetricRow[]): number | null | string {
  try {
    const value = compute(rows)
    if (value === null || typeof value === 'number') return value
    if (types.isPromise(value)) value.catch(() => {})
    return `returned ${kindOf(value)}, and a value is a number or null`
  } catch (error) {
    const [message, type] = describeSafely(error)
    return `threw ${type}: ${message}`
  }
}

function ownInterval(
  name: string,
  compute: (rows: readonly MetricRow[]) => unknown,
  rows: readonly MetricRow[],
  value: number | null,
): Interval {
  const clusters = [...Map.groupBy(rows, (row, i) => String(row['input_id'] ?? `row ${i}`))]
  const groups = clusters.map(([, members]) => members)
  const draws = drawsFor(rows.length)
  const isSingle = groups.every(members => members.length === 1)
  // What the metric cannot say of a resample it leaves undefined there; of the rows themselves it has spoken above.
  const statistic = (chosen: readonly number[]) => {
    try {
      const drawn = isSingle ? chosen.map(i => rows[i] as MetricRow) : chosen.flatMap(i => groups[i] ?? [])
      return compute(drawn) as number | null
    } catch {
      return null
    }
  }
  const seed = seedOf(
    name,
    clusters.map(([id]) => id),
    [value],
  )
  const interval = clusterBootstrap(groups.length, statistic, { seed, draws })
  return { ...interval, method: `${interval.method} (${draws} draws)` }
}

/** Of the question and the rows, never of a run or the time: the same rows give the same interval everywhere. */
function seedOf(question: string, clusters: readonly string[], values: readonly (number | null)[]): string {
  return JSON.stringify([question, clusters, values])
}

function trim({ value, low, high, level, method, reason }: Interval): Interval {
  return { value, low, high, level, method, reason }
}
