// At which sizes a comparison could have been looked at, where its items came over several runs.
import { hash } from 'node:crypto'
import type { Finding } from '../base/findings.ts'

/** A run that holds items of both sides. */
export interface LookedRun {
  readonly runId: string
  /** Whether its items were drawn at random. */
  readonly isSample: boolean
}

/** The run that is compared, and those before it of the same code and configurations, oldest first. */
export interface History {
  readonly run: LookedRun
  readonly earlier: readonly (LookedRun & { readonly items: ReadonlySet<string> })[]
}

export interface Look {
  readonly runId: string
  /** How many of the items that are compared there were by then. */
  readonly items: number
}

export interface Growth {
  /** In order; the last one is the comparison itself. */
  readonly looks: readonly Look[]
  /** Whether the items of each look were drawn at random from those that were left. */
  readonly isRandom: boolean
  /** The items in the order in which they came, those of one look in a seeded random one. */
  readonly order: readonly string[]
}

/** `items` are those that are compared. A run with other items besides is no look at this comparison. */
export function growthOf(items: readonly string[], { run, earlier }: History): Growth {
  const left = new Set(items)
  const all = new Set(items)
  const order: string[] = []
  const looks: (Look & { isSample: boolean })[] = []
  for (const { runId, isSample, items: own } of earlier) {
    const added = own.isSubsetOf(all) ? [...own.intersection(left)] : []
    if (added.length === 0 || added.length === left.size) continue
    order.push(...shuffled(added))
    for (const id of added) left.delete(id)
    looks.push({ runId, isSample, items: order.length })
  }
  order.push(...shuffled([...left]))
  const isRandom = looks.every(({ isSample }) => isSample) && (looks.length > 0 || run.isSample)
  return { looks: [...looks, { ...run, items: items.length }].map(({ runId, items }) => ({ runId, items })), isRandom, order }
}

export const looksFinding: Finding = {
  id: 'looks',
  severity: 'warning',
  count: 1,
  message: 'the items did not come in random order, so no number here holds for more than one look',
  hint: 'let a random sample grow: `assay run FILE --sample N`, each time with a larger N, and compare with --sequential',
  examples: [],
}

/** By a digest of the id, which knows nothing of any outcome. */
function shuffled(ids: readonly string[]): string[] {
  const ranks = new Map(ids.map(id => [id, hash('sha256', `look ${id}`)]))
  return ids.toSorted((a, b) => ((ranks.get(a) ?? '') < (ranks.get(b) ?? '') ? -1 : 1))
}
