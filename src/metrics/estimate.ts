// Computes the estimate of a metric from rows: the value, how sure it is, and what every row was counted as.
import { types } from 'node:util'
import { kindOf } from '../base/kind.ts'
import { describeSafely } from '../record/thrown.ts'
import { DEFAULT_LEVEL, type Interval, unknownInterval } from '../stats/interval.ts'
import { bootstrap } from '../stats/resample.ts'
import { boundsOf } from './bounds.ts'
import { drawsFor, intervalOf, withDraws } from './interval.ts'
import { inKeyOrder } from './key-order.ts'
import { type Definition, type Estimate, type Metric, type MetricRow, definitionOf } from './metric.ts'
import { tiedColumns } from './named-columns.ts'
import { type Counted, tally } from './tally.ts'

/** Visits of rows that resampling a metric of somebody's own may take: nobody knows what each costs. */
const mostOwnVisits = 500_000

/** The value alone: what a built-in metric's `compute` gives. */
export function computeValue(definition: Definition, rows: readonly MetricRow[]): number | null {
  return intervalOf(definition, tally(definition, inKeyOrder(rows, tiedColumns(definition)))).value
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
  return estimateCounted(definition, tally(definition, inKeyOrder(rows, tiedColumns(definition)), planned))
}

/** Of these rows and no others, with an interval at `level`. */
export function estimateAt(level: number, name: string, metric: Metric<never>, rows: readonly MetricRow[]): Estimate {
  const definition = definitionOf(metric)
  if (definition === null) return estimateOwn(name, metric, inKeyOrder(rows), rows.length, () => {}, level)
  return estimateCounted(definition, tally(definition, inKeyOrder(rows, tiedColumns(definition))), level)
}

/** The estimate of a built-in metric, of rows that are counted already. */
export function estimateCounted(definition: Definition, counted: Counted, level: number = DEFAULT_LEVEL): Estimate {
  const { failed, skipped, unanswered, unlabelled, planned, values, items } = counted
  const interval = trim(intervalOf(definition, counted, level))
  const isOfItems = definition.kind === 'passAt' || definition.kind === 'passAll'
  const n = isOfItems ? new Set(items).size : values.length
  const counts = { n, planned, failed, skipped, unanswered, unlabelled }
  return { ...interval, ...counts, ...boundsOf(definition, counted, interval.value) }
}

/** A metric of somebody's own sees all rows, failed and skipped ones too; a throw costs the value, never the run. */
function estimateOwn(
  name: string,
  metric: Metric<never>,
  rows: readonly MetricRow[],
  planned: number,
  onFailed: (how: string) => void,
  level: number = DEFAULT_LEVEL,
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
  if (typeof value !== 'string') return { ...trim(ownInterval(name, compute, rows, value, level)), ...counts }
  onFailed(value)
  const reason = `the metric ${value}`
  return { ...trim(unknownInterval(null, level, 'bootstrap-percentile', reason)), ...counts }
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
  level: number,
): Interval {
  const draws = drawsFor(rows.length, mostOwnVisits)
  const clusters = rows.map((row, i) => String(row['input_id'] ?? `row ${i}`))
  // What the metric cannot say of a resample it leaves undefined there; of the rows themselves it has spoken above.
  const statistic = (drawn: readonly MetricRow[]) => {
    try {
      return compute(drawn) as number | null
    } catch {
      return null
    }
  }
  const seed = JSON.stringify([name, clusters, value])
  const interval = bootstrap(rows, statistic, { seed, clusters, draws, interval: 'percentile', level })
  return withDraws(interval, draws)
}

function trim({ value, low, high, level, method, reason }: Interval): Interval {
  return { value, low, high, level, method, reason }
}
