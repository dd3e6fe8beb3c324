// The bounds of a value for what is missing.
import { sum } from '../stats/sum.ts'
import { kindOfMetric } from './kinds.ts'
import type { Definition } from './metric.ts'
import { type Counted, standIn } from './tally.ts'

/** What the value would be if all that is missing were wrong, or right; `null` where no bound exists. */
export function boundsOf(
  definition: Definition,
  counted: Counted,
  value: number | null,
): { worst: number | null; best: number | null } {
  const { kind, average, options } = definition
  const { values, missing, failed, isBinary, isUnreadable } = counted
  const isShare = kind === 'accuracy' ? average === undefined : kind === 'mean' || kind === 'sum'
  if (!isBinary || !isShare) return missing === 0 ? { worst: value, best: value } : { worst: null, best: null }
  const total = counted.planned - counted.skipped - counted.unlabelled
  if (total <= 0 || isUnreadable) return { worst: null, best: null }
  const divisor = kind === 'sum' ? 1 : total
  const wrong = standIn(definition, kindOfMetric(definition).scale, true) ?? 0
  const standingIn = (options.failed ?? 'wrong') === 'wrong' ? failed * wrong : 0
  const known = sum(values) - standingIn
  const ends = [known / divisor, (known + missing) / divisor] as const
  return wrong === 0 ? { worst: ends[0], best: ends[1] } : { worst: ends[1], best: ends[0] }
}
