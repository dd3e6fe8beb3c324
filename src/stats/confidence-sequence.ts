// An interval for a mean difference that stays valid while items still arrive, so that one may look and stop at any time.
import { checkLevel, DEFAULT_LEVEL } from './interval.ts'
import type { Interval } from './interval.ts'
import { sum } from './sum.ts'

/** The confidence sequence after the last difference, and the test of "no difference" that goes with it. */
export interface ConfidenceSequence extends Interval {
  readonly n: number
  /** The largest capital so far of the bets against a mean of 0. */
  readonly largest: number
  /** 1 / `largest`, at most 1: valid at any time; null without differences. Below 1 - `level` exactly when the limits leave out 0. */
  readonly p: number | null
  /** After how many differences the limits first left out 0, where one may stop; null as long as they have not. */
  readonly stoppedAt: number | null
}

const METHOD = 'hedged-betting'

/** The largest share of the capital that a bet may lose (the truncation c of the source). */
const MOST_AT_STAKE = 0.5

/** Halvings of [0, 1]: to below the spacing of doubles next to 1. */
const HALVINGS = 52

/**
 * The mean of `differences` (candidate - baseline for each item, from -1 to 1, in the order seen) and limits that enclose the true
 * mean after every item at once with probability `level`, 0.95 by default. They only ever tighten as items are added.
 *
 * One bets against each possible mean, upwards with half the capital and downwards with the other half; a mean against which a half
 * has ever reached 1/(1 - level) is left out. The bets use the variance of earlier items only, so nothing about the distribution is
 * assumed but its range. The order must be random or fixed beforehand. Limits that cross, which has probability at most 1 - level,
 * are null with a reason: the items then did not come in random order. Costs about 100 passes over the differences.
 *
 * `RangeError` for a difference outside -1 to 1 and for a level outside 0 to 1.
 *
 * Source: Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", JRSS B 86 (2024), theorem 3: hedged
 * capital with predictable plug-in bets, the running intersection. Empirical Bernstein (theorem 2) was rejected as wider.
 */
export function confidenceSequence(differences: readonly number[], level: number = DEFAULT_LEVEL): ConfidenceSequence {
  checkLevel(level)
  const wrong = differences.find(difference => !(difference >= -1 && difference <= 1))
  if (wrong !== undefined) throw new RangeError(`expected \`differences\` to be between -1 and 1, got ${wrong}`)
  const n = differences.length
  const common = { level, method: METHOD, n }
  if (n === 0) {
    const reason = 'there are no differences'
    return { value: null, low: null, high: null, ...common, reason, largest: 1, p: null, stoppedAt: null }
  }
  const upwards = differences.map(difference => (1 + difference) / 2)
  const downwards = differences.map(difference => (1 - difference) / 2)
  const bets = predictableBets(upwards, 1 - level)
  const threshold = Math.log(2 / (1 - level))
  const [up, down] = [capital(upwards, bets, 0.5, threshold), capital(downwards, bets, 0.5, threshold)]
  const largest = Math.max(1, Math.exp(Math.max(up.largestLog, down.largestLog)) / 2)
  const reached = [up.reachedAt, down.reachedAt].filter(place => place !== null)
  const low = 2 * lowest(upwards, bets, threshold) - 1
  const high = 1 - 2 * lowest(downwards, bets, threshold)
  const isCrossed = low > high
  return {
    value: sum(differences) / n,
    low: isCrossed ? null : low,
    high: isCrossed ? null : high,
    ...common,
    reason: isCrossed ? 'no mean is left: the items do not look as if they came in random order' : null,
    largest,
    p: 1 / largest,
    stoppedAt: reached.length === 0 ? null : Math.min(...reached),
  }
}

/** λ of step t: √(2 log(2/α) / (variance · t · log(1 + t))), of the values before it and one imagined at 1/2 with variance 1/4. */
function predictableBets(values: readonly number[], alpha: number): Float64Array {
  const bets = new Float64Array(values.length)
  let total = 0.5
  let squares = 0.25
  for (const [i, value] of values.entries()) {
    const t = i + 1
    // The variance so far, over t values, times t.
    bets[i] = Math.sqrt((2 * Math.log(2 / alpha)) / (squares * Math.log(1 + t)))
    total += value
    squares += (value - total / (t + 1)) ** 2
  }
  return bets
}

/** The largest log capital of bets that the mean of `values` exceeds `mean`, and after how many it reached the threshold. */
function capital(values: readonly number[], bets: Float64Array, mean: number, threshold: number) {
  const most = MOST_AT_STAKE / mean
  let log = 0
  let largestLog = 0
  let reachedAt: number | null = null
  for (const [i, value] of values.entries()) {
    log += Math.log1p(Math.min(bets[i] ?? 0, most) * (value - mean))
    largestLog = Math.max(largestLog, log)
    if (reachedAt === null && log >= threshold) reachedAt = i + 1
  }
  return { largestLog, reachedAt }
}

/** The smallest mean that the bets on a larger one have not ruled out; their capital falls as the mean rises. */
function lowest(values: readonly number[], bets: Float64Array, threshold: number): number {
  let from = 0
  let to = 1
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (from + to) / 2
    if (capital(values, bets, middle, threshold).reachedAt === null) to = middle
    else from = middle
  }
  return from
}
