// The winner's curse: how much the best of several equal candidates is expected to overstate itself.
import { checkInteger } from './check.ts'
import { normalCdf } from './normal.ts'
import { sum } from './sum.ts'

/** By how much the reported best of K is expected to exceed its true value. */
export interface BestOfInflation {
  /** The expected excess when all K are equally good and independent, in the unit of the standard error. */
  readonly expected: number
  /** A limit of the expected excess under any dependence: standard error · √(2 log K). */
  readonly bound: number
  readonly standardError: number
  readonly candidates: number
  readonly method: 'normal-maximum'
}

/**
 * What to expect of reporting the best of `candidates` (an integer from 1) whose scores each have this standard error (from 0, in
 * the unit of the score), when they differ by chance only. `RangeError` for other numbers.
 *
 * Source: the expected maximum of K standard normal variables, David and Nagaraja, "Order statistics" (2003), section 4.2.
 */
export function bestOfInflation(standardError: number, candidates: number): BestOfInflation {
  if (!(standardError >= 0 && standardError < Infinity)) {
    throw new RangeError(`expected \`standardError\` to be a finite number from 0, got ${standardError}`)
  }
  return {
    expected: standardError * expectedMaximum(candidates),
    bound: standardError * Math.sqrt(2 * Math.log(candidates)),
    standardError,
    candidates,
    method: 'normal-maximum',
  }
}

/** Where the integral of the expected maximum begins and ends, and its step: beyond it is nothing for any K up to 2^53. */
const RANGE = 12
const STEP = 1 / 64

/**
 * The expected maximum of `count` independent standard normal variables, to about 1e-12: 0 for one, 0.5642 for two. `RangeError`
 * unless `count` is an integer from 1.
 *
 * The integral of 1 - Φ^K above 0 less that of Φ^K below, by the trapezium rule, which is exact to rounding for such curves.
 */
export function expectedMaximum(count: number): number {
  checkInteger('count', count, 1)
  if (count === 1) return 0
  const heights = Array.from({ length: (2 * RANGE) / STEP + 1 }, (_, i) => {
    const x = i * STEP - RANGE
    const logAllBelow = count * Math.log1p(-normalCdf(-x))
    return x < 0 ? -Math.exp(logAllBelow) : -Math.expm1(logAllBelow)
  })
  // The integrand falls by 1 at 0, and half of it belongs to either side.
  return STEP * (sum(heights) - 0.5)
}
