// What may be said of a comparison however often one has looked at it while items still came.
import type { Definition } from '../metrics/metric.ts'
import { confidenceSequence } from '../stats/confidence-sequence.ts'
import { eProcess } from '../stats/e-process.ts'
import type { Interval } from '../stats/interval.ts'
import { isMean, itemsOf } from './choose.ts'
import type { Match } from './pairs.ts'

export interface Sequential {
  /** `e-process-beta-binomial` where all items are right or wrong, else `hedged-betting`. */
  readonly test: string
  /** 1 over the largest evidence so far, at most 1. */
  readonly pValue: number | null
  /** After how many items it first fell to 1 − level; `null` as long as it has not. */
  readonly stoppedAt: number | null
  /** Of the mean difference, from −1 to 1: it holds after every item at once. */
  readonly interval: Interval
}

/** `order` names the items as they came. A text says why there is nothing to say. */
export function sequentialOf(
  definition: Definition | null,
  { isPaired, isBinary, refusal, baseline, candidate }: Match,
  order: readonly string[],
  level: number,
): Sequential | string {
  if (!isPaired || refusal !== null || baseline.entries.length === 0) return 'no pair of items has a value on both sides'
  if (definition === null || !isBinary || !isMean(definition) || definition.kind === 'sum')
    return 'only differences of right or wrong answers are known to lie between -1 and 1'
  if (definition.options.cluster !== undefined) return 'items of one cluster do not come one by one'
  const units = new Int32Array(baseline.entries.length)
  const [before, after] = [itemsOf(baseline, units, definition).values, itemsOf(candidate, units, definition).values]
  const ids = [...new Set(baseline.entries.map(({ id }) => id))]
  const byId = new Map(ids.map((id, i) => [id, (after[i] ?? 0) - (before[i] ?? 0)]))
  const differences = order.flatMap(id => byId.get(id) ?? [])
  const { value, low, high, method, reason, p, stoppedAt } = confidenceSequence(differences, level)
  const interval = { value, low, high, level, method, reason }
  const outcomes = [...before, ...after].every(isWhole) ? differences.map(toOutcome) : null
  if (outcomes === null) return { test: method, pValue: p, stoppedAt, interval }
  const evidence = eProcess(outcomes, level)
  return { test: evidence.method, pValue: evidence.p, stoppedAt: evidence.stoppedAt, interval }
}

function isWhole(value: number): boolean {
  return value === 0 || value === 1
}

function toOutcome(difference: number): -1 | 0 | 1 {
  return difference > 0 ? 1 : difference < 0 ? -1 : 0
}
