// What a leaderboard is.
import type { Finding } from '../base/findings.ts'
import type { Estimate } from '../metrics/metric.ts'

export interface LeaderboardEntry<P> {
  readonly params: P
  readonly estimate: Estimate
  /** The ranks that it may have, 1 being the best: a tie, where they differ. Together the ranges hold with a probability of 95 %. */
  readonly rank: readonly [best: number, worst: number]
  /** The share of resamples of the items in which it is best, ties split; `null` where that is unknown. */
  readonly chanceBest: number | null
}

/** A leaderboard, and what it rests on. */
export interface Leaderboard<P> {
  readonly metric: string
  readonly better: 'higher' | 'lower'
  readonly entries: readonly LeaderboardEntry<P>[]
  /** How two configurations were told apart. */
  readonly method: string
  /** Of the interval of each pair, so that all hold at once with 0.95. */
  readonly level: number
  /** Items for which all configurations have a value. */
  readonly items: number
  /** The standard deviation of what is the first's own, as against what all share; in the unit of the metric. `null` where it is unknown. */
  readonly ownError: number | null
  /** The runs that the rows are of. */
  readonly runs: readonly string[]
  readonly findings: readonly Finding[]
}
