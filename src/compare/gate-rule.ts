// What a rule of a gate may say, and what is wrong with one.
import { kindOf } from '../base/kind.ts'
import { isPlainObject } from '../base/keys.ts'
import { checkNames } from '../base/options.ts'
import type { NamedMetric } from './rows.ts'
import { numberText, shareText } from './texts.ts'

/** A bound that the whole interval must respect, or a margin against the baseline: absolute, or a share of the baseline. */
export type GateRule =
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly margin: number }
  | { readonly marginRatio: number }

export interface NamedRule extends NamedMetric {
  readonly rule: GateRule
}

/** A `TypeError` or `RangeError` for what is not one of the four with a number; a margin is above 0. */
export function checkRule(name: string, rule: unknown): GateRule {
  const example = '{ atLeast: 0.8 }'
  if (!isPlainObject(rule))
    throw new TypeError(`expected the rule of ${name} to be an object like ${example}, got ${kindOf(rule)}`)
  checkNames(rule, ['atLeast', 'atMost', 'margin', 'marginRatio'], `the rule of ${name}`)
  const entries = Object.entries(rule)
  const [key = '', value] = entries[0] ?? []
  if (entries.length !== 1)
    throw new RangeError(
      `expected the rule of ${name} to be one of atLeast, atMost, margin and marginRatio, got ${entries.length}`,
    )
  const isAbove = key === 'margin' || key === 'marginRatio'
  if (typeof value !== 'number' || !Number.isFinite(value) || (isAbove && value <= 0))
    throw new RangeError(`expected \`${key}\` of ${name} to be a number${isAbove ? ' above 0' : ''}, got ${String(value)}`)
  return rule as GateRule
}

export function isMargin(rule: GateRule): rule is { readonly margin: number } | { readonly marginRatio: number } {
  return 'margin' in rule || 'marginRatio' in rule
}

/** `at least 0.8`, `a margin of 1 % of the baseline`. */
export function ruleText(rule: GateRule): string {
  if ('atLeast' in rule) return `at least ${numberText(rule.atLeast)}`
  if ('atMost' in rule) return `at most ${numberText(rule.atMost)}`
  return 'margin' in rule ? `margin of ${numberText(rule.margin)}` : `margin of ${shareText(rule.marginRatio)} of the baseline`
}
