// Compares shares of yes-or-no answers.
import { DEFAULT_LEVEL } from '../stats/interval.ts'
import { mcnemar } from '../stats/mcnemar.ts'
import { newcombe } from '../stats/newcombe.ts'
import { tangoScore } from '../stats/tango.ts'
import { type Procedure, atLevels } from './procedure.ts'

/** Tango's score, with McNemar's tests beside it. Place i of both lists is one item: 1 for yes, 0 for no. */
export function pairedShares(baseline: readonly number[], candidate: readonly number[]): Procedure {
  const items = baseline.length
  const gained = candidate.filter((value, i) => value > (baseline[i] ?? 0)).length
  const lost = candidate.filter((value, i) => value < (baseline[i] ?? 0)).length
  const at = atLevels(level => tangoScore(gained, lost, items, { level }))
  const { p, value } = at(DEFAULT_LEVEL)
  const exact = mcnemar(gained, lost).p
  const middle = mcnemar(gained, lost, { convention: 'mid-p' }).p
  return {
    test: 'tango-score',
    why: "both sides have the same items, right or wrong, so Tango's score decides, which at 0 is McNemar's test",
    pValue: p,
    effect: value,
    standardError: gained + lost === 0 ? null : Math.sqrt(gained + lost) / items,
    intervalAt: at,
    others: [
      ...(exact === null ? [] : [{ test: 'mcnemar-exact', pValue: exact }]),
      ...(middle === null ? [] : [{ test: 'mcnemar-mid-p', pValue: middle }]),
    ],
  }
}

/** Newcombe's interval, and the p that inverts it. */
export function unpairedShares(baseline: readonly number[], candidate: readonly number[]): Procedure {
  const counts = (values: readonly number[]) => ({ successes: values.filter(value => value === 1).length, n: values.length })
  const [first, second] = [counts(candidate), counts(baseline)]
  const at = atLevels(level => newcombe(first, second, level))
  const { p, value } = at(DEFAULT_LEVEL)
  const variance = ({ successes, n }: typeof first) => (n === 0 ? Number.NaN : ((successes / n) * (1 - successes / n)) / n)
  const spread = Math.sqrt(variance(first) + variance(second))
  return {
    test: 'newcombe',
    why: "the sides have no items in common, so Newcombe's interval compares their shares",
    pValue: p,
    effect: value,
    standardError: spread > 0 ? spread : null,
    intervalAt: at,
    others: [],
  }
}
