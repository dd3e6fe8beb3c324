// Turns the interval of a procedure into a verdict and a sentence, with what the comparison could have seen.
import type { Estimate, Metric } from '../metrics/metric.ts'
import { DEFAULT_LEVEL, type Interval, upperProbability } from '../stats/interval.ts'
import { normalQuantile } from '../stats/normal.ts'
import { type Verdict, verdict } from '../stats/verdict.ts'
import type { Comparison } from './comparison.ts'
import type { Procedure } from './procedure.ts'
import { numberText, pText, shareText } from './texts.ts'

/** Chance of finding what is there that `detectable` and `itemsNeeded` count on. */
const power = 0.8

export interface Case {
  readonly name: string
  readonly metric: Metric<never>
  readonly baseline: Estimate
  readonly candidate: Estimate
  readonly procedure: Procedure
  readonly items: number
  readonly isPaired: boolean
  readonly margin?: number
  readonly marginRatio?: number
  readonly level?: number
}

export type Judged = Pick<Comparison, 'verdict' | 'message' | 'detectable' | 'itemsNeeded'>

export function judge(about: Case): Judged {
  const { metric, procedure, items, level = DEFAULT_LEVEL } = about
  const margin = marginOf(about)
  const { effect, standardError } = procedure
  const { better } = metric
  const within = margin?.value ?? null
  // The narrower interval of a margin may be known where the one that is shown is not.
  const isKnown = procedure.intervalAt(level).low !== null
  const found =
    better === undefined || !isKnown
      ? 'inconclusive'
      : verdict(procedure.intervalAt, { better, level, ...(within !== null && { margin: within }) }).verdict
  const z = normalQuantile(upperProbability(level)) + normalQuantile(power)
  const detectable = standardError === null ? null : z * standardError
  const isOpen = found === 'inconclusive' && better !== undefined
  // Decided is what leaves out 0, or what lies inside the margin: the nearer of the two.
  const target = effect === null ? 0 : Math.max(Math.abs(effect), (within ?? 0) - Math.abs(effect))
  const itemsNeeded = !isOpen || detectable === null || target === 0 ? null : Math.ceil(items * (detectable / target) ** 2)
  return { verdict: found, message: sentence(about, found, margin, detectable, itemsNeeded), detectable, itemsNeeded }
}

export interface Margin {
  /** `null` for a share of what is unknown or 0. */
  readonly value: number | null
  readonly text: string
}

/** As asked for, else as declared; `null` for none. */
export function marginOf({
  metric,
  baseline,
  margin,
  marginRatio,
}: Pick<Case, 'metric' | 'baseline' | 'margin' | 'marginRatio'>): Margin | null {
  const isAsked = margin !== undefined || marginRatio !== undefined
  const absolute = isAsked ? margin : metric.margin
  const ratio = isAsked ? marginRatio : metric.marginRatio
  const which = isAsked ? 'the margin' : 'the declared margin'
  if (absolute !== undefined) return { value: absolute, text: `${which} of ${numberText(absolute)}` }
  if (ratio === undefined) return null
  const value = Math.abs(baseline.value ?? 0) * ratio
  return value > 0
    ? { value, text: `${which} of ${shareText(ratio)} of the baseline (${numberText(value)})` }
    : { value: null, text: `a margin of ${shareText(ratio)} of a baseline of ${numberText(baseline.value)} is none` }
}

function sentence(
  about: Case,
  found: Verdict,
  margin: Margin | null,
  detectable: number | null,
  itemsNeeded: number | null,
): string {
  const { name, metric, procedure, isPaired, items, level = DEFAULT_LEVEL } = about
  const { effect, pValue, test, why } = procedure
  const interval = procedure.intervalAt(level)
  if (effect === null) return `${name}: no verdict, because ${interval.reason ?? why}.`
  const on = isPaired ? `on ${items} paired items` : `on ${items} rows that are not paired`
  const size = `${effect > 0 ? '+' : ''}${numberText(effect)} ${limits(interval)}`
  const tested = `${test}${pValue === null ? '' : `, ${pText(pValue)}`}; ${why}`
  const rest =
    metric.better === undefined
      ? '; no verdict: the metric does not say whether higher or lower is better'
      : open(found, margin, detectable, itemsNeeded)
  return `${name} is ${words(found, margin, metric)}: ${values(about)}, a difference of ${size} ${on} (${tested})${rest}.`
}

/** Of all rows of either side, which the difference need not be of. */
function values({ baseline, candidate, procedure }: Case): string {
  const [after, before] = [candidate.value, baseline.value]
  const isOfAll =
    after !== null &&
    before !== null &&
    Math.abs(after - before - (procedure.effect ?? 0)) <= 1e-9 * (Math.abs(after) + Math.abs(before))
  return `${numberText(after)} against ${numberText(before)}${isOfAll ? '' : ' over all rows'}`
}

function words(found: Verdict, margin: Margin | null, metric: Metric<never>): string {
  if (metric.better === undefined) return 'compared'
  return found === 'equivalent' ? `equivalent, within ${margin?.text ?? 'the margin'}` : found
}

function open(found: Verdict, margin: Margin | null, detectable: number | null, itemsNeeded: number | null): string {
  const none = margin?.value === null ? `; ${margin.text}` : ''
  if (found !== 'inconclusive') return none
  const against = margin === null ? '' : margin.value === null ? none : `; ${margin.text} is not excluded`
  const seen = detectable === null ? '' : `; it could have seen ${numberText(detectable)}`
  return `${against}${seen}${itemsNeeded === null ? '' : `, and about ${itemsNeeded} items would decide it`}`
}

function limits({ low, high, level, reason }: Interval): string {
  if (low === null || high === null) return `(no interval: ${reason ?? 'it is unknown'})`
  return `[${numberText(low)}, ${numberText(high)}] at ${shareText(level)}`
}
