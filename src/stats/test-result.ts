// The one shape of every test here: the effect with its interval, and the p-value that belongs to it.
import { unknownInterval } from './interval.ts'
import type { Interval } from './interval.ts'

/** An effect, its interval and its p-value. What a method does not have is null. */
export interface TestResult extends Interval {
  /** How many items, pairs or values the test rests on. */
  readonly n: number
  /** The test statistic, whose unit the method says; null when undefined. */
  readonly statistic: number | null
  /** The p-value, two-sided unless the method says otherwise; null with `reason` when undefined, never 0 from random draws. */
  readonly p: number | null
  /** The standard deviation of `value` over samples like this one, in its unit; null when unknown, never 0. */
  readonly standardError: number | null
  /** Degrees of freedom; null for a method without them. */
  readonly df: number | null
  /** How many rearrangements were looked at: all there are if `method` ends in `-exact`; null where nothing is rearranged. */
  readonly draws: number | null
  /** The standard deviation of `p` over seeds; null where nothing was drawn at random. */
  readonly monteCarloError: number | null
}

/** The two sides of a comparison of independent groups. */
export interface TwoSampleResult extends TestResult {
  /** How many values the first and the second group have. */
  readonly sizes: readonly [number, number]
}

/** Where nothing is drawn and no distribution has degrees of freedom. */
const WITHOUT = { df: null, draws: null, monteCarloError: null } as const

/** A test without a p-value and limits, and the reason. */
export function unknownTest(value: number | null, n: number, level: number, method: string, reason: string): TestResult {
  return { ...unknownInterval(value, level, method, reason), n, statistic: null, p: null, standardError: null, ...WITHOUT }
}

/** A test with limits and p-value that follows no distribution with degrees of freedom and draws nothing. */
export function analyticTest(
  result: Interval & { readonly n: number; readonly p: number | null; readonly statistic: number | null },
  standardError: number | null = null,
): TestResult {
  return { ...result, standardError, ...WITHOUT }
}
