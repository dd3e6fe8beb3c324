// Compares means of items: of differences where both sides have the same items, of two groups where they do not.
import { DEFAULT_LEVEL, type Interval } from '../stats/interval.ts'
import { pairedDifferences } from '../stats/differences.ts'
import { mannWhitney } from '../stats/mann-whitney.ts'
import { standardDeviation } from '../stats/mean.ts'
import { pairedDifference } from '../stats/paired.ts'
import { permutation } from '../stats/permutation.ts'
import { signFlip } from '../stats/sign-flip.ts'
import { sum } from '../stats/sum.ts'
import type { TestResult } from '../stats/test-result.ts'
import { welch } from '../stats/welch.ts'
import { type Procedure, atLevels } from './procedure.ts'

/** Below it a mean of skewed values is not yet normal. */
const fewest = 30

/** The values of items, by side, in the same order where they are paired. */
export interface Means {
  readonly baseline: readonly number[]
  readonly candidate: readonly number[]
  readonly seed: string
}

export interface PairedMeans extends Means {
  /** The cluster of each item; `null` where every item is its own. */
  readonly clusters: readonly number[] | null
  /** Of one unit of the values to one of the effect: the number of items for a sum. */
  readonly scale: number
}

/** t on the differences; signs are flipped where there are few of them, or they are skewed. */
export function pairedMeans({ baseline, candidate, clusters, seed, scale }: PairedMeans): Procedure {
  const differences = pairedDifferences(candidate, baseline)
  const units = clusters === null ? differences : sumsOf(differences, clusters)
  const what = clusters === null ? 'items' : 'clusters'
  const grouped = clusters === null ? {} : { clusters }
  const isConstant = areEqual(differences)
  const reason = isConstant ? null : whyNotNormal(units, what)
  if (reason === null) {
    const why = isConstant ? noSpread : `${units.length} ${what} are enough for Student's t on their differences`
    return procedure(why, scale, level => pairedDifference(candidate, baseline, { ...grouped, level }))
  }
  const why = `${reason}, so the signs of their differences are flipped`
  const draws = drawsFor(units.length)
  return procedure(why, scale, level => signFlip(candidate, baseline, { seed, ...grouped, draws, level }))
}

/** Values that are all equal: rearranging them would make an interval of no width. */
const noSpread = 'nothing varies, so that no test applies'

function areEqual(values: readonly number[]): boolean {
  return values.every(value => value === values[0])
}

/** Welch's t; groups are shuffled where they are small, or skewed. */
export function unpairedMeans({ baseline, candidate, seed }: Means, what: 'items' | 'clusters'): Procedure {
  const isConstant = areEqual(candidate) && areEqual(baseline)
  const reason = isConstant ? null : (whyNotNormal(candidate, what) ?? whyNotNormal(baseline, what))
  const ranks = mannWhitney(candidate, baseline)
  const others = ranks.p === null ? [] : [{ test: ranks.method, pValue: ranks.p }]
  if (reason === null) {
    const why = isConstant ? noSpread : `the sides have no items in common, so Welch's t compares the means of their ${what}`
    return { ...procedure(why, 1, level => welch(candidate, baseline, level)), others }
  }
  const draws = drawsFor(baseline.length + candidate.length)
  const why = `the sides have no items in common and ${reason}, so their values are shuffled`
  return { ...procedure(why, 1, level => permutation(candidate, baseline, { seed, draws, level })), others }
}

/** Visits of values that random draws may take. */
const mostVisits = 100_000_000

function drawsFor(values: number): number {
  return Math.max(999, Math.min(9_999, Math.floor(mostVisits / values)))
}

function procedure(why: string, scale: number, compute: (level: number) => TestResult): Procedure {
  const at = atLevels(compute)
  const { method, p, value, standardError } = at(DEFAULT_LEVEL)
  const times = (number: number | null) => number && number * scale
  return {
    test: method,
    why,
    pValue: p,
    effect: times(value),
    standardError: times(standardError),
    intervalAt: level => {
      const { value, low, high, method, reason } = at(level)
      return { value: times(value), low: times(low), high: times(high), level, method, reason } satisfies Interval
    },
    others: [],
  }
}

function sumsOf(values: readonly number[], clusters: readonly number[]): number[] {
  return [...Map.groupBy(values, (_, i) => clusters[i]).values()].map(sum)
}

/** Cochran's rule: more than 25 g² values, where g is their skewness (Sampling techniques, 1977, section 2.15). */
function whyNotNormal(values: readonly number[], what: string): string | null {
  const n = values.length
  if (n < fewest) return `there are only ${n} ${what}`
  const deviation = standardDeviation(values)
  if (deviation === null || deviation === 0) return null
  const mean = sum(values) / n
  const skewness = sum(values.map(value => ((value - mean) / deviation) ** 3)) / n
  return n > 25 * skewness ** 2 ? null : `${n} ${what} are few for values so skewed (${skewness.toFixed(1)})`
}
