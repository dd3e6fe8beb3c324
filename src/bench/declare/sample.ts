// Chooses the items of a partial run: the first ones, or a random sample that is the same every time.
import { digestText } from '../../identity/digest.ts'
import type { Item } from './items.ts'

/** In the order of the data. Whether an item is in the sample depends on the ids alone, so that a rerun replays it; a larger one contains a smaller. */
export function sampleItems(
  items: readonly Item[],
  { limit, sample }: { readonly limit?: number; readonly sample?: number },
): readonly Item[] {
  if (limit !== undefined) return items.slice(0, limit)
  if (sample === undefined || sample >= items.length) return items
  const ranked = items.map(item => ({ item, rank: digestText(`sample ${item.id}`) })).sort((a, b) => (a.rank < b.rank ? -1 : 1))
  const chosen = new Set(ranked.slice(0, sample).map(({ item }) => item))
  return items.filter(item => chosen.has(item))
}
