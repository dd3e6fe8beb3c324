// Adds numbers without losing the small ones, so that a mean does not depend on the order of its rows.

/**
 * The sum of `values`, with the rounding errors of every step carried along and added at the end.
 *
 * An empty iterable gives 0. Infinities and `NaN` come out as they do from plain addition, and so does an overflow on the way.
 * Costs four additions a value.
 *
 * Source: Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974). Kahan's older
 * form was rejected: it loses the running total when the next value is the larger one (1, 1e100, 1, -1e100 gives 0, not 2).
 */
export function sum(values: Iterable<number>): number {
  let total = 0
  let lost = 0
  for (const value of values) {
    const next = total + value
    lost += roundingError(total, value, next)
    total = next
  }
  // Once the total is not finite, `lost` holds Infinity - Infinity and says nothing.
  return Number.isFinite(total) ? total + lost : total
}

/** What rounding dropped from `first + second`: exact as long as nothing overflows. */
function roundingError(first: number, second: number, rounded: number): number {
  return Math.abs(first) >= Math.abs(second) ? first - rounded + second : second - rounded + first
}
