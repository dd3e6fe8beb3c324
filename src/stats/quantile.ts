// The two quantiles a report uses: interpolated for summaries, an observed value for latency percentiles.

/** p · n this close to an integer, relatively, is that integer: 0.07 · 100 is 7.000000000000001 in doubles, and its rank is 7. */
const ROUNDING = 1e-14

/**
 * The quantile at `level` (0.5 is the median) of values in ascending order, interpolated between neighbours: type 7, at position
 * (n - 1) · level counted from 0, the default of R and NumPy. In the unit of the values; null without values.
 *
 * The order is the caller's promise and is not checked. `RangeError` for a level outside [0, 1].
 *
 * Source: Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996).
 */
export function quantileLinear(sorted: ArrayLike<number>, level: number): number | null {
  checkQuantileLevel(level)
  const position = product(level, sorted.length - 1)
  const lower = sorted[Math.floor(position)]
  const upper = sorted[Math.ceil(position)]
  if (lower === undefined || upper === undefined) return null
  // Infinity - Infinity has no place in the interpolation.
  if (lower === upper || lower === -Infinity) return lower
  return lower + (upper - lower) * (position - Math.floor(position))
}

/**
 * The ⌈level · n⌉-th smallest of values in ascending order: always a value that was observed, the smallest one at level 0.
 * In the unit of the values; null without values.
 *
 * The order is the caller's promise and is not checked. `RangeError` for a level outside [0, 1].
 *
 * Source: type 1 of Hyndman and Fan (1996); the percentile of HdrHistogram and of the load tools.
 */
export function quantileNearestRank(sorted: ArrayLike<number>, level: number): number | null {
  return sorted[nearestRank(sorted.length, level) - 1] ?? null
}

/** The rank, from 1, that `quantileNearestRank` takes of `n` values. */
export function nearestRank(n: number, level: number): number {
  checkQuantileLevel(level)
  return Math.max(1, Math.ceil(product(level, n)))
}

/** `level * n`, freed of the rounding that would push it just past an integer. */
function product(level: number, n: number): number {
  const exact = level * n
  const nearest = Math.round(exact)
  return Math.abs(exact - nearest) <= ROUNDING * nearest ? nearest : exact
}

function checkQuantileLevel(level: number): void {
  if (!(level >= 0 && level <= 1)) throw new RangeError(`expected \`level\` to be between 0 and 1, got ${level}`)
}
