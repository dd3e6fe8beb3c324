// Chooses the interval that fits what a metric counted.
import { createHash } from 'node:crypto'
import { clusteredMean, clusteredWilson } from '../stats/clustered.ts'
import { DEFAULT_LEVEL, type Interval, unknownInterval } from '../stats/interval.ts'
import { meanInterval } from '../stats/mean.ts'
import { type TrialCount, passAll, passAt } from '../stats/pass-at.ts'
import { minimumForQuantile, quantileRanks } from '../stats/quantile-interval.ts'
import { quantileNearestRank } from '../stats/quantile.ts'
import { bootstrapQuantile } from '../stats/resample-quantile.ts'
import { jackknifeSums } from '../stats/jackknife-sums.ts'
import { type SumsStatistic, bootstrapSums } from '../stats/resample-sums.ts'
import { sum } from '../stats/sum.ts'
import { wilsonInterval } from '../stats/wilson.ts'
import type { Definition } from './metric.ts'
import { type Moments, momentsOf, sumsOf } from './moments.ts'
import type { Counted } from './tally.ts'

/** `confidence` is the level of the interval; the definition's `level` is that of a quantile. */
export function intervalOf(definition: Definition, counted: Counted, confidence: number = DEFAULT_LEVEL): Interval {
  const { kind } = definition
  if (counted.refusal !== null) return unknownInterval(null, confidence, kind, counted.refusal)
  if (kind === 'quantile') return quantileOf(definition, counted, confidence)
  if (kind === 'passAt' || kind === 'passAll') return trialsOf(definition, counted, confidence)
  const moments = momentsOf(definition, counted)
  if (moments !== null) return ofMoments(definition, counted, moments, confidence)
  if (kind === 'sum') return sumOf(counted, confidence)
  return meanOf(kind === 'mae' ? absoluteErrors(counted) : counted, confidence)
}

type Rows = Pick<Counted, 'values' | 'clusters' | 'isBinary'>

function meanOf({ values, clusters, isBinary }: Rows, confidence: number): Interval {
  const isClustered = hasRepeats(clusters)
  if (!isBinary) return isClustered ? clusteredMean(values, clusters, confidence) : meanInterval(values, confidence)
  if (isClustered) return clusteredWilson(values as readonly (0 | 1)[], clusters, confidence)
  return wilsonInterval(sum(values), values.length, confidence)
}

/** The mean's interval times the number of values. */
function sumOf(counted: Counted, confidence: number): Interval {
  const n = counted.values.length
  const interval = meanOf(counted, confidence)
  const times = (limit: number | null) => limit && limit * n
  const method = `sum-${interval.method}`
  return {
    ...interval,
    value: interval.value && sum(counted.values),
    low: times(interval.low),
    high: times(interval.high),
    method,
  }
}

function absoluteErrors({ values, others, clusters }: Counted): Rows {
  return { values: values.map((value, i) => Math.abs(value - (others[i] ?? 0))), clusters, isBinary: false }
}

/** Whether rows share clusters; these are whole numbers from 0. */
export function hasRepeats(clusters: readonly number[]): boolean {
  const seen = new Uint8Array(clusters.reduce((most, one) => Math.max(most, one), -1) + 1)
  for (const cluster of clusters) {
    if (seen[cluster] === 1) return true
    seen[cluster] = 1
  }
  return false
}

function trialsOf({ kind, k = 1, options }: Definition, { values, items, clusters }: Counted, confidence: number): Interval {
  const counts = new Map<number, { trials: number; passes: number; cluster: number }>()
  for (const [i, item] of items.entries()) {
    const count = counts.get(item) ?? { trials: 0, passes: 0, cluster: clusters[i] ?? 0 }
    count.trials++
    count.passes += values[i] ?? 0
    counts.set(item, count)
  }
  const all: readonly TrialCount[] = [...counts.values()]
  const estimate = kind === 'passAt' ? passAt(all, k, confidence) : passAll(all, k, confidence)
  if (options.cluster === undefined || estimate.value === null) return estimate
  const chances = estimate.items.map(chance => chance ?? 0)
  const ofClusters = [...counts.values()].map(({ cluster }) => cluster)
  return hasRepeats(ofClusters)
    ? { ...clusteredMean(chances, ofClusters, confidence), method: `${estimate.method}-clustered` }
    : estimate
}

/** Visits of rows that a bootstrap may take; with more rows there are fewer draws, and the method says how many. */
const mostVisits = 100_000_000
const mostDraws = 10_000

export function drawsFor(rows: number, most: number = mostVisits): number {
  return Math.max(200, Math.min(mostDraws, Math.floor(most / Math.max(1, rows))))
}

function ofMoments(definition: Definition, counted: Counted, moments: Moments, confidence: number): Interval {
  const { values, others } = counted
  // Resampling moves it up: its intervals do not hold what they should.
  if (definition.kind === 'calibrationError') {
    const method = `calibration-error-${definition.bins ?? 10}-bins`
    const reason = 'no interval: resampling moves a calibration error up'
    return unknownInterval(moments.value(sumsOf(moments, counted)), confidence, method, reason)
  }
  const add = (sums: Float64Array, row: number, times: number) => moments.add(sums, values[row] ?? 0, others[row] ?? 0, times)
  const result = ofSums({ ...moments, add }, definition, counted, confidence)
  if (definition.kind === 'r2' && result.value === null && others.every(other => other === others[0]))
    return { ...result, reason: 'all expected values are equal, so there is no variance to explain' }
  return result
}

/** Rows from which leaving out each cluster once says as much as resampling, in a hundredth of the time. */
const mostResampled = 20_000

function ofSums(statistic: SumsStatistic, definition: Definition, counted: Counted, confidence: number): Interval {
  const { values, clusters } = counted
  if (values.length > mostResampled) return jackknifeSums(values.length, statistic, { clusters, level: confidence })
  const draws = drawsFor(values.length)
  const seed = seedOf(questionOf(definition), counted)
  return withDraws(bootstrapSums(values.length, statistic, { seed, clusters, draws, level: confidence }), draws)
}

function quantileOf(definition: Definition, counted: Counted, confidence: number): Interval {
  const { level = 0.5 } = definition
  const { values, clusters } = counted
  const sorted = Float64Array.from(values).sort()
  const needed = minimumForQuantile(level, confidence)
  const unknown = (reason: string) => unknownInterval(null, confidence, 'order-statistic', reason)
  if (sorted.length < needed) return unknown(`the ${level} quantile needs ${needed} values, and there are ${sorted.length}`)
  const value = quantileNearestRank(sorted, level)
  if (value === null || !Number.isFinite(value)) return unknown(`the ${level} quantile falls among failed or unanswered rows`)
  if (hasRepeats(clusters)) {
    const draws = drawsFor(values.length, mostVisits / 20)
    const seed = seedOf(questionOf(definition), counted)
    return withDraws(bootstrapQuantile(values, level, { seed, clusters, draws, level: confidence }), draws)
  }
  const { low, high } = quantileRanks(sorted.length, level, confidence)
  const at = (rank: number | null) => finite(sorted[(rank ?? 0) - 1])
  return { value, low: at(low), high: at(high), level: confidence, method: 'order-statistic', reason: null }
}

export function withDraws({ method, ...rest }: Interval, draws: number): Interval {
  return { ...rest, method: method.endsWith('-exact') ? method : `${method} (${draws} draws)` }
}

/** Options are not in it: what they change is in the rows that count. */
function questionOf({ kind, level, k, bins, average }: Definition): unknown {
  return { kind, level, k, bins, average }
}

/** Of the question and the rows, never of a run or the time: the same rows give the same interval everywhere. */
export function seedOf(question: unknown, { values, others, clusters }: Pick<Counted, 'values' | 'others' | 'clusters'>): string {
  const hash = createHash('sha256').update(JSON.stringify(question))
  for (const list of [values, others, clusters]) hash.update(new Float64Array(list))
  return hash.digest('hex')
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null
}
