// The rules of a gate: those that were typed, and the margins that the metrics of a run declare.
import { isPlainObject } from '../../base/keys.ts'
import { suggestion } from '../../base/nearest.ts'
import { type GateRule, type NamedRule, isMargin } from '../../compare/gate-rule.ts'
import { fromDefinition } from '../../metrics/define.ts'
import type { Definition } from '../../metrics/metric.ts'
import { type Flag, type Input, UsageError } from '../command.ts'

const hint = 'see `assay gate --help`'

export const ruleFlags = {
  'at-least': { kind: 'list', value: 'M=X', about: 'the whole interval of the metric M is to be at least X; may be repeated' },
  'at-most': { kind: 'list', value: 'M=X', about: 'the whole interval of M is to be at most X; may be repeated' },
  margin: {
    kind: 'list',
    value: 'M=X',
    about: 'M may be worse than the baseline by less than X; may be repeated, and stands for a declared margin',
  },
} as const satisfies Readonly<Record<string, Flag>>

export interface TypedRule {
  readonly name: string
  readonly rule: GateRule
}

/** In the order of the flags above. A `UsageError` for words that are no rule, and for two of one kind and metric. */
export function typedRules(flags: Input['flags']): TypedRule[] {
  return [
    ...parse(flags, 'at-least', value => ({ atLeast: value })),
    ...parse(flags, 'at-most', value => ({ atMost: value })),
    ...parse(flags, 'margin', value => ({ margin: value })),
  ]
}

/** A `UsageError` for a margin without a baseline, and for nothing that could be a rule. */
export function checkTyped(typed: readonly TypedRule[], hasBaseline: boolean): void {
  const margin = typed.find(({ rule }) => isMargin(rule))
  if (margin !== undefined && !hasBaseline)
    throw new UsageError(`The margin of ${margin.name} needs a baseline.`, 'name one: --baseline DB, or --baseline DB@RUN')
  if (typed.length === 0 && !hasBaseline) throw new UsageError('There is no rule.', ruleHint)
}

const ruleHint = 'give one: --at-least METRIC=X, --at-most METRIC=X, or --margin METRIC=X with --baseline DB'

function parse(flags: Input['flags'], flag: keyof typeof ruleFlags, toRule: (value: number) => GateRule): TypedRule[] {
  const words = (flags[flag] ?? []) as readonly string[]
  const rules = words.map(word => {
    const equals = word.lastIndexOf('=')
    const [name, text] = [word.slice(0, Math.max(0, equals)), word.slice(equals + 1)]
    const value = text.trim() === '' ? Number.NaN : Number(text)
    const isFitting = name !== '' && Number.isFinite(value) && (flag !== 'margin' || value > 0)
    if (!isFitting)
      throw new UsageError(
        `The flag --${flag} takes METRIC=X with a number${flag === 'margin' ? ' above 0' : ''}, got ${JSON.stringify(word)}.`,
        `for example --${flag} accuracy=${flag === 'margin' ? '0.01' : '0.8'}`,
      )
    return { name, rule: toRule(value) }
  })
  const twice = rules.find(({ name }, i) => rules.findIndex(other => other.name === name) !== i)
  if (twice !== undefined) throw new UsageError(`The flag --${flag} names ${JSON.stringify(twice.name)} twice.`, hint)
  return rules
}

/** The definitions of a run's metrics; `null` for functions of somebody's own. */
export function metricsOf(run: Readonly<Record<string, unknown>>): Readonly<Record<string, Definition | null>> {
  const declaration = run['declaration']
  const metrics = isPlainObject(declaration) ? declaration['metrics'] : null
  return isPlainObject(metrics) ? (metrics as Record<string, Definition | null>) : {}
}

/**
 * Typed rules, and with a baseline the declared margins of the metrics for which none is typed. A `UsageError` for the name of no metric, and
 * for no rule at all.
 */
export function rulesOf(
  typed: readonly TypedRule[],
  metrics: Readonly<Record<string, Definition | null>>,
  hasBaseline: boolean,
): NamedRule[] {
  const named = typed.map(({ name, rule }) => ({ name, rule, metric: fromDefinition(definitionOf(name, metrics)) }))
  const isTyped = (name: string) => named.some(one => one.name === name && isMargin(one.rule))
  const declared = Object.entries(metrics).flatMap(([name, definition]): NamedRule[] => {
    const rule = definition === null || !hasBaseline || isTyped(name) ? null : declaredRule(definition)
    return rule === null || definition === null ? [] : [{ name, rule, metric: fromDefinition(definition) }]
  })
  const rules = [...named, ...declared]
  if (rules.length > 0) return rules
  throw new UsageError('There is no rule, and no metric of the run declares a margin.', ruleHint)
}

function declaredRule({ options: { margin, marginRatio } }: Definition): GateRule | null {
  if (margin !== undefined) return { margin }
  return marginRatio === undefined ? null : { marginRatio }
}

function definitionOf(name: string, metrics: Readonly<Record<string, Definition | null>>): Definition {
  const definition = Object.hasOwn(metrics, name) ? metrics[name] : undefined
  if (definition) return definition
  if (definition === null)
    throw new UsageError(
      `The metric ${JSON.stringify(name)} is a function of your own, which no database holds.`,
      'call gate() in code',
    )
  const names = Object.keys(metrics).filter(one => metrics[one] !== null)
  throw new UsageError(
    `The run has no metric ${JSON.stringify(name)}.${suggestion(name, names)}`,
    `its metrics are ${names.join(', ')}`,
  )
}
