// The differences of pairs: what every paired test of scores begins with.
import { checkPaired } from './check.ts'

/** Differences that vary by less than this, relative to the values they come from, vary by rounding only. */
const ROUNDING = 1e-14

/**
 * `first[i] - second[i]` for every item. Where they differ from each other by the rounding of the subtraction only (0.9 - 0.8 is
 * not 0.5 - 0.4), they are made equal, as a spread of 1e-17 would decide any test. `RangeError` for lists of different lengths.
 */
export function pairedDifferences(first: readonly number[], second: readonly number[]): readonly number[] {
  checkPaired('second', second, first.length)
  const differences = first.map((value, i) => value - (second[i] ?? Number.NaN))
  const [one = 0] = differences
  const largest = largestOf([...first, ...second])
  const isConstant = largest < Infinity && differences.every(difference => Math.abs(difference - one) <= ROUNDING * largest)
  return isConstant ? differences.map(() => one) : differences
}

/** The largest absolute value; 0 without values. */
export function largestOf(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
}
