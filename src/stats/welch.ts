// The difference of two independent means, without the assumption that both groups vary alike.
import { whyUnusable } from './check.ts'
import { checkLevel, DEFAULT_LEVEL, upperProbability } from './interval.ts'
import { meanInterval } from './mean.ts'
import { studentCdf, studentQuantile } from './student.ts'
import { unknownTest } from './test-result.ts'
import type { TwoSampleResult } from './test-result.ts'

const METHOD = 't-welch'

/**
 * The difference of means, mean of `first` - mean of `second`, of independent values, with Welch's t test and its interval on
 * Welch and Satterthwaite's degrees of freedom. `level` is 0.95 by default; `statistic` is t.
 *
 * Fit for 30 values a side or more that are not heavily skewed; else see `permutation` and `mannWhitney`. Where a side has one
 * value, and where both are constant, the difference stays and all else is null with a reason. `RangeError` for a level outside 0
 * to 1.
 *
 * Source: Welch, "The generalization of Student's problem", Biometrika 34 (1947).
 */
export function welch(first: readonly number[], second: readonly number[], level: number = DEFAULT_LEVEL): TwoSampleResult {
  checkLevel(level)
  const sizes = [first.length, second.length] as const
  const n = first.length + second.length
  const unknown = (value: number | null, reason: string): TwoSampleResult => ({
    ...unknownTest(value, n, level, METHOD, reason),
    sizes,
  })
  const unusable = whyUnusable(first) ?? whyUnusable(second)
  if (unusable !== null) return unknown(null, `a group is unusable: ${unusable}`)
  const [a, b] = [meanInterval(first), meanInterval(second)]
  const value = (a.value ?? 0) - (b.value ?? 0)
  if (first.length === 1 || second.length === 1) return unknown(value, 'one value does not show a spread')
  const variances = [(a.standardError ?? 0) ** 2, (b.standardError ?? 0) ** 2] as const
  const variance = variances[0] + variances[1]
  if (!(variance > 0 && variance < Infinity)) return unknown(value, 'neither group varies, so the spread is unknown')
  const df = 1 / ((variances[0] / variance) ** 2 / (first.length - 1) + (variances[1] / variance) ** 2 / (second.length - 1))
  const standardError = Math.sqrt(variance)
  const statistic = value / standardError
  const half = studentQuantile(upperProbability(level), df) * standardError
  const limits = { value, low: value - half, high: value + half, level, method: METHOD, reason: null }
  const p = 2 * studentCdf(-Math.abs(statistic), df)
  return { ...limits, n, sizes, statistic, p, standardError, df, draws: null, monteCarloError: null }
}
