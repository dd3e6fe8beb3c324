// What is left of the best of many: how much it is expected to owe to having been chosen.
import type { Estimate } from '../metrics/metric.ts'
import { bestOfInflation } from '../stats/best-of.ts'
import { upperProbability } from '../stats/interval.ts'
import { normalQuantile } from '../stats/normal.ts'
import type { Leaderboard } from './leaderboard-entry.ts'

export interface Winner {
  /** Configurations that ever ran, those on the leaderboard included. */
  readonly tried: number
  /** By how much the best of so many is expected to overstate itself if all were equally good; `null` where that is unknown. */
  readonly inflation: number | null
  /** Its value without that. */
  readonly corrected: number | null
}

/** `null` where there is no value to correct. */
export function winnerOf({ entries, better, ownError }: Leaderboard<unknown>, triedBefore: number): Winner | null {
  const [first] = entries
  const value = first?.estimate.value ?? null
  if (first === undefined || value === null) return null
  const tried = Math.max(triedBefore, entries.length)
  if (tried === 1) return { tried, inflation: 0, corrected: value }
  const error = ownError ?? errorOf(first.estimate)
  if (error === null) return { tried, inflation: null, corrected: null }
  const inflation = bestOfInflation(error, tried).expected
  return { tried, inflation, corrected: better === 'higher' ? value - inflation : value + inflation }
}

/** Where it is alone there is nothing to tell its own part from what all share: all of it counts. */
function errorOf({ low, high, level }: Estimate): number | null {
  return low === null || high === null ? null : (high - low) / (2 * normalQuantile(upperProbability(level)))
}
