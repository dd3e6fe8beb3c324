// The difference of two pass rates on the same items by Bonett and Price's adjusted Wald interval: simple, and good from n = 20.
import { checkLevel, DEFAULT_LEVEL, upperProbability } from './interval.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { checkDiscordant } from './tango.ts'
import { analyticTest, unknownTest } from './test-result.ts'
import type { TestResult } from './test-result.ts'

const METHOD = 'bonett-price'

/**
 * The difference of pass rates (b - c)/n over `n` items, of which `b` only the first run passes and `c` only the second, with the
 * interval of Bonett and Price: Wald's after one item was added to either kind. It is centred at (b - c)/(n + 2) and may leave
 * [-1, 1]. `level` is 0.95 by default.
 *
 * `statistic` is z of the adjusted difference and `p` belongs to it and to the interval; it is not McNemar's. With `n` = 0 all but
 * the counts is null. `RangeError` for counts that are not integers from 0, for b + c above n, and for a level outside 0 to 1.
 *
 * Source: Bonett and Price, "Adjusted Wald confidence interval for a difference of binomial proportions based on paired data",
 * Journal of Educational and Behavioral Statistics 37 (2012).
 */
export function bonettPrice(b: number, c: number, n: number, level: number = DEFAULT_LEVEL): TestResult {
  checkLevel(level)
  checkDiscordant(b, c, n)
  if (n === 0) return unknownTest(null, n, level, METHOD, 'there are no items')
  const [first, second] = [(b + 1) / (n + 2), (c + 1) / (n + 2)]
  const centre = (b - c) / (n + 2)
  const standardError = Math.sqrt((first + second - centre * centre) / (n + 2))
  const statistic = centre / standardError
  const half = normalQuantile(upperProbability(level)) * standardError
  const limits = { value: (b - c) / n, low: centre - half, high: centre + half, level, method: METHOD, reason: null }
  return analyticTest({ ...limits, n, statistic, p: Math.min(1, 2 * normalCdf(-Math.abs(statistic))) }, standardError)
}
