// Takes over results that stand under other keys: each is copied under its new key, with the old one beside it.
import type { DatapointParts } from '../identity/datapoint.ts'
import type { Store } from '../store/store.ts'
import { type Outcome, findEndings, findOutcomes } from './outcomes.ts'

/** A datapoint, and the keys under which its result may stand, the likeliest first. */
export interface Adoptable {
  readonly key: string
  readonly parts: DatapointParts
  readonly earlier: () => readonly { readonly key: string; readonly reason: string }[]
}

/** Where a result stands, and why it counts. */
export interface Adoption {
  readonly parts: DatapointParts
  readonly from: string
  /** When it was stored there. */
  readonly at: Date
  readonly reason: string
}

/** The datapoints whose result stands under another key, by the new one. Writes nothing; failures are not taken over. */
export async function findAdoptable(store: Store, wanted: readonly Adoptable[]): Promise<Map<string, Adoption>> {
  const asked = wanted.map(({ key, parts, earlier }) => ({ key, parts, earlier: earlier() }))
  const others = new Set(asked.flatMap(({ earlier }) => earlier.map(({ key }) => key)))
  if (others.size === 0) return new Map()
  const found = await findEndings(store, [...others])
  const adoptions = asked.flatMap(({ key, parts, earlier }) => {
    const old = earlier.find(({ key }) => found.get(key)?.status === 'ok')
    const ending = old && found.get(old.key)
    return old && ending ? [[key, { parts, from: old.key, at: ending.at, reason: old.reason }] as const] : []
  })
  return new Map(adoptions)
}

/** The results that were found, by new key. A datapoint that has an outcome meanwhile keeps it. */
export async function adopt(store: Store, wanted: readonly Adoptable[]): Promise<Map<string, Outcome>> {
  const adoptions = await findAdoptable(store, wanted)
  if (adoptions.size === 0) return new Map()
  const old = { key: 'datapoint', values: [...new Set([...adoptions.values()].map(({ from }) => from))] }
  const found = await Array.fromAsync(store.rows('assay_ledger', { in: old }))
  const stored = new Map(found.map(row => [row['datapoint'], row]))
  const rows = [...adoptions].map(([key, { parts, from, reason }]) => ({
    ...stored.get(from),
    ...parts,
    datapoint: key,
    adopted_from: from,
    adopted_reason: reason,
  }))
  await store.commit([{ type: 'keep', table: 'assay_ledger', rows }])
  return findOutcomes(store, [...adoptions.keys()])
}
