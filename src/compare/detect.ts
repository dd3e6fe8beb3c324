// Plans a comparison: how many items and trials show a difference of a given size, by what a pilot varied by, and what they cost.
import { DEFAULT_LEVEL } from '../stats/interval.ts'
import { itemsNeeded } from '../stats/power.ts'
import { sum } from '../stats/sum.ts'
import { choose } from './choose.ts'
import { seedOf } from './compare.ts'
import { type Contender, type Contenders, type Params, readContenders } from './contenders.ts'
import { match } from './pairs.ts'
import { type PilotVariance, pilotVariance } from './pilot-variance.ts'
import type { NamedMetric, Rows } from './rows.ts'
import type { RowSource } from './side.ts'

/** One way to run two configurations on the same items. */
export interface Design {
  /** Of each item, on each side. */
  readonly trials: number
  /** Items that find the difference; `null` where no number does. */
  readonly items: number | null
  /** Items that show that the two are equivalent within the margin, if they are equal; `null` without a margin. */
  readonly itemsWithinMargin: number | null
  /** Datapoints of both sides, and what they take by the pilot's own; `null` where that is unknown. */
  readonly datapoints: number | null
  readonly durationMs: number | null
  readonly costUsd: number | null
}

export interface Detection {
  readonly metric: string
  readonly effect: number
  readonly margin: number | null
  readonly level: number
  /** How often a difference of this size is to be found. */
  readonly power: number
  /** The pilot: which two configurations, on how many items, with how many trials each. */
  readonly pair: readonly [best: Params, other: Params]
  readonly items: number
  readonly trials: number
  /** Fewest trials first. */
  readonly designs: readonly Design[]
  readonly method: string
  /** Why a number of items is `null`, or `null`. */
  readonly reason: string | null
}

const power = 0.8

/** Numbers of trials that are looked at, where the pilot tells what trials vary by. */
const trialCounts = [1, 2, 4, 8, 16]

/**
 * By the best configuration and the best of the others whose difference from it varied: it is between the best that one has to decide.
 * A text is why there is no plan.
 */
export async function detect(
  named: NamedMetric,
  rows: Rows<never>,
  { effect, margin = null }: { readonly effect: number; readonly margin?: number | null },
): Promise<Detection | string> {
  const contenders = await readContenders(named, rows as RowSource, ['cost_usd', 'duration_ms'])
  const [best, ...others] = contenders.list.filter(({ estimate: { value } }) => value !== null)
  if (best === undefined || others.length === 0)
    return `two configurations with a value of ${named.name} are needed, and there ${best === undefined ? 'is none' : 'is one'}`
  for (const other of others) {
    const pilot = pilotOf(contenders, named, best, other)
    if (pilot === null) continue
    const counts = [...new Set([...trialCounts, pilot.trials])].sort((a, b) => a - b)
    const plans = counts.flatMap(trials => planFor(pilot, trials, { effect, margin, pair: [best, other] }))
    return {
      metric: named.name,
      effect,
      margin,
      level: DEFAULT_LEVEL,
      power,
      pair: [best.params, other.params],
      items: pilot.items,
      trials: pilot.trials,
      designs: plans.map(({ design }) => design),
      method: plans[0]?.method ?? 'none',
      reason: plans.find(({ reason }) => reason !== null)?.reason ?? null,
    }
  }
  return `the configurations ran on no item in common, or nothing differed between them in ${named.name}`
}

function pilotOf(
  { definition }: Contenders,
  { name, metric }: NamedMetric,
  best: Contender,
  other: Contender,
): PilotVariance | null {
  const found = match(other.side, best.side, definition)
  return pilotVariance(definition, found, choose({ definition, metric, seed: seedOf(name, definition, found) }, found))
}

interface Wanted {
  readonly effect: number
  readonly margin: number | null
  readonly pair: readonly [Contender, Contender]
}

/** None for a number of trials of which the pilot tells nothing. */
function planFor(
  { designOf }: PilotVariance,
  trials: number,
  { effect, margin, pair }: Wanted,
): { readonly design: Design; readonly method: string; readonly reason: string | null }[] {
  const design = designOf(trials)
  if (design === null) return []
  const { n: items, method, reason } = itemsNeeded(design, effect, { power })
  // Two one-sided tests of two sides that are equal: each may miss half as often (Chow, Shao and Wang, "Sample size calculations", 2008, chapter 3).
  const bothSides = { level: 2 * DEFAULT_LEVEL - 1, power: (1 + power) / 2 }
  const itemsWithinMargin = margin === null ? null : itemsNeeded(asMeans(design), margin, bothSides).n
  const datapoints = items === null ? null : Math.round(2 * items * trials)
  const total = (column: string) => {
    const means = pair.map(({ side }) => meanOf(side.entries.map(({ row }) => row[column])))
    return items === null || means.includes(null) ? null : items * trials * sum(means.map(Number))
  }
  const costs = { datapoints, durationMs: total('duration_ms'), costUsd: total('cost_usd') }
  return [{ design: { trials, items, itemsWithinMargin, ...costs }, method, reason }]
}

/** The true difference is 0 there, where the variance of a share is that of a mean. */
function asMeans(design: NonNullable<ReturnType<PilotVariance['designOf']>>): typeof design {
  if (design.kind !== 'paired-proportions') return design
  return { kind: 'paired-means', itemVariance: design.discordant, trialVariance: [0, 0], trials: [1, 1] }
}

function meanOf(values: readonly unknown[]): number | null {
  const numbers = values.filter(value => typeof value === 'number' && Number.isFinite(value)) as number[]
  return numbers.length === 0 ? null : sum(numbers) / numbers.length
}
