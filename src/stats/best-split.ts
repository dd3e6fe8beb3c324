// The best use of a budget: how many items to run, and how many trials of each.
import { checkInteger } from './check.ts'
import { plannedStandardError } from './variance-components.ts'

/** What may be spent, in any one unit (calls, dollars, minutes), and what things cost. */
export interface SplitBudget {
  readonly budget: number
  /** What one trial of one item costs, positive. */
  readonly costPerTrial: number
  /** What one more item costs besides its trials (writing, labelling), from 0. */
  readonly costPerItem: number
  /** How many items there are to choose from, an integer from 1. */
  readonly availableItems: number
}

/** A design and what it gives. */
export interface BestSplit {
  /** How many items to run; null when the budget does not buy two, which a standard error needs. */
  readonly items: number | null
  /** How many trials of each. */
  readonly trials: number | null
  /** The population standard error that the design is expected to have, in the unit of the data. */
  readonly standardError: number | null
  readonly cost: number | null
  readonly method: 'variance-split'
  readonly reason: string | null
}

/**
 * The design with the smallest expected population standard error √((between + within / trials) / items) that the budget buys; of
 * equally good ones the cheapest. `components` are those of a pilot (`varianceComponents`); a negative `between` counts as 0.
 *
 * With costPerItem = 0 it is one trial each of as many items as possible, and more trials only once items run out; otherwise trials
 * approach √(within / between · costPerItem / costPerTrial). All designs are compared, in a time that grows with the root of the
 * number of trials that the budget buys. `RangeError` for variances and costs that are negative or not finite.
 *
 * Source: Cochran, "Sampling techniques" (1977), section 10.6.
 */
export function bestSplit(
  components: { readonly between: number; readonly within: number },
  { budget, costPerTrial, costPerItem, availableItems }: SplitBudget,
): BestSplit {
  const { between, within } = components
  if (!Number.isFinite(between)) throw new RangeError(`expected \`between\` to be finite, got ${between}`)
  const amounts = { within, budget, costPerItem }
  for (const [name, amount] of Object.entries(amounts)) {
    if (!(amount >= 0 && amount < Infinity))
      throw new RangeError(`expected \`${name}\` to be a finite number from 0, got ${amount}`)
  }
  if (!(costPerTrial > 0 && costPerTrial < Infinity)) {
    throw new RangeError(`expected \`costPerTrial\` to be positive and finite, got ${costPerTrial}`)
  }
  checkInteger('availableItems', availableItems, 1)
  const costOf = (items: number, trials: number) => items * (costPerItem + trials * costPerTrial)
  const mostItems = (trials: number) => Math.min(availableItems, Math.floor((budget / costOf(1, trials)) * (1 + ROUNDING)))
  const mostTrials = (items: number) => Math.floor(((budget / items - costPerItem) / costPerTrial) * (1 + ROUNDING))
  // Items and trials of a design cannot both exceed the root of the number of trials that the budget buys.
  const root = Math.ceil(Math.sqrt(budget / costPerTrial))
  const counts = Array.from({ length: root }, (_, i) => i + 1)
  const designs = counts
    .flatMap(count => [
      { items: mostItems(count), trials: count },
      { items: Math.min(count, availableItems), trials: mostTrials(Math.min(count, availableItems)) },
    ])
    .filter(({ items, trials }) => items >= 2 && trials >= 1)
    .map(({ items, trials }) => ({
      items,
      trials,
      standardError: plannedStandardError(components, items, trials),
      cost: costOf(items, trials),
    }))
  const [best] = designs.sort((a, b) => a.standardError - b.standardError || a.cost - b.cost || b.items - a.items)
  if (best !== undefined) return { ...best, method: 'variance-split', reason: null }
  const reason = 'the budget does not buy two items'
  return { items: null, trials: null, standardError: null, cost: null, method: 'variance-split', reason }
}

/** 0.3 / 0.1 is 2.9999999999999996 in doubles, and buys 3. */
const ROUNDING = 1e-12
