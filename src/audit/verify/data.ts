// What the benchmark's data says of each item: its columns' digest and its right answer, to hold rows against.
import { type Item, expectedOf, readItems } from '../../bench/declare/items.ts'
import type { Declaration } from '../../bench/declare/spec.ts'

export interface Data {
  /** `undefined` for an id that no item has. */
  readonly item: (id: string) => Item | undefined
  readonly expected: (item: Item) => unknown
}

/** Reads the data of a benchmark that was given. */
export async function readData(declaration: Declaration): Promise<Data> {
  const items = new Map((await readItems(declaration)).map(item => [item.id, item]))
  return { item: id => items.get(id), expected: item => expectedOf(declaration, item).value }
}
