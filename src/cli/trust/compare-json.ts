// A comparison as `--json` gives it: the fields of `Comparison` in snake_case.
import type { Comparison } from '../../compare/comparison.ts'
import type { SlicedComparison } from '../../compare/slices.ts'

export function toJson({ comparison, slices, errorBars, looks, sequential }: SlicedComparison): object {
  const parts = slices.map(({ slice, pAdjusted, ...own }) => ({ slice, ...fieldsOf(own), p_adjusted: pAdjusted }))
  return {
    ...fieldsOf(comparison),
    slices: parts,
    error_bars: errorBars,
    looks: looks.map(({ runId, items }) => ({ run_id: runId, items })),
    sequential: sequentialFields(sequential),
  }
}

function sequentialFields(sequential: SlicedComparison['sequential']): object | null {
  if (sequential === null) return null
  const nothing = { test: null, p_value: null, stopped_at: null, interval: null }
  if (typeof sequential === 'string') return { ...nothing, reason: sequential }
  const { test, pValue, stoppedAt, interval } = sequential
  return { test, p_value: pValue, stopped_at: stoppedAt, interval, reason: null }
}

/** Of the whole, or of a slice. */
export function fieldsOf({ pValue, others, nPaired, itemsNeeded, ...rest }: Comparison): object {
  return {
    ...rest,
    p_value: pValue,
    others: others.map(({ test, pValue }) => ({ test, p_value: pValue })),
    n_paired: nPaired,
    items_needed: itemsNeeded,
  }
}
