// A pass rate as a Bayesian sees it: the posterior after a flat prior, and how probable it is that one rate is above another.
import { betaQuantile } from './beta.ts'
import { checkSuccesses } from './check.ts'
import type { RateInterval } from './clopper-pearson.ts'
import { checkLevel, DEFAULT_LEVEL, upperProbability } from './interval.ts'
import { logGamma } from './special.ts'
import { sum } from './sum.ts'

/** How many of how many items passed. */
export interface Passed {
  /** An integer from 0 to `n`. */
  readonly successes: number
  /** An integer from 0. */
  readonly n: number
}

const METHOD = 'beta-posterior'

/**
 * The mean (k + 1)/(n + 2) of the posterior Beta(1 + k, 1 + n - k) of a pass rate after k = `successes` of `n` items and a flat
 * prior, and its equal-tailed credible interval. `level` is 0.95 by default.
 *
 * Nothing is null: without items it is the prior. `RangeError` for counts that are not integers, for more successes than `n`, and
 * for a level outside 0 to 1.
 *
 * Source: Bayes (1763); advised below a few hundred items by Bowyer, Aitchison and Ivanova, "Don't use the CLT in LLM evals"
 * (2025).
 */
export function betaPosterior(successes: number, n: number, level: number = DEFAULT_LEVEL): RateInterval {
  checkLevel(level)
  checkSuccesses(successes, n)
  const [a, b] = [successes + 1, n - successes + 1]
  const low = betaQuantile((1 - level) / 2, a, b)
  const high = betaQuantile(upperProbability(level), a, b)
  return { value: a / (a + b), low, high, level, method: METHOD, reason: null, n }
}

/**
 * The posterior probability that `first` has the higher pass rate, for independent items and flat priors: between 0 and 1, and 1/2
 * without data. `RangeError` for impossible counts. About 1e-9 relative at 200,000 items, in a time that grows with the count of successes.
 *
 * Source: Miller, "Formulas for Bayesian A/B testing" (2014), a finite sum for whole numbers.
 */
export function probabilityHigher(first: Passed, second: Passed): number {
  checkSuccesses(first.successes, first.n, ['first.successes', 'first.n'])
  checkSuccesses(second.successes, second.n, ['second.successes', 'second.n'])
  const [a1, b1] = [first.successes + 1, first.n - first.successes + 1]
  const [a2, b2] = [second.successes + 1, second.n - second.successes + 1]
  // Each term is the one before times a ratio; in logarithms, as the first may be smaller than the smallest double.
  let logTerm = logBeta(a2, b1 + b2) - logBeta(a2, b2)
  const terms: number[] = []
  for (let i = 0; i < a1; i++) {
    terms.push(Math.exp(logTerm))
    logTerm += Math.log(((a2 + i) / (a2 + i + b1 + b2)) * ((b1 + i) / (1 + i)))
  }
  return Math.min(1, sum(terms))
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}
