// What each item gives each configuration, in a table: configurations by items.
import { keyOf } from '../metrics/kinds.ts'
import { compareText } from '../metrics/key-order.ts'
import type { Definition } from '../metrics/metric.ts'
import { itemsOf, startsOf } from './choose.ts'
import type { Contender, Contenders } from './contenders.ts'
import type { Entry } from './side.ts'

/** The items of all configurations, in key order, and the unit that each is drawn with: its cluster, else itself. */
export interface ItemUnits {
  readonly places: ReadonlyMap<string, number>
  /** Whole numbers from 0, by item. */
  readonly units: Int32Array
  readonly unitCount: number
}

export function itemUnits({ list, definition }: Contenders): ItemUnits {
  const column = definition?.options.cluster
  const firsts = new Map<string, Entry>()
  for (const { counted } of list) for (const entry of counted.entries) if (!firsts.has(entry.id)) firsts.set(entry.id, entry)
  const ids = [...firsts.keys()].sort(compareText)
  const numbers = new Map<unknown, number>()
  const units = Int32Array.from(ids, id => {
    const name = column === undefined ? null : (firsts.get(id)?.row[column] ?? null)
    const key = name === null ? `item ${id}` : keyOf(name)
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  })
  return { places: new Map(ids.map((id, place) => [id, place])), units, unitCount: numbers.size }
}

/** Of a metric that is a mean of items: one list for each configuration, `NaN` where it has no value for the item. */
export function itemScores({ list }: Contenders, definition: Definition, { places }: ItemUnits): Float64Array[] {
  return list.map(({ counted }) => {
    const scores = new Float64Array(places.size).fill(Number.NaN)
    const starts = startsOf(counted.entries)
    const { values } = itemsOf(counted, new Int32Array(counted.entries.length), definition)
    for (const [i, value] of values.entries()) scores[places.get(counted.entries[starts[i] ?? 0]?.id ?? '') ?? 0] = value
    return scores
  })
}

/** The items for which all of these configurations have a value. */
export function sharedPlaces(scores: readonly Float64Array[]): number[] {
  const places = [...(scores[0]?.keys() ?? [])]
  return places.filter(place => scores.every(own => Number.isFinite(own[place])))
}

/** The unit of each counted row. */
export function unitsOfRows({ counted }: Contender, { places, units }: ItemUnits): Int32Array {
  return Int32Array.from(counted.entries, ({ id }) => units[places.get(id) ?? 0] ?? 0)
}

/** Whether some items share a cluster. */
export function hasRepeatedUnits({ units, unitCount }: ItemUnits): boolean {
  return unitCount < units.length
}
