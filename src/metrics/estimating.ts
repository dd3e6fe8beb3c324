// Estimates metrics of rows that come one by one in key order, of all rows and slice by slice; of built-in ones only numbers are kept.
import { estimateCounted, estimateMetric } from './estimate.ts'
import { compareKeys, compareText, inKeyOrder } from './key-order.ts'
import { type Definition, type Estimate, type Metric, type MetricRow, definitionOf } from './metric.ts'
import { namedColumns, tiedColumns, withKnown } from './named-columns.ts'
import { nameOfSlice } from './slices.ts'
import { Tally } from './tally.ts'

/** One metric of one configuration: of all rows, and of each slice. */
export interface Estimated {
  readonly whole: Estimate
  /** In order of their names. */
  readonly slices: readonly (readonly [slice: string, estimate: Estimate])[]
}

export interface Circumstances {
  /** How many rows there should be; where fewer came, the rest is missing. */
  readonly planned: number
  /** Columns that no row of the run has: what reads one has no value. */
  readonly missing: ReadonlySet<string>
  /** How a metric of somebody's own failed: what it threw, or what it returned that is no value. */
  readonly onFailed: (metric: string, how: string) => void
}

/** The metrics of one configuration while its rows come. */
export class Estimating {
  readonly #folds: readonly Fold[]
  /** The last rows, if several of one item and trial: what is read of them orders them. */
  #tied: MetricRow[] = []

  constructor(metrics: Readonly<Record<string, Metric<never>>>) {
    this.#folds = Object.entries(metrics).map(([name, metric]) => {
      const definition = definitionOf(metric)
      return definition === null ? new OwnFold(name, metric) : new TallyFold(name, metric, definition)
    })
  }

  /** `false` for a row that belongs before one that came already: then the rows are not in key order, and there is no estimate. */
  add(row: MetricRow): boolean {
    const [last] = this.#tied
    const order = last === undefined ? 0 : compareKeys(last, row)
    if (order > 0) return false
    if (order < 0) this.#count()
    this.#tied.push(row)
    return true
  }

  /** By the names of the metrics. Nothing is added afterwards. */
  estimated(circumstances: Circumstances): Record<string, Estimated> {
    this.#count()
    return Object.fromEntries(this.#folds.map(fold => [fold.name, fold.estimated(circumstances)]))
  }

  #count(): void {
    for (const fold of this.#folds) fold.add(this.#tied)
    this.#tied = []
  }
}

interface Fold {
  readonly name: string
  /** Rows of one item and trial. */
  add(tied: readonly MetricRow[]): void
  estimated(circumstances: Circumstances): Estimated
}

class TallyFold implements Fold {
  readonly name: string
  readonly #metric: Metric<never>
  readonly #definition: Definition
  readonly #whole: Tally
  readonly #slices = new Map<string, Tally>()

  constructor(name: string, metric: Metric<never>, definition: Definition) {
    this.name = name
    this.#metric = metric
    this.#definition = definition
    this.#whole = new Tally(definition)
  }

  add(tied: readonly MetricRow[]): void {
    const { ofSlices } = namedColumns(this.#metric)
    for (const row of tied.length > 1 ? inKeyOrder(tied, tiedColumns(this.#definition)) : tied) {
      this.#whole.add(row)
      if (ofSlices.length > 0) this.#sliceOf(nameOfSlice(ofSlices, row)).add(row)
    }
  }

  #sliceOf(name: string): Tally {
    const slice = this.#slices.get(name) ?? new Tally(this.#definition)
    this.#slices.set(name, slice)
    return slice
  }

  estimated({ planned, missing }: Circumstances): Estimated {
    const { ofValue, ofSlices } = namedColumns(this.#metric)
    const estimateOf = (tally: Tally, planned?: number) => estimateCounted(this.#definition, tally.counted(planned))
    const slices = [...this.#slices].sort(([a], [b]) => compareText(a, b))
    return {
      whole: withKnown(estimateOf(this.#whole, planned), ofValue, missing),
      slices: slices.map(([slice, tally]) => [slice, withKnown(estimateOf(tally), [...ofValue, ...ofSlices], missing)]),
    }
  }
}

/** Nobody knows what a metric of somebody's own reads: it keeps the rows. */
class OwnFold implements Fold {
  readonly name: string
  readonly #metric: Metric<never>
  readonly #rows: MetricRow[] = []

  constructor(name: string, metric: Metric<never>) {
    this.name = name
    this.#metric = metric
  }

  add(tied: readonly MetricRow[]): void {
    for (const row of tied) this.#rows.push(row)
  }

  estimated({ planned, onFailed }: Circumstances): Estimated {
    const { name } = this
    return { whole: estimateMetric(name, this.#metric, this.#rows, planned, how => onFailed(name, how)), slices: [] }
  }
}
