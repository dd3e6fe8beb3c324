// What a metric and an estimate are.

/**
 * A function of the rows of one configuration. One of one's own is the same object: `{ compute: rows => …, better: 'lower' }`;
 * its interval is a bootstrap over items. Its columns are checked: a metric that asks for a column no row has does not compile.
 */
export interface Metric<in R> {
  readonly compute: (rows: readonly R[]) => number | null
  /** Needed for a verdict. Known for accuracy and the like, and for `duration_ms`, `latency_ms`, `cost_usd` and tokens. */
  readonly better?: 'higher' | 'lower' | undefined
  readonly margin?: number | undefined
  readonly marginRatio?: number | undefined
}

export interface MetricOptions {
  readonly better?: 'higher' | 'lower'
  /** How much worse still counts as no worse, where a comparison names none. Absolute, or a share of the baseline. */
  readonly margin?: number
  readonly marginRatio?: number
  /** How rows that are not `ok` count (skipped ones never do). Default `wrong` for accuracy and its kin and for boolean columns, `exclude` for numbers; always said, with bounds. */
  readonly failed?: 'wrong' | 'exclude' | 'refuse'
  /** How `null` values in `ok` rows count. Same default. */
  readonly unanswered?: 'wrong' | 'exclude'
  /** Also one value per group: of a column, or of each combination of several (`a=1,b=2`). */
  readonly by?: string | readonly string[]
  /** Rows that share this column are one cluster. Default: `input_id`. */
  readonly cluster?: string
}

/** A metric of one column. `needs` is never there: it tells TypeScript what the column must hold. */
export type ColumnMetric<K extends string, R> = Metric<NoInfer<R>> & {
  readonly column: NoInfer<K>
  readonly needs?: NoInfer<R> | undefined
}
export type Numeric<K extends string> = { readonly [P in K]: number | boolean | null }
export type Labels<K extends string> = { readonly [P in K]: unknown } & { readonly expected: unknown }
export type Average = 'macro' | 'micro' | 'weighted'
export type LabelOptions<K extends string> = MetricOptions & { readonly prediction?: K; readonly average?: Average }

/** A number that says how sure it is and what it was computed from. */
export interface Estimate {
  /** `null` when undefined, never 0 in its place; `reason` says why. */
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  readonly level: number
  readonly method: string
  readonly reason: string | null
  /** Rows in the denominator (items, for `passAt` and `passAll`), and all the others. */
  readonly n: number
  readonly planned: number
  readonly failed: number
  readonly skipped: number
  readonly unanswered: number
  readonly unlabelled: number
  /** The value if everything missing were wrong, or right. */
  readonly worst: number | null
  readonly best: number | null
}

/** A row as metrics see it; rows of another tool may lack all but the metric's own columns. */
export type MetricRow = Readonly<Record<string, unknown>>

export type KindName =
  | 'accuracy'
  | 'precision'
  | 'recall'
  | 'f1'
  | 'mae'
  | 'rmse'
  | 'r2'
  | 'logLoss'
  | 'brierScore'
  | 'calibrationError'
  | 'mean'
  | 'sum'
  | 'quantile'
  | 'passAt'
  | 'passAll'

/** What a built-in metric is, as data: enough to compute it again from a database alone. */
export interface Definition {
  readonly kind: KindName
  readonly column: string
  /** Of a quantile. */
  readonly level?: number
  /** Of pass@k and pass^k. */
  readonly k?: number
  /** Of a calibration error. */
  readonly bins?: number
  /** Over classes. */
  readonly average?: Average
  readonly options: MetricOptions
}

const definition: unique symbol = Symbol('assay.definition')

interface Defined {
  readonly [definition]?: { readonly value: Definition; readonly compute: unknown }
}

export function withDefinition<M extends Pick<Metric<never>, 'compute'>>(metric: M, value: Definition): M {
  return Object.defineProperty(metric, definition, { value: { value, compute: metric.compute }, enumerable: true })
}

/** The definition of a built-in metric, `null` for one of somebody's own: also for a copy of a built-in one that computes something else. */
export function definitionOf(metric: Metric<never>): Definition | null {
  const defined = (metric as Defined)[definition]
  return defined?.compute === metric.compute ? (defined?.value ?? null) : null
}
