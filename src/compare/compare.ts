// Compares a candidate with a baseline: one procedure, one interval, one verdict, and what speaks against believing it.
import { createHash } from 'node:crypto'
import { kindOf } from '../base/kind.ts'
import { checkNames } from '../base/options.ts'
import type { Named } from '../record/benchmark.ts'
import { estimateMetric } from '../metrics/estimate.ts'
import { type Definition, type Estimate, definitionOf } from '../metrics/metric.ts'
import { DEFAULT_LEVEL } from '../stats/interval.ts'
import { choose, startsOf } from './choose.ts'
import type { CompareOptions, Comparison } from './comparison.ts'
import { findingsOf } from './findings.ts'
import { flipsOf } from './flips.ts'
import { judge } from './judge.ts'
import { type Match, match } from './pairs.ts'
import type { Procedure } from './procedure.ts'
import { type NamedMetric, type Paired, type Rows, checkRows, metricFor } from './rows.ts'
import { type RowSource, type Side, columnsFor, readSide } from './side.ts'

/** How much does not matter, and how sure to be. */
export type Bounds = Omit<CompareOptions<never, string>, 'metric'>

/** Both sides, read. */
export interface Read {
  readonly baseline: Side
  readonly candidate: Side
}

/**
 * Whether the candidate is better than the baseline in one metric. Rows are paired by `input_id` and, where there is one, `trial`; each
 * side holds one configuration. The procedure is picked by what is compared, and gives test, interval and verdict together; the message
 * says which and why. A `TypeError` for rows without `input_id` and for a metric that is none; a `RangeError` for the name of no metric,
 * an item that is twice in one side, and a margin or level out of range.
 */
export function compare<R extends Paired, M extends string = never>(
  baseline: Rows<R> & Named<M>,
  candidate: Rows<NoInfer<R>>,
  options: CompareOptions<R, M>,
): Promise<Comparison> {
  return compareAny(baseline, candidate, options as CompareOptions<never, string>)
}

async function compareAny(
  baseline: Rows<unknown>,
  candidate: Rows<unknown>,
  options: CompareOptions<never, string>,
): Promise<Comparison> {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`expected compare() to get options, got ${kindOf(options)}`)
  checkNames(options, ['metric', 'margin', 'marginRatio', 'level'], 'compare()')
  const { metric, ...bounds } = options
  checkBounds(bounds, 'compare()')
  checkRows('baseline', baseline)
  checkRows('candidate', candidate)
  const named = metricFor(baseline, metric)
  return compareSides(named, await readSides(named, baseline, candidate), bounds)
}

/** `columns` are read besides those of the metric. */
export async function readSides(
  { metric }: NamedMetric,
  baseline: Rows<unknown>,
  candidate: Rows<unknown>,
  columns: readonly string[] = [],
): Promise<Read> {
  const definition = definitionOf(metric)
  const kept = definition === null ? null : columnsFor(definition, columns)
  return {
    baseline: await readSide('baseline', baseline as RowSource, kept),
    candidate: await readSide('candidate', candidate as RowSource, kept),
  }
}

/** Two sides that are read already. */
export function compareSides(named: NamedMetric, sides: Read, bounds: Bounds): Comparison {
  return weighSides(named, sides, bounds).comparison
}

/** The comparison, and the procedure that it came from: that knows the interval of the effect at any level. */
export function weighSides(
  { name, metric }: NamedMetric,
  sides: Read,
  bounds: Bounds,
): { readonly comparison: Comparison; readonly procedure: Procedure } {
  const definition = definitionOf(metric)
  const found = match(sides.baseline, sides.candidate, definition)
  const procedure = choose({ definition, metric, seed: seedOf(name, definition, found) }, found)
  const estimateOf = ({ entries }: Side) =>
    estimateMetric(
      name,
      metric,
      entries.map(({ row }) => row),
    )
  const estimates = { baseline: estimateOf(sides.baseline), candidate: estimateOf(sides.candidate) }
  const { isPaired, baseline, candidate } = found
  const items = isPaired ? startsOf(baseline.entries).length - 1 : 0
  const units = isPaired ? items : baseline.entries.length + candidate.entries.length
  const comparison = {
    metric: name,
    ...judge({ name, metric, ...estimates, procedure, items: units, isPaired, ...bounds }),
    ...estimates,
    effect: effectOf(procedure, bounds.level ?? DEFAULT_LEVEL, found, sides),
    test: procedure.test,
    pValue: procedure.pValue,
    others: procedure.others,
    nPaired: items,
    unpaired: { baseline: found.onlyBaseline.length, candidate: found.onlyCandidate.length },
    flips: flipsOf(definition, found),
    findings: findingsOf({ definition, ...sides, match: found }),
  }
  return { comparison, procedure }
}

/** Of all pairs that count for it, or of the rows of both sides. */
function effectOf({ intervalAt, effect }: Procedure, level: number, found: Match, { baseline, candidate }: Read): Estimate {
  const { low, high, method, reason } = intervalAt(level)
  const { isPaired, left, shared } = found
  const n = isPaired ? found.baseline.entries.length : found.baseline.entries.length + found.candidate.entries.length
  const planned = baseline.entries.length + candidate.entries.length - shared.baseline.length
  return { value: effect, low, high, level, method, reason, n, planned, ...left, worst: null, best: null }
}

/** Of the question and the rows, never of a run or the time: the same rows give the same interval everywhere. */
export function seedOf(name: string, definition: Definition | null, { baseline, candidate }: Match): string {
  // Of the options counts only what they do to the rows: another margin gives no other interval.
  const hash = createHash('sha256').update(JSON.stringify(definition === null ? name : { ...definition, options: null }))
  for (const { entries, values, others } of [baseline, candidate]) {
    for (const { id, trial } of entries) hash.update(`${id}\0${trial}\0`)
    hash.update(Float64Array.from(values)).update(Float64Array.from(others))
  }
  return hash.digest('hex')
}

/** A `RangeError` for a margin that is no number above 0, for two, and for a level that is not between 0.5 and 1. */
export function checkBounds({ margin, marginRatio, level }: Bounds, what: string): void {
  for (const [name, value] of Object.entries({ margin, marginRatio })) {
    if (value !== undefined && !(typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`expected \`${name}\` of ${what} to be a number above 0, got ${String(value)}`)
  }
  if (margin !== undefined && marginRatio !== undefined)
    throw new RangeError(`expected \`margin\` or \`marginRatio\` of ${what}, got both`)
  if (level !== undefined && !(typeof level === 'number' && level > 0.5 && level < 1))
    throw new RangeError(`expected \`level\` of ${what} to be above 0.5 and below 1, got ${String(level)}`)
}
