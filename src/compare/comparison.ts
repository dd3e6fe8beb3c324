// What a comparison is.
import type { Finding } from '../base/findings.ts'
import type { Estimate, Metric } from '../metrics/metric.ts'

export interface CompareOptions<R, M extends string> {
  /** The name of a metric that the benchmark declares, or any metric. */
  readonly metric: NoInfer<M> | Metric<R>
  /** How much worse still counts as no worse. Absolute, or a share of the baseline. Default: as declared; without one, `equivalent` is never said. */
  readonly margin?: number
  readonly marginRatio?: number
  /** 1 − α. Default 0.95. */
  readonly level?: number
}

export interface Comparison {
  readonly metric: string
  /** Of the candidate. `inconclusive` too where the metric has no better direction; the message says so. */
  readonly verdict: 'better' | 'worse' | 'equivalent' | 'inconclusive'
  /** One sentence: what was found, by which test and why that one. */
  readonly message: string
  readonly baseline: Estimate
  readonly candidate: Estimate
  /** Candidate minus baseline. `n` counts pairs (rows of both sides where nothing is paired), `planned` all rows of either. */
  readonly effect: Estimate
  /** The one procedure that gave test, interval and verdict. */
  readonly test: string
  readonly pValue: number | null
  /** Other tests of the same question, for readers who know them: `mcnemar-exact`, `mcnemar-mid-p`. They decide nothing. */
  readonly others: readonly { readonly test: string; readonly pValue: number }[]
  /** Items, as in `unpaired`. */
  readonly nPaired: number
  /** Items on one side only, by side. */
  readonly unpaired: { readonly baseline: number; readonly candidate: number }
  /** The smallest effect that this comparison would have seen four times in five, in the unit of the metric. */
  readonly detectable: number | null
  /** How many items would decide it, of an inconclusive one. */
  readonly itemsNeeded: number | null
  /** Pairs of which one side is right and the other wrong, of metrics of right answers, in order. */
  readonly flips: readonly {
    readonly input_id: string
    readonly trial: number
    readonly baseline: unknown
    readonly candidate: unknown
  }[]
  readonly findings: readonly Finding[]
}
