// One side of a comparison: its rows in key order, each with no more than the metric needs.
import { kindOf } from '../base/kind.ts'
import { compareText } from '../metrics/key-order.ts'
import { besides } from '../metrics/kinds.ts'
import type { Definition, MetricRow } from '../metrics/metric.ts'
import { type Configuration, Configurations } from './configurations.ts'
import { digestOfCells } from './digest.ts'

/** What a comparison keeps of a row. */
export interface Entry {
  readonly id: string
  readonly trial: number
  readonly row: MetricRow
  /** Equal for rows that hold the same item; `null` for a row that has none of its columns. */
  readonly item: number | null
}

export interface Side {
  /** In key order, each item and trial once. */
  readonly entries: readonly Entry[]
  readonly configurations: readonly Configuration[]
}

/** Rows of a comparison: a list, or anything that gives them one by one. */
export type RowSource = Iterable<MetricRow> | AsyncIterable<MetricRow>

/**
 * Reads all rows of a side, called `name` in errors, and keeps these columns of each; without `columns`, all. A `TypeError` for rows
 * that have no `input_id` or an odd `trial`, a `RangeError` for two rows of one item and trial.
 */
export async function readSide(name: string, source: RowSource, columns: readonly string[] | null): Promise<Side> {
  const side = new OpenSide(name, columns)
  for await (const row of source) side.add(row)
  return side.read()
}

/** A side whose rows come one by one. */
export class OpenSide {
  readonly #name: string
  readonly #columns: readonly string[] | null
  readonly #entries: Entry[] = []
  readonly #configurations = new Configurations()
  #isSorted = true

  constructor(name: string, columns: readonly string[] | null) {
    this.#name = name
    this.#columns = columns
  }

  add(row: MetricRow): void {
    const entry = toEntry(this.#name, row, this.#columns, this.#entries.length + 1)
    const before = this.#entries.at(-1)
    if (before !== undefined && byKey(before, entry) > 0) this.#isSorted = false
    this.#entries.push(entry)
    this.#configurations.add(row)
  }

  /** Nothing is added afterwards. */
  read(): Side {
    const [entries, configurations] = [this.#entries, this.#configurations]
    if (!this.#isSorted) entries.sort(byKey)
    const twice = entries.find((entry, i) => i > 0 && byKey(entries[i - 1] ?? entry, entry) === 0)
    if (twice === undefined) return { entries, configurations: configurations.list() }
    throw new RangeError(
      `expected each item of the ${this.#name} once per trial, got ${JSON.stringify(twice.id)} (trial ${twice.trial}) twice; ${configurations.whyTwice()}`,
    )
  }
}

/** By item, then trial. */
export function byKey(a: Entry, b: Entry): number {
  return compareText(a.id, b.id) || a.trial - b.trial
}

/** The columns that a built-in metric and the findings read, and others that are asked for. */
export function columnsFor({ kind, column, options }: Definition, others: readonly string[]): string[] {
  const { cluster } = options
  const own = [column, ...(besides[kind] ?? []), ...(cluster === undefined ? [] : [cluster])]
  const source = isMeasured(column) ? ['cache', 'produced_by'] : []
  return [...new Set(['input_id', 'trial', 'status', 'expected', ...source, ...own, ...others])]
}

/** Whether a column measures the machine or the network as much as what is compared. */
export function isMeasured(column: string): boolean {
  return column === 'duration_ms' || column === 'latency_ms'
}

function toEntry(name: string, row: MetricRow, columns: readonly string[] | null, place: number): Entry {
  const id: unknown = row['input_id'] ?? null
  if (typeof id !== 'string' && typeof id !== 'number')
    throw new TypeError(`expected each row of the ${name} to have an \`input_id\`, got ${kindOf(id)} in row ${place}`)
  const trial: unknown = row['trial'] ?? 0
  if (typeof trial !== 'number' || !Number.isSafeInteger(trial))
    throw new TypeError(`expected each \`trial\` of the ${name} to be a whole number, got ${String(trial)} in row ${place}`)
  const kept: Record<string, unknown> = {}
  for (const column of columns ?? []) kept[column] = row[column] ?? null
  return { id: String(id), trial, row: columns === null ? row : kept, item: digestOfCells(row) }
}
