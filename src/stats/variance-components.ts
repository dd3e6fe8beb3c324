// Splits the variance of repeated trials into items and trials, and gives the two error bars by name: rerun and population.
import { checkLevel, DEFAULT_LEVEL, unknownInterval, upperProbability } from './interval.ts'
import type { Interval } from './interval.ts'
import { standardDeviation } from './mean.ts'
import { studentQuantile } from './student.ts'
import { sum } from './sum.ts'

/** One error bar of a mean, and what it is about. */
export interface NamedErrorBar extends Interval {
  /** In the unit of the data; null with `reason` when unknown, never 0. */
  readonly standardError: number | null
  readonly df: number | null
}

/** Where the variance of a score comes from. */
export interface VarianceComponents {
  /** The mean over items of each item's mean over its trials; null without data. */
  readonly value: number | null
  /** How many items, and how many trials all of them have together. */
  readonly items: number
  readonly trials: number
  /** How many trials an item has; where they differ, the effective number of the split, a fraction. */
  readonly trialsPerItem: number | null
  /** The variance of items' true means. As an unbiased estimate it can be negative where items differ less than chance explains. */
  readonly between: number | null
  /** The variance of trials of one item. */
  readonly within: number | null
  /** between / (between + within), the intraclass correlation: how much two trials of an item agree. Null when nothing varies. */
  readonly icc: number | null
  /** What the same items would give if they ran again: the error bar for "did the system change?". */
  readonly rerun: NamedErrorBar
  /** What new items like these would give: the error bar for "how good is it?". It contains the noise of the trials. */
  readonly population: NamedErrorBar
  readonly method: 'anova-one-way'
  /** Why parts of the split are null; null when none is. */
  readonly reason: string | null
}

/**
 * The split of `scores`, one list of trials an item, and the error bars of its mean. `level` is 0.95 by default.
 *
 * within = mean square of trials about their item's mean; between = (mean square of items - within) / trials per item. Standard
 * errors: rerun √(Σ within/K) / n with Σ(K - 1) degrees of freedom, population √(variance of item means / n) with n - 1.
 *
 * Needs two items and, for all but the population bar, an item with two trials: otherwise null with a reason, as is everything if
 * a score is not finite. Items weigh the same however many trials they have. `RangeError` for an item without trials and for a
 * level outside 0 to 1.
 *
 * Sources: Searle, Casella and McCulloch, "Variance components" (1992), section 3.6; Miller, "Adding error bars to evals" (2024).
 */
export function varianceComponents(scores: readonly (readonly number[])[], level: number = DEFAULT_LEVEL): VarianceComponents {
  checkLevel(level)
  if (scores.some(trials => trials.length === 0))
    throw new RangeError('expected `scores` to have a trial for every item, got none')
  const items = scores.length
  const trials = scores.reduce((total, own) => total + own.length, 0)
  const means = scores.map(own => sum(own) / own.length)
  const isFinite = items > 0 && means.every(mean => Number.isFinite(mean))
  const value = isFinite ? sum(means) / items : null
  const within = isFinite ? meanSquareWithin(scores, means, trials - items) : null
  const trialsPerItem = items < 2 ? null : (trials - sum(scores.map(own => own.length ** 2)) / trials) / (items - 1)
  const between = within === null || trialsPerItem === null ? null : betweenOf(scores, means, within, trialsPerItem)
  const total = between === null || within === null ? 0 : between + within
  const deviation = isFinite ? standardDeviation(means) : null
  const rerunVariance = within === null ? 0 : sum(scores.map(own => within / own.length)) / items ** 2
  const reason = whyNot(items, trials, isFinite)
  const unspread = whyNot(items, Infinity, isFinite) ?? `all ${items} items have the same mean`
  return {
    value,
    items,
    trials,
    trialsPerItem,
    between,
    within,
    icc: total > 0 && between !== null ? between / total : null,
    rerun: errorBar(value, Math.sqrt(rerunVariance), trials - items, level, 'rerun', reason ?? 'no item varied over its trials'),
    population: errorBar(value, (deviation ?? 0) / Math.sqrt(items), items - 1, level, 'population', unspread),
    method: 'anova-one-way',
    reason,
  }
}

/**
 * The standard error of a mean over `items` items with `trials` trials each: √((between + within / trials) / items), the population
 * bar of a design that was not run. A negative `between` counts as 0. `RangeError` for counts below 1.
 */
export function plannedStandardError(
  { between, within }: { readonly between: number; readonly within: number },
  items: number,
  trials: number,
): number {
  if (!(items >= 1 && trials >= 1))
    throw new RangeError(`expected counts to be at least 1, got ${items} items and ${trials} trials`)
  return Math.sqrt((Math.max(0, between) + within / trials) / items)
}

function meanSquareWithin(scores: readonly (readonly number[])[], means: readonly number[], degrees: number): number | null {
  if (degrees === 0) return null
  return sum(scores.flatMap((own, i) => (isConstant(own) ? [] : own.map(score => (score - (means[i] ?? 0)) ** 2)))) / degrees
}

/** Compared as values, because the rounded mean of equal scores may differ from them and fake a spread of 1e-17. */
function isConstant(own: readonly number[]): boolean {
  return own.every(score => score === own[0])
}

function betweenOf(
  scores: readonly (readonly number[])[],
  means: readonly number[],
  within: number,
  trialsPerItem: number,
): number {
  const trials = scores.reduce((total, own) => total + own.length, 0)
  const centre = sum(scores.map((own, i) => own.length * (means[i] ?? 0))) / trials
  const squares = sum(scores.map((own, i) => own.length * ((means[i] ?? 0) - centre) ** 2))
  return (squares / (scores.length - 1) - within) / trialsPerItem
}

function whyNot(items: number, trials: number, isFinite: boolean): string | null {
  if (items === 0) return 'there are no items'
  if (!isFinite) return 'some scores are not finite'
  if (trials === items) return 'one trial of each item does not show a spread between trials'
  return items === 1 ? 'one item does not show a spread between items' : null
}

function errorBar(
  value: number | null,
  standardError: number,
  df: number,
  level: number,
  name: 'rerun' | 'population',
  reason: string,
): NamedErrorBar {
  const method = `${name}-t`
  if (value === null || !(standardError > 0)) {
    return { ...unknownInterval(value, level, method, reason), standardError: null, df: null }
  }
  const half = studentQuantile(upperProbability(level), df) * standardError
  return { value, low: value - half, high: value + half, level, method, reason: null, standardError, df }
}
