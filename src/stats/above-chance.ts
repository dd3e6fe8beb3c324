// Whether a pass rate beats guessing: the exact test for multiple choice.
import { betaQuantile } from './beta.ts'
import { checkSuccesses } from './check.ts'
import { checkLevel, DEFAULT_LEVEL } from './interval.ts'
import { regularizedBeta } from './special.ts'
import { analyticTest, unknownTest } from './test-result.ts'
import type { TestResult } from './test-result.ts'

const METHOD = 'binomial-exact-upper'

/**
 * The one-sided exact binomial test that `successes` of `n` independent items are more than guessing gives, where `chance` is the
 * probability to guess right: 1/m with m options.
 *
 * `p` is P(X ≥ successes) under chance. `low` is Clopper and Pearson's one-sided limit and `high` is 1, so that `p` < 1 - level
 * exactly when `chance` lies below the interval. `level` is 0.95 by default. With `n` = 0 everything is null. `RangeError` for
 * counts that are not integers, for more successes than `n`, and for a chance or a level outside 0 to 1.
 */
export function aboveChance(successes: number, n: number, chance: number, level: number = DEFAULT_LEVEL): TestResult {
  checkLevel(level)
  checkSuccesses(successes, n)
  if (!(chance > 0 && chance < 1)) throw new RangeError(`expected \`chance\` to be between 0 and 1, got ${chance}`)
  if (n === 0) return unknownTest(null, n, level, METHOD, 'there are no items')
  const p = successes === 0 ? 1 : regularizedBeta(chance, successes, n - successes + 1)
  const low = successes === 0 ? 0 : betaQuantile(1 - level, successes, n - successes + 1)
  return analyticTest({ value: successes / n, low, high: 1, level, method: METHOD, reason: null, n, statistic: successes, p })
}
