// Chooses the items of a partial run: the first ones, or a random sample that is the same every time.
import { createRandom } from '../stats/random.ts'
import type { Item } from './items.ts'

/** In the order of the data. The sample depends on the ids alone, so that a rerun replays it; a larger one contains a smaller. */
export function sampleItems(
  items: readonly Item[],
  { limit, sample }: { readonly limit?: number; readonly sample?: number },
): readonly Item[] {
  if (limit !== undefined) return items.slice(0, limit)
  if (sample === undefined || sample >= items.length) return items
  const random = createRandom('sample')
  const order = items.map((_, i) => i)
  for (let i = 0; i < sample; i++) {
    const j = i + random.index(order.length - i)
    const chosen = order[j] as number
    order[j] = order[i] as number
    order[i] = chosen
  }
  const chosen = new Set(order.slice(0, sample))
  return items.filter((_, i) => chosen.has(i))
}
