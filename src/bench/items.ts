// Reads the data once: what the task sees of each item, its id, its identity; two items with one id end the run before it starts.
import { AssayError } from '../base/errors.ts'
import { isPlainObject } from '../base/keys.ts'
import { canonical } from '../identity/canonical.ts'
import { digest, digestText } from '../identity/digest.ts'
import type { Declaration } from './spec.ts'

/** One item of the data, ready to be planned. Items are held in memory; results are not. */
export interface Item {
  readonly value: unknown
  readonly id: string
  readonly input: unknown
  readonly inputDigest: string
  /** The input's canonical text, stored once so that a later encoding can digest it again. */
  readonly inputText: string
  /** Set once it was asked for: the answer, or why there is none. */
  expected?: { readonly value: unknown; readonly reason: string | null }
}

export async function readItems(declaration: Declaration): Promise<Item[]> {
  const { name, data } = declaration
  const source: unknown = typeof data === 'function' ? await data() : data
  if (typeof source !== 'object' || source === null || !(Symbol.iterator in source || Symbol.asyncIterator in source)) {
    throw new TypeError(`expected the function \`data\` of ${name} to return items, got ${String(source)}`)
  }
  const items: Item[] = []
  const positions = new Map<string, number>()
  for await (const value of source as AsyncIterable<unknown>) {
    const item = toItem(declaration, value, items.length)
    const before = positions.get(item.id)
    if (before !== undefined) {
      throw new AssayError(
        'data_invalid',
        `Two items of ${name} have the id ${JSON.stringify(item.id)}: number ${before + 1} and number ${items.length + 1}.`,
        'give each its own id (`id: item => …`), or leave one out; repeats of an item are `trials`',
      )
    }
    positions.set(item.id, items.length)
    items.push(item)
  }
  return items
}

function toItem(declaration: Declaration, value: unknown, position: number): Item {
  const where = `item ${position + 1} of ${declaration.name}`
  const input = attempt(`\`input\` for ${where}`, () => declaration.input(value))
  const inputText = canonical(input, `the input of ${where}`)
  const inputDigest = digestText(inputText)
  const given = declaration.id === undefined ? defaultId(value) : attempt(`\`id\` for ${where}`, () => declaration.id?.(value))
  if (given === undefined && declaration.id === undefined) return { value, id: inputDigest, input, inputDigest, inputText }
  if ((typeof given !== 'string' && typeof given !== 'number') || given === '') {
    throw new TypeError(`expected the id of ${where} to be a text or a number, got ${String(given)}`)
  }
  return { value, id: String(given), input, inputDigest, inputText }
}

function defaultId(value: unknown): unknown {
  return isPlainObject(value) ? value['id'] : undefined
}

function attempt<T>(what: string, compute: () => T): T {
  try {
    return compute()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AssayError('benchmark_invalid', `${what} threw: ${reason}.`, 'mend the function, or the item it was given', error)
  }
}

/** The item's answer, asked for once and only after a result is safe. */
export function expectedOf(declaration: Declaration, item: Item): NonNullable<Item['expected']> {
  if (item.expected === undefined) {
    try {
      item.expected = { value: declaration.expected(item.value) ?? null, reason: null }
    } catch (error) {
      item.expected = { value: null, reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
    }
  }
  return item.expected
}

/** The columns of an item, with the digest under which it is stored once. */
export function itemRow(item: Item): Record<string, unknown> {
  const columns = isPlainObject(item.value)
    ? Object.fromEntries(Object.entries(item.value).map(([key, value]) => [`item_${key}`, value]))
    : { item: item.value }
  return { ...columns, digest: digest(item.value, 'item') }
}
