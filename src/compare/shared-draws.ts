// The metric of every configuration over one set of resamples of the items, for metrics that are no mean of items.
import type { Metric } from '../metrics/metric.ts'
import { minimumForQuantile } from '../stats/quantile-interval.ts'
import { createRandom } from '../stats/random.ts'
import type { Contenders } from './contenders.ts'
import { type ItemUnits, unitsOfRows } from './item-scores.ts'
import { type Statistic, statisticOf } from './resampled.ts'

export interface SharedDraws {
  /** Of the rows themselves, by configuration; `NaN` where it is undefined. */
  readonly values: readonly number[]
  /** By configuration and draw. */
  readonly drawn: readonly Float64Array[]
}

const mostDraws = 2_000
const fewestDraws = 199

/** Visits of rows that draws may take, where each is cheap and where nobody knows what it costs. */
const mostVisits = 200_000_000
const mostOwnVisits = 2_000_000

/** Whole items, or clusters, are drawn, the same for all configurations. */
export function sharedDraws(contenders: Contenders, metric: Metric<never>, items: ItemUnits, seed: string): SharedDraws {
  const { list, definition } = contenders
  const rows = list.reduce((all, { counted }) => all + counted.entries.length, 0)
  const visits = definition === null ? mostOwnVisits : mostVisits
  const draws = Math.max(fewestDraws, Math.min(mostDraws, Math.floor(visits / Math.max(1, rows))))
  const statistics = list.map(one => statisticFor(contenders, metric, one.counted, unitsOfRows(one, items)))
  const times = new Int32Array(items.unitCount)
  const values = statistics.map(statistic => statistic(times.fill(1)) ?? Number.NaN)
  const drawn = list.map(() => new Float64Array(draws))
  const random = createRandom(seed)
  for (let draw = 0; draw < draws; draw++) {
    times.fill(0)
    for (let i = 0; i < times.length; i++) {
      const unit = random.index(times.length)
      times[unit] = (times[unit] ?? 0) + 1
    }
    for (const [i, statistic] of statistics.entries()) (drawn[i] ?? times)[draw] = statistic(times) ?? Number.NaN
  }
  return { values, drawn }
}

function statisticFor(
  { definition, classCount }: Contenders,
  own: Metric<never>,
  counted: Contenders['list'][number]['counted'],
  units: Int32Array,
): Statistic {
  const needed = definition?.kind === 'quantile' ? minimumForQuantile(definition.level ?? 0.5) : 1
  if (counted.entries.length < needed) return () => null
  return statisticOf({ definition, own, classCount }, { ...counted, units })
}

/** The share of draws in which each is best, ties split evenly; `null` where none is defined in any draw. */
export function chancesOfDraws({ drawn }: SharedDraws, better: 'higher' | 'lower'): readonly number[] | null {
  const sign = better === 'higher' ? 1 : -1
  const wins = new Float64Array(drawn.length)
  let decided = 0
  for (let draw = 0; draw < (drawn[0]?.length ?? 0); draw++) {
    let [top, tied]: [number, number[]] = [Number.NEGATIVE_INFINITY, []]
    for (const [i, own] of drawn.entries()) {
      const value = sign * (own[draw] ?? Number.NaN)
      if (value > top) [top, tied] = [value, [i]]
      else if (value === top) tied.push(i)
    }
    if (tied.length === 0) continue
    decided++
    for (const i of tied) wins[i] = (wins[i] ?? 0) + 1 / tied.length
  }
  return decided === 0 ? null : Array.from(wins, won => won / decided)
}
