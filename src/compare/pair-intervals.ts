// The difference of every two configurations of a leaderboard, with intervals that hold for all pairs at once.
import type { Definition, Metric } from '../metrics/metric.ts'
import { clusteredMean } from '../stats/clustered.ts'
import { meanInterval, standardDeviation } from '../stats/mean.ts'
import { normalQuantile } from '../stats/normal.ts'
import { upperProbability } from '../stats/interval.ts'
import { tangoScore } from '../stats/tango.ts'
import { choose } from './choose.ts'
import { seedOf } from './compare.ts'
import type { Contender, Contenders } from './contenders.ts'
import { hasRepeatedUnits, type ItemUnits } from './item-scores.ts'
import { match } from './pairs.ts'
import { fewest } from './resampled.ts'
import type { SharedDraws } from './shared-draws.ts'

/** Of the first configuration less the second. `null` where it is unknown, which rules nothing out. */
export interface PairDifference {
  readonly low: number | null
  readonly high: number | null
  readonly standardError: number | null
}

export type Pairwise = (first: number, second: number) => PairDifference

const unknown: PairDifference = { low: null, high: null, standardError: null }

/** By the very procedure that `compare` takes for the two. */
export function comparedPairs(
  { list, definition }: Contenders,
  { name, metric }: { readonly name: string; readonly metric: Metric<never> },
  level: number,
): Pairwise {
  return (first, second) => {
    const [candidate, baseline] = [list[first], list[second]]
    if (candidate === undefined || baseline === undefined) return unknown
    if (!hasValue(candidate) || !hasValue(baseline)) return unknown
    const found = match(baseline.side, candidate.side, definition)
    const { intervalAt, standardError } = choose({ definition, metric, seed: seedOf(name, definition, found) }, found)
    const { low, high } = intervalAt(level)
    return { low, high, standardError }
  }
}

function hasValue({ estimate: { value } }: Contender): boolean {
  return value !== null
}

/** From the table of item scores: Tango's score where all are 0 or 1, else Student's t on the differences of items or clusters. */
export function scoredPairs(
  scores: readonly Float64Array[],
  items: ItemUnits,
  { definition, isShare, level }: { readonly definition: Definition; readonly isShare: boolean; readonly level: number },
): Pairwise {
  const isClustered = hasRepeatedUnits(items)
  return (first, second) => {
    const [candidate = new Float64Array(), baseline = new Float64Array()] = [scores[first], scores[second]]
    const differences: number[] = []
    const units: number[] = []
    for (const [place, value] of candidate.entries()) {
      const difference = value - (baseline[place] ?? Number.NaN)
      if (!Number.isFinite(difference)) continue
      differences.push(difference)
      units.push(items.units[place] ?? 0)
    }
    if (differences.length === 0) return unknown
    if (isShare && !isClustered) return ofShares(differences, level)
    const { low, high, standardError } = isClustered ? clusteredMean(differences, units, level) : meanInterval(differences, level)
    const scale = definition.kind === 'sum' ? differences.length : 1
    const times = (number: number | null) => number && number * scale
    return { low: times(low), high: times(high), standardError: times(standardError) }
  }
}

function ofShares(differences: readonly number[], level: number): PairDifference {
  const gained = differences.filter(difference => difference > 0).length
  const lost = differences.filter(difference => difference < 0).length
  const { low, high } = tangoScore(gained, lost, differences.length, { level })
  return { low, high, standardError: gained + lost === 0 ? null : Math.sqrt(gained + lost) / differences.length }
}

/** With a larger share of draws in which a difference is undefined its spread would be that of another question. */
const mostDropped = 0.05

/** The difference ± z times its standard deviation over resamples that all configurations share. */
export function drawnPairs({ values, drawn }: SharedDraws, { unitCount }: ItemUnits, level: number): Pairwise {
  const z = normalQuantile(upperProbability(level))
  return (first, second) => {
    const value = (values[first] ?? Number.NaN) - (values[second] ?? Number.NaN)
    const [a = new Float64Array(), b = new Float64Array()] = [drawn[first], drawn[second]]
    const differences = Array.from(a, (one, draw) => one - (b[draw] ?? Number.NaN)).filter(Number.isFinite)
    if (!Number.isFinite(value) || unitCount < fewest || differences.length < a.length * (1 - mostDropped)) return unknown
    const standardError = standardDeviation(differences)
    if (standardError === null || standardError === 0) return unknown
    return { low: value - z * standardError, high: value + z * standardError, standardError }
  }
}
