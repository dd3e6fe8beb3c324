// How resamples of rows or clusters are made: which units there are, whether all resamples can be listed, and each of them.
import { DEFAULT_DRAWS, EXACT_LIMIT } from './arrangements.ts'
import { checkInteger, checkPaired } from './check.ts'
import type { ClusterKey } from './groups.ts'
import { groupRows, type Groups } from './groups.ts'
import { checkLevel, DEFAULT_LEVEL } from './interval.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'

/** The seed, the clusters, the kind of interval, the draws and the level. */
export interface ResampleOptions {
  /** The same seed gives the same interval: make it a digest of the question and the rows, never of the time. */
  readonly seed: string
  /** The cluster of each row, as in `clusteredMean`; without, each row is one. */
  readonly clusters?: readonly ClusterKey[] | undefined
  /** Whether the rows of a cluster are `fixed` (the default), or `random` and resampled inside it, as trials of an item are. */
  readonly trials?: 'fixed' | 'random' | undefined
  /** `bca` by default. */
  readonly interval?: 'bca' | 'percentile' | undefined
  /** How many random resamples, an integer from 2, where there are more than 200,000; 10,000 by default. */
  readonly draws?: number | undefined
  /** The confidence level; 0.95 by default. */
  readonly level?: number | undefined
}

/** The options with their defaults, and what they mean for these rows. */
export interface ResamplePlan {
  /** The rows of each unit that is resampled whole. */
  readonly groups: Groups
  readonly isExact: boolean
  /** How many resamples: all there are if `isExact`. */
  readonly draws: number
  readonly areTrialsRandom: boolean
  readonly interval: 'bca' | 'percentile'
  readonly level: number
  readonly random: Random
}

/** The plan for `n` rows; `RangeError` for a list of clusters of another length, and for draws or level out of range. */
export function resamplePlan(
  n: number,
  { seed, clusters, trials = 'fixed', interval = 'bca', draws = DEFAULT_DRAWS, level = DEFAULT_LEVEL }: ResampleOptions,
): ResamplePlan {
  checkLevel(level)
  checkInteger('draws', draws, 2)
  if (clusters !== undefined) checkPaired('clusters', clusters, n)
  const groups = groupRows(n, clusters)
  const areTrialsRandom = trials === 'random' && groups.count < n
  const all = groups.count ** groups.count
  const isExact = !areTrialsRandom && all <= EXACT_LIMIT
  return { groups, isExact, draws: isExact ? all : draws, areTrialsRandom, interval, level, random: createRandom(seed) }
}

/**
 * Calls `visit` for every resample with the indices of the chosen units, as many as there are, some repeated and some absent. The
 * array is one and the same, overwritten between calls.
 */
export function eachResample({ groups, isExact, draws, random }: ResamplePlan, visit: (chosen: Int32Array) => void): void {
  const units = groups.count
  const chosen = new Int32Array(units)
  for (let draw = 0; draw < draws; draw++) {
    let rest = draw
    for (let i = 0; i < units; i++) {
      chosen[i] = isExact ? rest % units : random.index(units)
      rest = Math.floor(rest / units)
    }
    visit(chosen)
  }
}
