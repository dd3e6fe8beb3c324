// Judges one rule of a gate for one configuration: passed, failed or inconclusive, with the numbers that say so.
import { isDeepStrictEqual } from 'node:util'
import type { Finding } from '../base/findings.ts'
import { estimateAt } from '../metrics/estimate.ts'
import type { Estimate } from '../metrics/metric.ts'
import type { Interval } from '../stats/interval.ts'
import type { Verdict } from '../stats/verdict.ts'
import { type Read, weighSides } from './compare.ts'
import type { Comparison } from './comparison.ts'
import type { Configured } from './gate-configurations.ts'
import { type GateRule, type NamedRule, ruleText } from './gate-rule.ts'
import { type Margin, marginOf } from './judge.ts'
import type { Entry } from './side.ts'
import { numberText, shareText } from './texts.ts'

export type Outcome = 'pass' | 'fail' | 'inconclusive'

export interface RuleResult {
  readonly metric: string
  readonly outcome: Outcome
  /** One sentence with the numbers. */
  readonly message: string
  readonly rule: GateRule
  /** Of the candidate. */
  readonly params: Readonly<Record<string, unknown>>
  /** Of the candidate, with an interval at the level of the gate. */
  readonly estimate: Estimate
  /** Of a margin. */
  readonly comparison: Comparison | null
}

export interface Circumstances {
  readonly level: number
  /** The candidate was stopped before its end: what is missing may be what is hard. */
  readonly isCutShort: boolean
  /** Whether the candidate has several configurations, so that messages name them. */
  readonly several: boolean
}

export function judgeBound({ name, metric, rule }: NamedRule, candidate: Configured, about: Circumstances): RuleResult {
  const estimate = estimateAt(about.level, name, metric, rowsOf(candidate))
  const found = againstBound(estimate, rule)
  const outcome = found === 'pass' && about.isCutShort ? 'inconclusive' : found
  const { value, low, high, reason, n } = estimate
  const interval =
    low === null || high === null
      ? `(no interval: ${reason ?? 'it is unknown'})`
      : `[${numberText(low)}, ${numberText(high)}] at ${shareText(about.level)}`
  const numbers = `${numberText(value)} ${interval} over ${numberText(n)}${besides(estimate)}`
  const message = `${nameOf(name, candidate, about)} ${words[outcome]}: ${numbers}, to be ${ruleText(rule)}${cutShort(found, about)}.`
  return { metric: name, outcome, message, rule, params: candidate.params, estimate, comparison: null }
}

/** A limit on the bound respects it. */
function againstBound({ low, high }: Pick<Interval, 'low' | 'high'>, rule: GateRule): Outcome {
  if (low === null || high === null) return 'inconclusive'
  if ('atLeast' in rule) return low >= rule.atLeast ? 'pass' : high < rule.atLeast ? 'fail' : 'inconclusive'
  if ('atMost' in rule) return high <= rule.atMost ? 'pass' : low > rule.atMost ? 'fail' : 'inconclusive'
  return 'inconclusive'
}

export function judgeMargin(
  { name, metric, rule }: NamedRule,
  baseline: Configured,
  candidate: Configured,
  about: Circumstances,
): RuleResult {
  const { level } = about
  const sides = { baseline: baseline.rows, candidate: candidate.rows }
  const { comparison, procedure } = weighSides({ name, metric }, sides, { ...rule, level })
  const { effect, verdict, findings } = comparison
  const margin = marginOf({ metric, baseline: comparison.baseline, ...rule })
  const narrower = 1 - 2 * (1 - level)
  const { low, high, reason } = procedure.intervalAt(narrower)
  const isHigher = metric.better === 'higher'
  const bound = isHigher ? low : high
  // Nothing was measured again that could be worse; and where no difference varies, there is no interval.
  const isSame = bound === null && effect.value === 0 && areSameExecutions(sides)
  const found = isSame ? 'pass' : againstMargin(bound, margin, isHigher, verdict)
  const problem = findings.find(({ severity }) => severity === 'error')
  const outcome = found === 'pass' && (about.isCutShort || problem !== undefined) ? 'inconclusive' : found
  const limit = isSame
    ? 'both sides are the same executions'
    : bound === null
      ? `no interval: ${reason ?? 'it is unknown'}`
      : `${isHigher ? 'from' : 'up to'} ${signed(bound)} at ${shareText(narrower)}`
  const change = `${numberText(comparison.candidate.value)} against ${numberText(comparison.baseline.value)}, a difference of ${signed(effect.value)} (${limit}; ${verdict})`
  const against = margin === null ? ruleText(rule) : margin.value === null ? margin.text : ruleText(rule)
  const message = `${nameOf(name, candidate, about)} ${words[outcome]}: ${change}${besides(comparison.candidate)}, for a ${against}${unpaired(comparison)}${cutShort(found, about)}${branded(problem)}.`
  const estimate = estimateAt(level, name, metric, rowsOf(candidate))
  return { metric: name, outcome, message, rule, params: candidate.params, estimate, comparison }
}

/** Whether both sides show what the same runs executed, in all rows. */
function areSameExecutions({ baseline, candidate }: Read): boolean {
  const keyOf = ({ id, trial, row }: Entry) => [id, trial, row['datapoint'] ?? null, row['produced_by'] ?? null]
  const isSame = (before: Entry, after: Entry | undefined) =>
    after !== undefined && (before.row['datapoint'] ?? null) !== null && isDeepStrictEqual(keyOf(before), keyOf(after))
  const { entries } = baseline
  return entries.length === candidate.entries.length && entries.every((before, i) => isSame(before, candidate.entries[i]))
}

/** The bound on the side that is worse; one on the margin is outside. */
function againstMargin(bound: number | null, margin: Margin | null, isHigher: boolean, verdict: Verdict): Outcome {
  const within = margin?.value ?? null
  if (bound !== null && within !== null && (isHigher ? bound > -within : bound < within)) return 'pass'
  return verdict === 'worse' ? 'fail' : 'inconclusive'
}

const words: Readonly<Record<Outcome, string>> = { pass: 'passes', fail: 'fails', inconclusive: 'is inconclusive' }

function rowsOf({ rows }: Configured) {
  return rows.entries.map(({ row }) => row)
}

function nameOf(name: string, { text }: Configured, { several }: Circumstances): string {
  return several ? `${name} (${text})` : name
}

function signed(value: number | null): string {
  return value !== null && value > 0 ? `+${numberText(value)}` : numberText(value)
}

function besides({ failed, unanswered }: Pick<Estimate, 'failed' | 'unanswered'>): string {
  const counts = [failed > 0 && `${failed} failed`, unanswered > 0 && `${unanswered} unanswered`].filter(one => one !== false)
  return counts.length === 0 ? '' : ` with ${counts.join(' and ')}`
}

function unpaired({ unpaired: { baseline, candidate } }: Comparison): string {
  if (baseline + candidate === 0) return ''
  return `; ${baseline} items only in the baseline, ${candidate} only in the candidate`
}

function cutShort(found: Outcome, { isCutShort }: Circumstances): string {
  return found === 'pass' && isCutShort ? '; the run was stopped before its end, so that nothing passes' : ''
}

function branded(problem: Finding | undefined): string {
  return problem === undefined ? '' : `; ${problem.message} (${problem.count})`
}
