// The two error bars of a paired difference, by name: these items run again, and other items like these.
import type { Definition } from '../metrics/metric.ts'
import type { Interval } from '../stats/interval.ts'
import { varianceComponents } from '../stats/variance-components.ts'
import { isMean, isOfTrials, startsOf } from './choose.ts'
import type { Match } from './pairs.ts'

export interface ErrorBars {
  /** These items rerun: what the difference would vary by if the same items ran again. */
  readonly rerun: Interval
  /** Items like these: what it would vary by for new items of the same kind. */
  readonly population: Interval
}

/** Of means of items that are no clusters, where an item has two trials or more; else `null`. */
export function errorBarsOf(definition: Definition | null, match: Match, level: number): ErrorBars | null {
  if (definition === null || !match.isPaired || match.refusal !== null) return null
  const isSplit = isMean(definition) && !isOfTrials(definition) && definition.kind !== 'sum'
  if (!isSplit || definition.options.cluster !== undefined) return null
  const { baseline, candidate } = match
  const size = (value = 0, other = 0) => (definition.kind === 'mae' ? Math.abs(value - other) : value)
  const differences = baseline.values.map(
    (value, i) => size(candidate.values[i], candidate.others[i]) - size(value, baseline.others[i]),
  )
  const starts = startsOf(baseline.entries)
  const items = starts.length - 1
  if (items === 0 || items === differences.length) return null
  const trials = starts.slice(0, items).map((start, i) => differences.slice(start, starts[i + 1]))
  const { rerun, population } = varianceComponents(trials, level)
  return { rerun: plain(rerun), population: plain(population) }
}

function plain({ value, low, high, level, method, reason }: Interval): Interval {
  return { value, low, high, level, method, reason }
}
