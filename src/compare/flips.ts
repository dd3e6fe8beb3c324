// The pairs of which one side is right and the other wrong.
import { kindOfMetric } from '../metrics/kinds.ts'
import type { Definition } from '../metrics/metric.ts'
import type { Comparison } from './comparison.ts'
import type { CountedRows } from './counter.ts'
import type { Match } from './pairs.ts'

/** In key order. Of metrics of right answers, those that only one side has right; of yes-or-no columns, those whose answers differ. */
export function flipsOf(definition: Definition | null, { isPaired, isBinary, baseline, candidate }: Match): Comparison['flips'] {
  const isOfClasses = definition !== null && kindOfMetric(definition).scale === 'classes'
  if (definition === null || !isPaired || !(isBinary || isOfClasses)) return []
  const isRight = ({ values, others }: CountedRows, i: number) => (isOfClasses ? values[i] === others[i] : values[i] === 1)
  return baseline.entries.flatMap((before, i) => {
    const after = candidate.entries[i]
    if (after === undefined || isRight(baseline, i) === isRight(candidate, i)) return []
    const { column } = definition
    return [
      { input_id: before.id, trial: before.trial, baseline: before.row[column] ?? null, candidate: after.row[column] ?? null },
    ]
  })
}
