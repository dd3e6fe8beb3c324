// Reads the data once: what the task sees of each item, its id, its identity; two items with one id end the run before it starts.
import { AssayError } from '../../base/errors.ts'
import { isPlainObject } from '../../base/keys.ts'
import { canonical } from '../../identity/canonical.ts'
import { digest, digestText } from '../../identity/digest.ts'
import { toCell } from '../../record/cells.ts'
import { toCells } from '../../record/columns.ts'
import { redactSecrets } from '../../record/secrets.ts'
import { fresh } from './fresh.ts'
import type { Declaration } from './spec.ts'

/** One item of the data, ready to be planned. Items are held in memory; results are not. */
export interface Item {
  readonly value: unknown
  readonly id: string
  readonly input: unknown
  readonly inputDigest: string
  /** The input's canonical text, stored once so that a later encoding can digest it again. */
  readonly inputText: string
  /** Its columns, with the digest under which they are stored once. */
  readonly columns: Readonly<Record<string, unknown>>
  /** Set once it was asked for: the answer, or why there is none. */
  expected?: { readonly value: unknown; readonly reason: string | null }
}

export async function readItems(declaration: Declaration): Promise<Item[]> {
  const { name, data } = declaration
  const items: Item[] = []
  const positions = new Map<string, number>()
  for await (const value of readData(name, data)) {
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

/** Iterators that were read: a second reading would find nothing, and nobody would know. */
const spent = new WeakSet<object>()

/** The items of `data` or `train`, one by one. */
export async function* readData(name: string, data: Declaration['data']): AsyncGenerator<unknown> {
  let position = 0
  try {
    const source: unknown = typeof data === 'function' ? await data() : data
    if (typeof source !== 'object' || source === null || !(Symbol.iterator in source || Symbol.asyncIterator in source))
      throw new TypeError(`expected the function \`data\` of ${name} to return items, got ${String(source)}`)
    if (spent.has(source))
      throw new TypeError(
        `expected \`data\` of ${name} to be readable again, got an iterator that was read before; give its function`,
      )
    if ('next' in source) spent.add(source)
    for await (const value of source as AsyncIterable<unknown>) {
      position++
      yield value
    }
  } catch (error) {
    if (error instanceof AssayError || (error instanceof TypeError && error.message.startsWith('expected '))) throw error
    const reason = error instanceof Error ? error.message : String(error)
    const message = `\`data\` of ${name} threw after ${position} items: ${reason}.`
    throw new AssayError('data_invalid', message, 'mend what gives the items; nothing was run', error)
  }
}

/** Copied first: the data may go on using its object for the next item, or somebody may change it while the run lasts. */
function toItem(declaration: Declaration, given: unknown, position: number): Item {
  const where = `item ${position + 1} of ${declaration.name}`
  const value = fresh(given, where)
  const input = attempt(`\`input\` for ${where}`, () => declaration.input(value))
  const inputText = canonical(input, `the input of ${where}`)
  const inputDigest = digestText(inputText)
  const columns = columnsOf(value, where)
  const id = declaration.id === undefined ? defaultId(value) : attempt(`\`id\` for ${where}`, () => declaration.id?.(value))
  if (id === undefined && declaration.id === undefined) return { value, id: inputDigest, input, inputDigest, inputText, columns }
  if (!((typeof id === 'string' && id !== '') || (typeof id === 'number' && Number.isFinite(id)))) {
    throw new TypeError(`expected the id of ${where} to be a text or a number, got ${id === '' ? 'an empty text' : String(id)}`)
  }
  return { value, id: String(id), input, inputDigest, inputText, columns }
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

/** The item's answer, asked for once. Whatever the function does, nothing that was paid for depends on it. */
export function expectedOf(declaration: Declaration, item: Item): NonNullable<Item['expected']> {
  if (item.expected === undefined) {
    try {
      const value = declaration.expected(item.value) ?? null
      toCell(value, 'the answer')
      item.expected = { value, reason: null }
    } catch (error) {
      const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
      item.expected = { value: null, reason: redactSecrets(said) }
    }
  }
  return item.expected
}

/** A `TypeError` names what cannot be stored, before anything is. */
function columnsOf(value: unknown, where: string): Record<string, unknown> {
  const columns = isPlainObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, field]) => [`item_${key}`, field]))
    : { item: value }
  try {
    toCells(columns)
  } catch (error) {
    throw new TypeError(`${(error as Error).message} (${where})`, { cause: error })
  }
  return { ...columns, digest: digest(value, where) }
}
