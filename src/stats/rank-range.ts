// The ranks that a leaderboard can honestly claim: from the best to the worst that the intervals do not rule out.
import { checkInteger } from './check.ts'
import { checkLevel } from './interval.ts'

/** The ranks that one entry may have, 1 being the best. */
export interface RankRange {
  /** 1 + how many others are surely better. */
  readonly best: number
  /** How many there are - how many others are surely worse. */
  readonly worst: number
}

/** The ranks of all entries and what they rest on. */
export interface RankRanges {
  /** In the order given. */
  readonly ranks: readonly RankRange[]
  readonly n: number
  /** `interval-overlap` is wider than need be; `paired-differences` uses that the same items were run. */
  readonly method: 'interval-overlap' | 'paired-differences'
}

/** Limits of a score or of a difference; null where they are unknown, which rules nothing out. */
export interface Limits {
  readonly low: number | null
  readonly high: number | null
}

/**
 * The rank range of every entry from an interval of its own. One entry is surely better than another when their intervals do not
 * even touch. `better` says which way is good.
 *
 * Source: the ranks of Chatbot Arena (Chiang et al. 2024), in both directions.
 */
export function rankRange(intervals: readonly Limits[], better: 'higher' | 'lower'): RankRanges {
  const isAbove = (first: Limits, second: Limits) => first.low !== null && second.high !== null && first.low > second.high
  const isBetter = (first: Limits, second: Limits) => (better === 'higher' ? isAbove(first, second) : isAbove(second, first))
  return { ranks: rank(intervals, isBetter), n: intervals.length, method: 'interval-overlap' }
}

/**
 * The rank range of `count` entries from intervals of their differences: `difference(i, j)` gives that of entry i - entry j (from
 * 0), for i < j only. One is surely better when the interval leaves out 0. For ranges that hold for all entries at once with a
 * probability of 95 %, give each interval the level `sidakLevel(0.95, count · (count - 1) / 2)`.
 *
 * `RangeError` unless `count` is an integer from 0.
 */
export function rankRangeOfDifferences(
  count: number,
  difference: (first: number, second: number) => Limits,
  better: 'higher' | 'lower',
): RankRanges {
  checkInteger('count', count)
  const entries = Array.from({ length: count }, (_, i) => i)
  const signs = entries.map(first => entries.map(second => (first < second ? sign(difference(first, second)) : 0)))
  const wanted = better === 'higher' ? 1 : -1
  const isBetter = (first: number, second: number) =>
    first < second ? signs[first]?.[second] === wanted : signs[second]?.[first] === -wanted
  return { ranks: rank(entries, isBetter), n: count, method: 'paired-differences' }
}

/**
 * The level that each of `comparisons` intervals needs so that all hold at once with probability `level`: level^(1/comparisons).
 * `RangeError` for a level outside 0 to 1 and unless `comparisons` is an integer from 1.
 *
 * Source: Šidák, "Rectangular confidence regions for the means of multivariate normal distributions", JASA 62 (1967): exact for
 * independent normal estimates, and never too narrow for dependent ones.
 */
export function sidakLevel(level: number, comparisons: number): number {
  checkLevel(level)
  checkInteger('comparisons', comparisons, 1)
  return level ** (1 / comparisons)
}

function sign({ low, high }: Limits): -1 | 0 | 1 {
  if (low !== null && low > 0) return 1
  return high !== null && high < 0 ? -1 : 0
}

function rank<Entry>(entries: readonly Entry[], isBetter: (first: Entry, second: Entry) => boolean): readonly RankRange[] {
  return entries.map(own => ({
    best: 1 + entries.filter(other => isBetter(other, own)).length,
    worst: entries.length - entries.filter(other => isBetter(own, other)).length,
  }))
}
