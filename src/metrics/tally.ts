// Sorts rows into what a metric counts and what it leaves out, so that no row is lost unsaid.
import { type ClassNumbers, type Kind, createClassNumbers, keyOf, kindOfMetric } from './kinds.ts'
import type { Definition, MetricRow } from './metric.ts'
import { readRow } from './read-row.ts'

/** The rows of one configuration, as one metric sees them. Lists have one entry for each row in the denominator. */
export interface Counted {
  /** The first number of each row, in key order; for yes-or-no questions 1 and 0. */
  readonly values: readonly number[]
  /** The second, of kinds that read two. */
  readonly others: readonly number[]
  /** Which cluster it is in: whole numbers from 0. */
  readonly clusters: readonly number[]
  /** Which item it is of: whole numbers from 0. */
  readonly items: readonly number[]
  readonly classCount: number
  readonly isBinary: boolean
  readonly planned: number
  readonly failed: number
  readonly skipped: number
  readonly unanswered: number
  readonly unlabelled: number
  /** Rows that have no value although they should: failed, never executed, and unanswered where these are left out. */
  readonly missing: number
  /** Why there can be no value, or `null`. */
  readonly refusal: string | null
  /** Whether cells could not be read: these rows are in no list. */
  readonly isUnreadable: boolean
}

interface Lacking {
  readonly cluster: number
  readonly item: number
  /** The right class, for kinds that have classes. */
  readonly expected: number
}

/** Rows are added one by one, in key order; none is held. */
export class Tally {
  readonly #definition: Definition
  readonly #kind: Kind
  readonly #numberOf: ClassNumbers & { readonly count: () => number } = createClassNumbers()
  readonly #clusterNames = new Map<unknown, number>()
  readonly #values: number[] = []
  readonly #others: number[] = []
  readonly #items: number[] = []
  /** The items themselves where nothing else is named. */
  readonly #clusters: number[]
  readonly #lacking = { failed: [] as Lacking[], unanswered: [] as Lacking[] }
  readonly #counts = { failed: 0, skipped: 0, unanswered: 0, unlabelled: 0 }
  #rows = 0
  #item = -1
  #lastId: string | null = null
  #hasOnlyBooleans = true
  #refusal: string | null = null

  constructor(definition: Definition) {
    this.#definition = definition
    this.#kind = kindOfMetric(definition)
    this.#clusters = definition.options.cluster === undefined ? this.#items : []
  }

  add(row: MetricRow): void {
    this.#rows++
    const id = textOf(row['input_id'])
    if (id === null || id !== this.#lastId) this.#item++
    this.#lastId = id
    const reading = readRow(this.#definition, row, this.#numberOf)
    if (reading.state === 'counted') {
      if (typeof row[this.#definition.column] !== 'boolean') this.#hasOnlyBooleans = false
      this.#push(reading.value, reading.other, this.#clusterOf(row), this.#item)
    } else if (reading.state === 'refused') this.#refusal = reading.reason
    else if (reading.state === 'failed' || reading.state === 'unanswered') this.#lack(reading.state, row)
    else this.#counts[reading.state]++
  }

  #push(value: number, other: number, cluster: number, item: number): void {
    this.#values.push(value)
    if (this.#kind.scale === 'classes' || this.#kind.scale === 'numbers') this.#others.push(other)
    this.#items.push(item)
    if (this.#clusters !== this.#items) this.#clusters.push(cluster)
  }

  #lack(why: 'failed' | 'unanswered', row: MetricRow): void {
    this.#counts[why]++
    const expected = this.#kind.scale === 'classes' ? this.#numberOf(row['expected']) : 0
    this.#lacking[why].push({ cluster: this.#clusterOf(row), item: this.#item, expected })
  }

  /** Items without the column are clusters of their own. */
  #clusterOf(row: MetricRow): number {
    const { cluster } = this.#definition.options
    if (cluster === undefined) return this.#item
    const name = row[cluster] ?? null
    const key = name === null ? `item ${this.#item}` : keyOf(name)
    const number = this.#clusterNames.get(key) ?? this.#clusterNames.size
    this.#clusterNames.set(key, number)
    return number
  }

  /** `planned` is how many rows there should be. Nothing is added afterwards. */
  counted(planned: number = this.#rows): Counted {
    const { scale } = this.#kind
    const isBinary = scale === 'yes-no' || (scale === 'column' && this.#values.length > 0 && this.#hasOnlyBooleans)
    const usual = isBinary || scale === 'classes' ? 'wrong' : 'exclude'
    const { failed = usual, unanswered = usual } = this.#definition.options
    const wrong = [
      ...(failed === 'wrong' ? this.#lacking.failed : []),
      ...(unanswered === 'wrong' ? this.#lacking.unanswered : []),
    ]
    const withoutStandIn = this.#addWrong(wrong, isBinary)
    const refused = failed === 'refuse' && this.#counts.failed > 0
    const refusal = refused ? `the metric refuses failed rows, of which there are ${this.#counts.failed}` : withoutStandIn
    const { length } = this.#values
    return {
      values: this.#values,
      others: this.#others,
      clusters: this.#clusters,
      items: this.#items,
      classCount: this.#numberOf.count(),
      isBinary,
      planned,
      ...this.#counts,
      missing: this.#counts.failed + (unanswered === 'wrong' ? 0 : this.#counts.unanswered) + Math.max(0, planned - this.#rows),
      refusal: this.#refusal ?? refusal ?? (length > 0 ? null : 'no row has a value to count'),
      isUnreadable: this.#refusal !== null,
    }
  }

  /** Why nothing can stand for them, or `null`. */
  #addWrong(wrong: readonly Lacking[], isBinary: boolean): string | null {
    if (wrong.length === 0) return null
    const value = standIn(this.#definition, this.#kind.scale, isBinary)
    const where = this.#definition.options.better === 'lower' ? 'where lower is better ' : ''
    if (value === null)
      return `${where}no number can stand for failed or unanswered rows (${wrong.length}); exclude or refuse them`
    for (const { cluster, item, expected } of wrong) this.#push(value, expected, cluster, item)
    return null
  }
}

/**
 * What a row that counts as wrong contributes: no for a question, no class, the bad end for a column of booleans and for a quantile, nothing
 * for a mean or sum of gains.
 */
export function standIn({ kind, options }: Definition, scale: Kind['scale'], isBinary: boolean): number | null {
  if (scale === 'classes') return -1
  if (isBinary) return scale === 'column' && options.better === 'lower' ? 1 : 0
  if (kind === 'quantile') return options.better === 'higher' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return scale === 'numbers' || options.better === 'lower' ? null : 0
}

/** Other tools have ids that are numbers. */
function textOf(id: unknown): string | null {
  return id === null || id === undefined ? null : String(id)
}

/** All rows at once; they are in key order. */
export function tally(definition: Definition, rows: readonly MetricRow[], planned = rows.length): Counted {
  const all = new Tally(definition)
  for (const row of rows) all.add(row)
  return all.counted(planned)
}
