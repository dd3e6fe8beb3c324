// Holds a candidate against rules: bounds that its whole interval must respect, and margins against a baseline.
import { kindOf } from '../base/kind.ts'
import { isPlainObject } from '../base/keys.ts'
import { checkNames } from '../base/options.ts'
import { type Named, declarationOfRows } from '../record/benchmark.ts'
import { DEFAULT_LEVEL } from '../stats/interval.ts'
import { checkBounds } from './compare.ts'
import { type Configured, commonParts, readConfigurations } from './gate-configurations.ts'
import { type Outcome, type RuleResult, judgeBound, judgeMargin } from './gate-outcome.ts'
import { type GateRule, type NamedRule, checkRule, isMargin } from './gate-rule.ts'
import { type Rows, checkRows, metricFor } from './rows.ts'
import { numberText } from './texts.ts'

export interface GateOptions<R> {
  /** What margins are against. */
  readonly baseline?: Rows<R>
  /** What a rule without an answer does to the gate. Default `fail`. */
  readonly inconclusive?: 'fail' | 'pass'
  /** 1 − α, of the intervals of bounds; that of a margin has the level 1 − 2α. Default 0.95. */
  readonly level?: number
}

export interface Gate {
  /** Whether every rule passed; with `inconclusive: 'pass'`, whether none failed. */
  readonly passed: boolean
  /** How many passed, and a line for each rule that did not. */
  readonly message: string
  /** One for each rule and configuration. */
  readonly rules: readonly RuleResult[]
}

/**
 * Several rules at once, by the names of metrics that the benchmark of these rows declares. A bound passes when the whole interval of the
 * estimate respects it, fails when none of it does, else is inconclusive. A margin passes when the interval of the difference ends inside it
 * on the side that is worse, fails when it does not and the verdict is `worse`, else is inconclusive.
 *
 * Of several configurations each is held against the baseline's of the same params. A run that was stopped passes nothing; failed rows
 * count as the metric says. A `TypeError` or `RangeError` for no rule, a name of no metric, a margin without a baseline, a margin of a metric
 * that does not say which direction is better, and sides that have no configuration in common.
 */
export function gate<R, M extends string>(
  candidate: Rows<R> & Named<M>,
  rules: { readonly [K in M]?: GateRule },
  options: GateOptions<NoInfer<R>> = {},
): Promise<Gate> {
  return gateAny(candidate, rules, options)
}

async function gateAny(candidate: Rows<unknown>, rules: object, options: GateOptions<unknown>): Promise<Gate> {
  checkNames(options, ['baseline', 'inconclusive', 'level'], 'gate()')
  checkRows('candidate', candidate)
  if (!isPlainObject(rules)) throw new TypeError(`expected gate() to get rules by the names of metrics, got ${kindOf(rules)}`)
  const named = Object.entries(rules).flatMap(([name, rule]): NamedRule[] =>
    rule === undefined ? [] : [{ ...metricFor(candidate, name), rule: checkRule(name, rule) }],
  )
  return gateRows(candidate, named, { ...options, isCutShort: declarationOfRows(candidate)?.isCutShort === true })
}

/** By metrics instead of their names, several rules of one included. */
export async function gateRows(
  candidate: Rows<unknown>,
  rules: readonly NamedRule[],
  { baseline, inconclusive = 'fail', level = DEFAULT_LEVEL, isCutShort }: GateOptions<unknown> & { readonly isCutShort: boolean },
): Promise<Gate> {
  checkBounds({ level }, 'gate()')
  if (inconclusive !== 'fail' && inconclusive !== 'pass')
    throw new RangeError(`expected \`inconclusive\` of gate() to be fail or pass, got ${String(inconclusive)}`)
  if (rules.length === 0) throw new RangeError('expected gate() to get at least one rule, got none')
  checkMargins(rules, baseline)
  const after = await readConfigurations('candidate', candidate, rules)
  if (after.length === 0) throw new RangeError('expected the candidate to have rows, got none')
  const margins = rules.filter(({ rule }) => isMargin(rule))
  const before = baseline === undefined || margins.length === 0 ? [] : await readConfigurations('baseline', baseline, margins)
  const { pairs, alone } = margins.length === 0 ? { pairs: [], alone: [] } : commonParts(before, after)
  const several = after.length > 1
  const results = after.flatMap(one => {
    const other = pairs.find(({ candidate: own }) => own === one)?.baseline
    return rules.flatMap(rule => {
      if (!isMargin(rule.rule)) return [judgeBound(rule, one, { level, isCutShort, several })]
      return other === undefined ? [] : [judgeMargin(rule, other, one, { level, isCutShort, several })]
    })
  })
  const isGood = ({ outcome }: RuleResult) => outcome === 'pass' || (outcome === 'inconclusive' && inconclusive === 'pass')
  const passed = results.every(isGood)
  return { passed, message: messageOf(results, passed, alone), rules: results }
}

function checkMargins(rules: readonly NamedRule[], baseline: Rows<unknown> | undefined): void {
  if (baseline !== undefined) checkRows('baseline', baseline)
  for (const { name, metric, rule } of rules) {
    if (!isMargin(rule)) continue
    if (baseline === undefined) throw new TypeError(`expected gate() to get \`baseline\` for the margin of ${name}, got none`)
    if (metric.better === undefined)
      throw new TypeError(
        `expected ${name} to say which direction is better, because a margin needs one, got none; declare it with \`better\``,
      )
  }
}

const words: Readonly<Record<Outcome, string>> = { pass: 'passed', fail: 'failed', inconclusive: 'inconclusive' }

function messageOf(results: readonly RuleResult[], passed: boolean, alone: readonly Configured[]): string {
  const counts = (['pass', 'fail', 'inconclusive'] as const)
    .map(outcome => [words[outcome], results.filter(one => one.outcome === outcome).length] as const)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${numberText(count)} ${word}`)
  const lines = results.filter(({ outcome }) => outcome !== 'pass').map(({ message }) => message)
  const lone = alone.map(({ text, side }) => `${text}: only the ${side} has this configuration, so no margin is held against it.`)
  return [`The gate ${passed ? 'passed' : 'failed'}: ${counts.join(', ')}.`, ...lines, ...lone].join('\n')
}
