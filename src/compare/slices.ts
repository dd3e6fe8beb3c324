// Compares slice by slice beside the whole, with p-values that know how many slices were asked.
import { nameOfSlice } from '../metrics/slices.ts'
import { compareText } from '../metrics/key-order.ts'
import { definitionOf } from '../metrics/metric.ts'
import { DEFAULT_LEVEL } from '../stats/interval.ts'
import { holm } from '../stats/multiple-comparisons.ts'
import type { Comparison } from './comparison.ts'
import { type Bounds, type Read, compareSides, readSides } from './compare.ts'
import { type ErrorBars, errorBarsOf } from './error-bars.ts'
import { type History, type Look, growthOf, looksFinding } from './looks.ts'
import { match } from './pairs.ts'
import type { NamedMetric, Rows } from './rows.ts'
import { type Sequential, sequentialOf } from './sequential.ts'
import type { Side } from './side.ts'

export interface SliceComparison extends Comparison {
  /** `item_source=udhr`. */
  readonly slice: string
  /** By Holm, over all slices. The verdict is the slice's own, without it. */
  readonly pAdjusted: number | null
}

export interface SlicedComparison {
  readonly comparison: Comparison
  /** `null` where the metric is no mean, and where no item has two trials. */
  readonly errorBars: ErrorBars | null
  /** In order of their names; none without `by`. */
  readonly slices: readonly SliceComparison[]
  /** Where the data may have grown over several runs: when it could have been looked at, the comparison itself last. Else none. */
  readonly looks: readonly Look[]
  /** If it was asked for and the items came in random order: what holds however often one looked, or why nothing is known to. */
  readonly sequential: Sequential | string | null
}

export interface SliceOptions extends Bounds {
  readonly by?: string
  /** `null` for rows that are of no run. */
  readonly history?: History | null
  readonly isSequential?: boolean
}

/** `by` is a column; rows of each side are in the slice of their own value. Looks are at the whole. */
export async function compareSlices(
  metric: NamedMetric,
  baseline: Rows<unknown>,
  candidate: Rows<unknown>,
  { by, history = null, isSequential = false, ...bounds }: SliceOptions,
): Promise<SlicedComparison> {
  const sides = await readSides(metric, baseline, candidate, by === undefined ? [] : [by])
  const comparison = compareSides(metric, sides, bounds)
  const definition = definitionOf(metric.metric)
  const level = bounds.level ?? DEFAULT_LEVEL
  const found = match(sides.baseline, sides.candidate, definition)
  const errorBars = errorBarsOf(definition, found, level)
  const parts = by === undefined ? [] : cut(sides, by).map(([slice, own]) => ({ slice, ...compareSides(metric, own, bounds) }))
  const { adjusted } = holm(parts.map(({ pValue }) => pValue))
  const compared = { errorBars, slices: parts.map((part, i) => ({ ...part, pAdjusted: adjusted[i] ?? null })) }
  if (history === null) return { comparison, ...compared, looks: [], sequential: null }
  const items = [...new Set(found.shared.baseline.map(({ id }) => id))]
  const { looks, isRandom, order } = growthOf(items, history)
  const isBranded = !isRandom && (isSequential || looks.length > 1)
  const findings = isBranded ? [...comparison.findings, looksFinding] : comparison.findings
  const sequential = isSequential && isRandom ? sequentialOf(definition, found, order, level) : null
  return { comparison: { ...comparison, findings }, ...compared, looks, sequential }
}

function cut({ baseline, candidate }: Read, by: string): [slice: string, sides: Read][] {
  const groupsOf = ({ entries }: Side) => Map.groupBy(entries, ({ row }) => nameOfSlice([by], row))
  const [first, second] = [groupsOf(baseline), groupsOf(candidate)]
  const names = [...new Set([...first.keys(), ...second.keys()])].sort(compareText)
  const side = (whole: Side, entries: Side['entries'] = []): Side => ({ ...whole, entries })
  return names.map(name => [name, { baseline: side(baseline, first.get(name)), candidate: side(candidate, second.get(name)) }])
}
