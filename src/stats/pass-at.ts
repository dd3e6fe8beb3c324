// pass@k and pass^k: the chance that at least one of k trials of an item passes, and that all of them do, without bias.
import { checkInteger, checkSuccesses } from './check.ts'
import { DEFAULT_LEVEL, unknownInterval } from './interval.ts'
import { meanInterval } from './mean.ts'
import type { MeanInterval } from './mean.ts'

/** How the trials of one item went. */
export interface TrialCount {
  /** How many trials were made, an integer from 0. */
  readonly trials: number
  /** How many of them passed. */
  readonly passes: number
}

/** The mean over items of a chance that takes k trials. */
export interface PassEstimate extends MeanInterval {
  readonly k: number
  /** How many items there are. */
  readonly n: number
  /** n - 1, of the t limits; null without limits. */
  readonly df: number | null
  /** Each item's own chance, in the order given; null where it has fewer than k trials. */
  readonly items: readonly (number | null)[]
}

/**
 * pass@k: the mean over items of 1 - C(n - c, k) / C(n, k) for c passes in n trials: the chance that at least one of `k` trials
 * passes. Its t interval is over items, `level` 0.95 by default.
 *
 * Everything is null with a reason without items and when any item has fewer than k trials, as leaving items out would change the
 * question. The limits may leave 0 to 1; they are null for one item and for items that are all equal. `RangeError` unless counts are
 * integers, passes at most trials, and `k` an integer from 1.
 *
 * Source: Chen et al., "Evaluating large language models trained on code" (2021), section 2.1. The plug-in 1 - (1 - c/n)^k was
 * rejected: it is biased.
 */
export function passAt(items: readonly TrialCount[], k: number, level: number = DEFAULT_LEVEL): PassEstimate {
  const passesNone = ({ trials, passes }: TrialCount) => chanceOfAll(trials - passes, trials, k)
  return estimate(items, k, level, 'pass-at-t', item => 1 - passesNone(item))
}

/**
 * pass^k: the mean over items of C(c, k) / C(n, k): the chance that all of `k` trials pass, how far one can rely on an item.
 * The rest is as in `passAt`.
 *
 * Source: Yao et al., "τ-bench" (2024), section 3.
 */
export function passAll(items: readonly TrialCount[], k: number, level: number = DEFAULT_LEVEL): PassEstimate {
  return estimate(items, k, level, 'pass-all-t', ({ trials, passes }) => chanceOfAll(passes, trials, k))
}

/** The chance that k trials drawn without replacement all belong to `chosen` of `total`: C(chosen, k) / C(total, k). */
function chanceOfAll(chosen: number, total: number, k: number): number {
  let chance = 1
  for (let i = 0; i < k && chance > 0; i++) chance *= (chosen - i) / (total - i)
  return Math.max(0, chance)
}

function estimate(
  items: readonly TrialCount[],
  k: number,
  level: number,
  method: string,
  chance: (item: TrialCount) => number,
): PassEstimate {
  checkInteger('k', k, 1)
  for (const { trials, passes } of items) checkSuccesses(passes, trials, ['passes', 'trials'])
  const chances = items.map(item => (item.trials < k ? null : chance(item)))
  const known = chances.filter(value => value !== null)
  const n = items.length
  const mean = meanInterval(known, level)
  const common = { k, n, items: chances, method }
  if (known.length === n) return { ...mean, ...common, df: mean.standardError === null ? null : n - 1 }
  const reason = `${n - known.length} of ${n} items have fewer than ${k} trials`
  return { ...unknownInterval(null, level, method, reason), ...common, standardError: null, df: null }
}
