// What the difference of two configurations varied by in a pilot: over items, and over the trials of one.
import type { Definition } from '../metrics/metric.ts'
import { standardDeviation } from '../stats/mean.ts'
import type { ComparisonDesign, PairedMeans } from '../stats/power.ts'
import { sum } from '../stats/sum.ts'
import { varianceComponents } from '../stats/variance-components.ts'
import { isMean, isOfTrials, startsOf } from './choose.ts'
import type { CountedRows } from './counter.ts'
import type { Match } from './pairs.ts'
import type { Procedure } from './procedure.ts'

export interface PilotVariance {
  readonly items: number
  /** Trials of an item in the pilot; their harmonic mean, where they differ. */
  readonly trials: number
  /** What so many trials an item on each side would vary by; `null` for a number that the pilot does not tell. */
  readonly designOf: (trials: number) => ComparisonDesign | null
}

/** `null` where nothing is paired, or where nothing varied. */
export function pilotVariance(definition: Definition | null, match: Match, procedure: Procedure): PilotVariance | null {
  const { baseline, candidate, isPaired, refusal } = match
  const starts = startsOf(baseline.entries)
  const items = starts.length - 1
  if (!isPaired || refusal !== null || items < 2) return null
  const counts = starts.slice(0, items).map((start, i) => (starts[i + 1] ?? start) - start)
  const trials = items / sum(counts.map(count => 1 / count))
  const isSplit = definition !== null && isMean(definition) && !isOfTrials(definition) && definition.options.cluster === undefined
  if (!isSplit || definition.kind === 'sum') return asItRan(procedure, items, trials)
  const sizes = ({ values, others }: CountedRows) =>
    definition.kind === 'mae' ? values.map((value, i) => Math.abs(value - (others[i] ?? 0))) : values
  const byItem = (values: readonly number[]) => counts.map((_, i) => values.slice(starts[i], starts[i + 1]))
  const [before, after] = [byItem(sizes(baseline)), byItem(sizes(candidate))]
  const means = (lists: readonly (readonly number[])[]) => lists.map(own => sum(own) / own.length)
  const first = means(before)
  const differences = means(after).map((value, i) => value - (first[i] ?? 0))
  const variance = (standardDeviation(differences) ?? 0) ** 2
  if (variance === 0) return null
  if (trials === 1) return ofSingles(differences, { items, variance, isBinary: match.isBinary })
  const [a, b] = [varianceComponents(before).within ?? 0, varianceComponents(after).within ?? 0]
  const itemVariance = Math.max(0, variance - (a + b) / trials)
  return { items, trials, designOf: count => (Number.isInteger(count) ? pairedMeans(itemVariance, [a, b], count) : null) }
}

/** With one trial each, nothing tells what a second would give. */
function ofSingles(
  differences: readonly number[],
  { items, variance, isBinary }: { readonly items: number; readonly variance: number; readonly isBinary: boolean },
): PilotVariance {
  const discordant = differences.filter(difference => difference !== 0).length / items
  const design: ComparisonDesign = isBinary ? { kind: 'paired-proportions', discordant } : pairedMeans(variance, [0, 0], 1)
  return { items, trials: 1, designOf: count => (count === 1 ? design : null) }
}

/** What has no formula by item: its variance shrinks with the number of items, the trials being as they were. */
function asItRan({ standardError }: Procedure, items: number, trials: number): PilotVariance | null {
  if (standardError === null) return null
  return {
    items,
    trials,
    designOf: count => (count === trials ? pairedMeans(items * standardError ** 2, [0, 0], 1) : null),
  }
}

function pairedMeans(itemVariance: number, trialVariance: PairedMeans['trialVariance'], trials: number): PairedMeans {
  return { kind: 'paired-means', itemVariance, trialVariance, trials: [trials, trials] }
}
