// The difference of two independent pass rates, with the interval that Wilson's limits of either give.
import type { Passed } from './beta-posterior.ts'
import { checkSuccesses } from './check.ts'
import { checkLevel, DEFAULT_LEVEL, upperProbability } from './interval.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { analyticTest, unknownTest } from './test-result.ts'
import type { TwoSampleResult } from './test-result.ts'
import { wilsonLimits } from './wilson.ts'

const METHOD = 'newcombe'

/** Beyond it a p-value is below the smallest double. */
const LARGEST_Z = 40

/** Halvings of z until it is known to the last digit. */
const STEPS = 60

/**
 * The difference of pass rates, `first` - `second`, of independent items (not of the same: there `tangoScore` is far sharper), and
 * Newcombe's hybrid score interval, always inside [-1, 1]. `level` is 0.95 by default.
 *
 * `p` inverts the interval: it is 1 - the level at which a limit is 0, so that `p` < 1 - level exactly when 0 lies outside.
 * `statistic` is that limit's z. No standard error belongs to it. Without items on a side everything is null. `RangeError` for
 * impossible counts and for a level outside 0 to 1.
 *
 * Source: Newcombe, "Interval estimation for the difference between independent proportions", method 10, Statistics in Medicine 17
 * (1998).
 */
export function newcombe(first: Passed, second: Passed, level: number = DEFAULT_LEVEL): TwoSampleResult {
  checkLevel(level)
  checkSuccesses(first.successes, first.n, ['first.successes', 'first.n'])
  checkSuccesses(second.successes, second.n, ['second.successes', 'second.n'])
  const sizes = [first.n, second.n] as const
  const n = first.n + second.n
  if (first.n === 0 || second.n === 0) return { ...unknownTest(null, n, level, METHOD, 'a group has no items'), sizes }
  const value = first.successes / first.n - second.successes / second.n
  const [low, high] = [lowerLimit, upperLimit].map(limit => limit(first, second, normalQuantile(upperProbability(level))))
  const z = zAtZero(first, second)
  const p = Math.min(1, 2 * normalCdf(-Math.abs(z)))
  const limits = { value, low: low ?? null, high: high ?? null, level, method: METHOD, reason: null }
  return { ...analyticTest({ ...limits, n, statistic: z, p }), sizes }
}

function lowerLimit(first: Passed, second: Passed, z: number): number {
  const [p1, p2] = [first.successes / first.n, second.successes / second.n]
  const { low } = wilsonLimits(first.successes, first.n, z)
  const { high } = wilsonLimits(second.successes, second.n, z)
  return p1 - p2 - Math.hypot(p1 - low, high - p2)
}

function upperLimit(first: Passed, second: Passed, z: number): number {
  return -lowerLimit(second, first, z)
}

/** How many standard errors away 0 becomes a limit, with the sign of the difference. */
function zAtZero(first: Passed, second: Passed): number {
  const cross = first.successes * second.n - second.successes * first.n
  if (cross === 0) return 0
  const [higher, lower] = cross > 0 ? [first, second] : [second, first]
  let from = 0
  let to = LARGEST_Z
  for (let step = 0; step < STEPS; step++) {
    const middle = (from + to) / 2
    if (lowerLimit(higher, lower, middle) > 0) from = middle
    else to = middle
  }
  return Math.sign(cross) * from
}
