// What every way of comparing gives: test, interval and effect of one procedure, so that they cannot contradict each other.
import { type Interval, unknownInterval } from '../stats/interval.ts'

/** The effect is candidate minus baseline. */
export interface Procedure {
  /** `tango-score`, `t-paired`, … */
  readonly test: string
  /** Why this one, as the end of a sentence. */
  readonly why: string
  readonly pValue: number | null
  readonly effect: number | null
  /** Of the effect; `null` where it is unknown. */
  readonly standardError: number | null
  /** At any level: 0 lies outside exactly when `pValue` < 1 − level. */
  readonly intervalAt: (level: number) => Interval
  /** Other tests of the same question. They decide nothing. */
  readonly others: readonly { readonly test: string; readonly pValue: number }[]
}

/** Where nothing fits, and why. */
export function refused(reason: string): Procedure {
  const intervalAt = (level: number) => unknownInterval(null, level, 'none', reason)
  return { test: 'none', why: reason, pValue: null, effect: null, standardError: null, intervalAt, others: [] }
}

/** What a procedure may be asked at several levels and is computed once for each. */
export function atLevels<T>(compute: (level: number) => T): (level: number) => T {
  const known = new Map<number, T>()
  return level => {
    const result = known.get(level) ?? compute(level)
    known.set(level, result)
    return result
  }
}
