// Compares what has no formula, such as F1, quantiles and metrics of one's own: by resampling items, with all their trials, on both sides.
import type { Definition, Metric, MetricRow } from '../metrics/metric.ts'
import { type Moments, momentsOf } from '../metrics/moments.ts'
import { unknownInterval } from '../stats/interval.ts'
import { nearestRank } from '../stats/quantile.ts'
import { createRandom } from '../stats/random.ts'
import { resampledDifference } from '../stats/resampled-difference.ts'
import type { CountedRows } from './counter.ts'
import type { Procedure } from './procedure.ts'

/** Rows, and which unit each is drawn with: whole numbers from 0. */
export interface UnitRows extends CountedRows {
  readonly units: Int32Array
}

/** What a side comes to when each of its units is there so many times. */
export type Statistic = (times: Int32Array) => number | null

/** Under it a bootstrap is far too sure (statistics of few units have hardly any resamples that differ). */
export const fewest = 20

/** Visits of rows that draws may take, where each is cheap and where nobody knows what it costs. */
const mostVisits = 100_000_000
const mostOwnVisits = 500_000

/** Whole units are drawn; where the sides are paired, the same for both, their units being the same. */
export function resampled(
  metric: { readonly definition: Definition | null; readonly own: Metric<never>; readonly classCount: number },
  baseline: UnitRows,
  candidate: UnitRows,
  { isPaired, seed }: { readonly isPaired: boolean; readonly seed: string },
): Procedure {
  const { definition } = metric
  const [first, second] = [statisticOf(metric, baseline), statisticOf(metric, candidate)]
  const [a, b] = [drawer(baseline.units), drawer(candidate.units)]
  const value = difference(second(b.all()), first(a.all()))
  const what = definition === null ? 'no formula is known of a metric of your own' : 'it is no mean of items'
  const common = {
    why: `${what}, so ${isPaired ? 'items are resampled, the same on both sides' : 'items of both sides are resampled'}`,
    others: [],
  }
  const least = Math.min(a.count, b.count)
  if (least < fewest) {
    const reason = `resampling needs ${fewest} items or clusters, and there are ${least}`
    const intervalAt = (level: number) => unknownInterval(value, level, 'bootstrap-difference', reason)
    return { ...common, test: 'bootstrap-difference', pValue: null, effect: value, standardError: null, intervalAt }
  }
  const rows = baseline.entries.length + candidate.entries.length
  const most = definition === null ? mostOwnVisits : mostVisits
  const draws = Math.max(199, Math.min(9_999, Math.floor(most / rows)))
  const random = createRandom(seed)
  const drawn = Array.from({ length: draws }, () => {
    const times = b.draw(random)
    return difference(second(times), first(isPaired ? times : a.draw(random)))
  })
  const result = resampledDifference(value, drawn)
  return {
    ...common,
    test: `${result.method} (${draws} draws)`,
    pValue: result.p,
    effect: result.value,
    standardError: result.standardError,
    intervalAt: result.intervalAt,
  }
}

function difference(candidate: number | null, baseline: number | null): number | null {
  return candidate === null || baseline === null ? null : candidate - baseline
}

/** Draws as many units as there are. The array is one and the same, overwritten by the next draw. */
function drawer(units: Int32Array) {
  const count = units.reduce((most, unit) => Math.max(most, unit), -1) + 1
  const times = new Int32Array(count)
  return {
    count,
    all: () => times.fill(1),
    draw: ({ index }: { readonly index: (n: number) => number }) => {
      times.fill(0)
      for (let i = 0; i < count; i++) {
        const unit = index(count)
        times[unit] = (times[unit] ?? 0) + 1
      }
      return times
    },
  }
}

export function statisticOf({ definition, own, classCount }: Parameters<typeof resampled>[0], rows: UnitRows): Statistic {
  if (definition === null) return ofOwn(own, rows)
  const moments = momentsOf(definition, { classCount, others: rows.others })
  if (moments !== null) return ofMoments(moments, rows)
  if (definition.kind !== 'quantile') throw new Error(`${definition.kind} is a mean`)
  return ofQuantile(definition.level ?? 0.5, rows)
}

function ofMoments({ size, add, value }: Moments, { values, others, units }: UnitRows): Statistic {
  const sums = new Float64Array(size)
  return times => {
    sums.fill(0)
    for (let i = 0; i < values.length; i++) {
      const drawn = times[units[i] ?? 0] ?? 0
      if (drawn > 0) add(sums, values[i] ?? 0, others[i] ?? 0, drawn)
    }
    return value(sums)
  }
}

/** Nearest rank, found by walking up the values that were sorted once. */
function ofQuantile(level: number, { values, units }: UnitRows): Statistic {
  const order = Int32Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || 0)
  const sorted = Float64Array.from(order, row => values[row] ?? 0)
  const unitOf = Int32Array.from(order, row => units[row] ?? 0)
  return times => {
    let total = 0
    for (let i = 0; i < sorted.length; i++) total += times[unitOf[i] ?? 0] ?? 0
    const rank = nearestRank(total, level)
    let seen = 0
    for (let i = 0; i < sorted.length; i++) {
      seen += times[unitOf[i] ?? 0] ?? 0
      if (seen < rank) continue
      const value = sorted[i] ?? 0
      return Number.isFinite(value) ? value : null
    }
    return null
  }
}

/** Where it has nothing to say of a resample, the difference is undefined there. */
function ofOwn(metric: Metric<never>, { entries, units }: UnitRows): Statistic {
  const compute = metric.compute as (rows: readonly MetricRow[]) => unknown
  return times => {
    const rows: MetricRow[] = []
    for (const [i, { row }] of entries.entries()) for (let t = times[units[i] ?? 0] ?? 0; t > 0; t--) rows.push(row)
    try {
      const value = compute(rows)
      return typeof value === 'number' && Number.isFinite(value) ? value : null
    } catch {
      return null
    }
  }
}
