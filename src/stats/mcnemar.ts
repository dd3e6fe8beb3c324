// McNemar's exact test of paired pass or fail: do the items that differ between two runs favour one of them?
import { binomialCdf } from './binomial.ts'
import { checkInteger } from './check.ts'
import { clopperPearson } from './clopper-pearson.ts'
import { checkLevel, DEFAULT_LEVEL } from './interval.ts'
import { analyticTest, unknownTest } from './test-result.ts'
import type { TestResult } from './test-result.ts'

/** Which of the two p-values, and the level. */
export interface McnemarOptions {
  /** `exact` by default; `mid-p` counts half of the observed outcome, and is less cautious. */
  readonly convention?: 'exact' | 'mid-p' | undefined
  /** The confidence level; 0.95 by default. */
  readonly level?: number | undefined
}

/** Halvings of [0, 1] until a rate is known to the last digit. */
const STEPS = 60

/**
 * The test that of the items which only one of two runs passes, `b` of the first only and `c` of the second only, each is as likely
 * to be one as the other. Under that `b` is binomial with n = b + c and 1/2.
 *
 * `p` is min(1, 2 · P(at most the smaller count)), with `mid-p` less P(exactly it); at `b` = `c` it is 1. `value` is b/(b + c), the
 * share of the flips that the first run wins, with the interval that inverts the same test (Clopper and Pearson's, or its mid-p
 * form): 1/2 lies outside exactly when `p` < 1 - level. For the difference of the pass rates see `tangoScore`.
 *
 * With b + c = 0 `p` is 1, and the share is null with a reason. `RangeError` for counts that are not integers from 0 and for a level
 * outside 0 to 1.
 *
 * Sources: McNemar, Psychometrika 12 (1947); Fagerland, Lydersen and Laake, "The McNemar test for binary matched-pairs data", BMC
 * Medical Research Methodology 13 (2013), for mid-p.
 */
export function mcnemar(b: number, c: number, { convention = 'exact', level = DEFAULT_LEVEL }: McnemarOptions = {}): TestResult {
  checkLevel(level)
  checkInteger('b', b)
  checkInteger('c', c)
  const n = b + c
  const method = `mcnemar-${convention}`
  if (n === 0) return { ...unknownTest(null, n, level, method, 'no item differs between the runs'), statistic: 0, p: 1 }
  const observed = convention === 'exact' ? 1 : 0.5
  const p = Math.min(1, 2 * lowerTail(Math.min(b, c), n, 0.5, observed))
  const { low, high } = convention === 'exact' ? clopperPearson(b, n, { level }) : midLimits(b, n, level)
  return analyticTest({ value: b / n, low, high, level, method, reason: null, n, statistic: Math.min(b, c), p: b === c ? 1 : p })
}

/** P(X < k) and the share `observed` of P(X = k), for k of `n` successes at `rate`. */
function lowerTail(k: number, n: number, rate: number, observed: number): number {
  return (1 - observed) * binomialCdf(k - 1, n, rate) + observed * binomialCdf(k, n, rate)
}

function midLimits(b: number, n: number, level: number): { readonly low: number; readonly high: number } {
  return { low: 1 - midUpper(n - b, n, level), high: midUpper(b, n, level) }
}

/** The rate at which the mid-p lower tail of `k` has shrunk to (1 - level)/2; 1 for k = n. */
function midUpper(k: number, n: number, level: number): number {
  if (k === n) return 1
  let from = k / n
  let to = 1
  for (let step = 0; step < STEPS; step++) {
    const middle = (from + to) / 2
    if (lowerTail(k, n, middle, 0.5) > (1 - level) / 2) from = middle
    else to = middle
  }
  return from
}
