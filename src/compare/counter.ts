// Sorts rows, or pairs of them, into what the metric counts and what is left out.
import { type ClassNumbers, kindOfMetric } from '../metrics/kinds.ts'
import type { Definition } from '../metrics/metric.ts'
import { readRow } from '../metrics/read-row.ts'
import { standIn } from '../metrics/tally.ts'
import type { Entry } from './side.ts'

/** Rows of a side that count, in key order, with their numbers. Where sides are paired, place i of both is one pair. */
export interface CountedRows {
  readonly entries: readonly Entry[]
  readonly values: readonly number[]
  readonly others: readonly number[]
}

type Left = Record<'failed' | 'skipped' | 'unanswered' | 'unlabelled', number>

export interface Counted {
  readonly baseline: CountedRows
  readonly candidate: CountedRows
  /** Pairs, or rows of sides that are not paired, that are left out, by why: the first that holds for one of the two. */
  readonly left: Readonly<Left>
  /** Why nothing can be compared, or `null`. */
  readonly refusal: string | null
}

/** Pairs, or single rows, are added in key order. `definition` is `null` for a metric of somebody's own, which counts all. */
export class Counter {
  readonly #definition: Definition | null
  readonly #numberOf: ClassNumbers
  readonly #stand: number | null
  readonly #policy: { readonly failed: string; readonly unanswered: string }
  readonly #baseline = nothing()
  readonly #candidate = nothing()
  readonly #left: Left = { failed: 0, skipped: 0, unanswered: 0, unlabelled: 0 }
  #refusal: string | null = null

  constructor(definition: Definition | null, isBinary: boolean, numberOf: ClassNumbers) {
    const scale = definition === null ? 'numbers' : kindOfMetric(definition).scale
    const usual = isBinary || scale === 'classes' ? 'wrong' : 'exclude'
    this.#definition = definition
    this.#numberOf = numberOf
    const { failed = usual, unanswered = usual } = definition?.options ?? {}
    this.#policy = { failed, unanswered }
    this.#stand = definition === null ? null : standIn(definition, scale, isBinary)
  }

  addPair(baseline: Entry, candidate: Entry): void {
    const [before, after] = [this.#read(baseline), this.#read(candidate)]
    const why = typeof before === 'string' ? before : after
    if (typeof why === 'string') this.#left[why]++
    else if (before !== null && typeof before !== 'string' && why !== null) {
      push(this.#baseline, baseline, before)
      push(this.#candidate, candidate, why)
    }
  }

  addOne(side: 'baseline' | 'candidate', entry: Entry): void {
    const reading = this.#read(entry)
    if (typeof reading === 'string') this.#left[reading]++
    else if (reading !== null) push(side === 'baseline' ? this.#baseline : this.#candidate, entry, reading)
  }

  #read({ row }: Entry): Numbers | keyof Left | null {
    if (this.#definition === null) return [0, 0]
    const reading = readRow(this.#definition, row, this.#numberOf)
    if (reading.state === 'counted') return [reading.value, reading.other]
    if (reading.state === 'skipped' || reading.state === 'unlabelled') return reading.state
    if (reading.state === 'refused') this.#refusal = reading.reason
    else if (this.#policy[reading.state] === 'exclude') return reading.state
    else if (this.#policy[reading.state] === 'refuse') this.#refusal = 'the metric refuses failed rows'
    else if (this.#stand === null) this.#refusal = 'no number can stand for failed or unanswered rows; exclude or refuse them'
    else return [this.#stand, kindOfMetric(this.#definition).scale === 'classes' ? this.#numberOf(row['expected']) : 0]
    return null
  }

  counted(): Counted {
    return { baseline: this.#baseline, candidate: this.#candidate, left: this.#left, refusal: this.#refusal }
  }
}

type Numbers = readonly [value: number, other: number]

function nothing() {
  return { entries: [] as Entry[], values: [] as number[], others: [] as number[] }
}

function push({ entries, values, others }: ReturnType<typeof nothing>, entry: Entry, [value, other]: Numbers): void {
  entries.push(entry)
  values.push(value)
  others.push(other)
}
