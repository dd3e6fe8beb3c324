// Picks the one procedure that fits what is compared.
import { hasRepeats } from '../metrics/interval.ts'
import { keyOf, kindOfMetric } from '../metrics/kinds.ts'
import type { Definition, Metric } from '../metrics/metric.ts'
import { passAll, passAt } from '../stats/pass-at.ts'
import { minimumForQuantile } from '../stats/quantile-interval.ts'
import { sum } from '../stats/sum.ts'
import type { CountedRows } from './counter.ts'
import { pairedMeans, unpairedMeans } from './means.ts'
import type { Match } from './pairs.ts'
import { type Procedure, refused } from './procedure.ts'
import { resampled } from './resampled.ts'
import { pairedShares, unpairedShares } from './shares.ts'
import type { Entry } from './side.ts'

export interface Question {
  /** `null` for a metric of somebody's own. */
  readonly definition: Definition | null
  readonly metric: Metric<never>
  readonly seed: string
}

export function choose({ definition, metric, seed }: Question, match: Match): Procedure {
  const { isPaired, isBinary, classCount } = match
  const refusal = whyNot(definition, match)
  if (refusal !== null) return refused(refusal)
  const { baseline, candidate } = match
  const [first, second] = [clusterNumbers(baseline.entries, definition), clusterNumbers(candidate.entries, definition)]
  if (definition === null || !isMean(definition)) {
    const sides = [
      { ...baseline, units: first },
      { ...candidate, units: isPaired ? first : second },
    ] as const
    return resampled({ definition, own: metric, classCount }, ...sides, { isPaired, seed })
  }
  const items = [itemsOf(baseline, first, definition), itemsOf(candidate, second, definition)] as const
  const isPlain = isBinary && !isOfTrials(definition) && definition.kind !== 'sum'
  // Also of several trials that all agree.
  const isWhole = items.every(side => side.values.every(value => value === 0 || value === 1))
  const isClustered = definition.options.cluster !== undefined && items.some(({ clusters }) => hasRepeats(clusters))
  if (isPlain && isWhole && !isClustered) return (isPaired ? pairedShares : unpairedShares)(items[0].values, items[1].values)
  const scale = definition.kind === 'sum' ? items[0].values.length : 1
  const means = { baseline: items[0].values, candidate: items[1].values, seed }
  if (isPaired) return pairedMeans({ ...means, clusters: isClustered ? items[0].clusters : null, scale })
  return isClustered
    ? unpairedMeans({ baseline: clusterMeans(items[0]), candidate: clusterMeans(items[1]), seed }, 'clusters')
    : unpairedMeans(means, 'items')
}

/** Why no procedure fits, or `null`. */
function whyNot(definition: Definition | null, { refusal, isPaired, shared, baseline, candidate }: Match): string | null {
  if (refusal !== null) return refusal
  if (isPaired && shared.baseline.length === 0) return 'the sides have items in common, but no trial of any'
  const [n, m] = [baseline.entries.length, candidate.entries.length]
  if (n === 0 || m === 0) return isPaired ? 'no pair has a value on both sides' : 'a side has no value'
  if (definition === null) return null
  const { kind, level = 0.5, k = 1 } = definition
  if (kind === 'sum' && !isPaired) return 'sums over different items cannot be compared; compare means'
  if (kind === 'calibrationError') return 'resampling moves a calibration error up; compare `brierScore` or `logLoss`'
  const needed = kind === 'quantile' ? minimumForQuantile(level) : 1
  if (Math.min(n, m) < needed) return `the ${level} quantile needs ${needed} values a side, and there are ${Math.min(n, m)}`
  if (!isOfTrials(definition)) return null
  const isShort = ({ entries }: CountedRows) => startsOf(entries).some((start, i, all) => (all[i + 1] ?? Infinity) - start < k)
  return !isShort(baseline) && !isShort(candidate)
    ? null
    : `some items have fewer than ${k} trials${isPaired ? ' on both sides' : ''}`
}

/** Whether the metric is a mean, or sum, over items of what each gives. */
export function isMean(definition: Definition): boolean {
  const { kind } = definition
  if (kindOfMetric(definition).scale === 'classes') return false
  return kind !== 'quantile' && kind !== 'rmse' && kind !== 'r2' && kind !== 'calibrationError'
}

export function isOfTrials({ kind }: Definition): boolean {
  return kind === 'passAt' || kind === 'passAll'
}

/** The place of the first row of each item, and after the last the number of rows. The rows are in key order. */
export function startsOf(entries: readonly Entry[]): number[] {
  const starts: number[] = []
  for (const [i, { id }] of entries.entries()) if (i === 0 || entries[i - 1]?.id !== id) starts.push(i)
  return [...starts, entries.length]
}

export interface Items {
  readonly values: readonly number[]
  readonly clusters: readonly number[]
}

/** Trials are averaged first; of a sum they are added. */
export function itemsOf({ entries, values, others }: CountedRows, units: Int32Array, definition: Definition): Items {
  const { kind, k = 1 } = definition
  const sizes = kind === 'mae' ? values.map((value, i) => Math.abs(value - (others[i] ?? 0))) : values
  const starts = startsOf(entries)
  const items = starts.length - 1
  const clusters = starts.slice(0, items).map(start => units[start] ?? 0)
  if (items === entries.length && !isOfTrials(definition)) return { values: sizes, clusters }
  const valueOf = (from: number, to: number) => {
    const own = sizes.slice(from, to)
    const total = sum(own)
    if (kind === 'sum') return total
    if (!isOfTrials(definition)) return total / own.length
    return (kind === 'passAt' ? passAt : passAll)([{ trials: own.length, passes: total }], k).value ?? Number.NaN
  }
  return { values: clusters.map((_, i) => valueOf(starts[i] ?? 0, starts[i + 1] ?? 0)), clusters }
}

function clusterMeans({ values, clusters }: Items): number[] {
  const groups = Map.groupBy(values, (_, i) => clusters[i])
  return [...groups.values()].map(own => sum(own) / own.length)
}

/** Which cluster each row is in, from 0: those of the metric's `cluster`, else items. Rows without that column are clusters of their items. */
function clusterNumbers(entries: readonly Entry[], definition: Definition | null): Int32Array {
  const column = definition?.options.cluster
  const numbers = new Map<unknown, number>()
  let item = -1
  return Int32Array.from(entries, ({ id, row }, i) => {
    if (i === 0 || entries[i - 1]?.id !== id) item++
    if (column === undefined) return item
    const name = row[column] ?? null
    const key = name === null ? `item ${item}` : keyOf(name)
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  })
}
