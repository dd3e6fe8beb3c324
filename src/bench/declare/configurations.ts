// The configurations of a benchmark: each entry of `params` once, and which of them a run selects.
import { inspect } from 'node:util'
import { isEqual } from '../../base/equal.ts'
import { suggestion } from '../../base/nearest.ts'
import { canonical } from '../../identity/canonical.ts'
import { digestText } from '../../identity/digest.ts'
import { type FoundSecret, redactParams } from '../../record/secret-params.ts'
import { redactSecrets } from '../../record/secrets.ts'
import type { Selector } from '../../tracker/selection.ts'
import type { Declaration } from './spec.ts'

/** One entry of `params`. */
export interface Configuration {
  /** As they are stored, shown and part of the identity: without secrets. */
  readonly params: object
  /** As they were declared, for the benchmark's own functions alone. */
  readonly given: object
  /** Secrets that stand in them. */
  readonly secrets: readonly FoundSecret[]
  readonly text: string
  readonly digest: string
}

export function configurationsOf({ name, params }: Declaration): Configuration[] {
  const positions = new Map<string, number>()
  return params.map((entry, i) => {
    const { params, found: secrets } = redactParams(entry)
    const text = canonical(params, `params[${i}] of ${name}`)
    const before = positions.get(text)
    if (before !== undefined)
      throw new RangeError(`expected each entry of \`params\` of ${name} once, but params[${before}] and params[${i}] are equal`)
    positions.set(text, i)
    return { params, given: entry, secrets, text, digest: digestText(text) }
  })
}

type Selectable = Pick<Configuration, 'params' | 'given'>

/** A `RangeError` names a param or value that no entry has. */
export function selectConfigurations<T extends Selectable>(all: readonly T[], selector: Selector<never> | undefined): T[] {
  if (selector === undefined) return [...all]
  const passes =
    typeof selector === 'function'
      ? ({ given }: T) => selector(given as never)
      : ({ given }: T) => Object.entries(selector).every(([key, value]) => matches(valueOf(given, key), value))
  if (typeof selector !== 'function') for (const [key, value] of Object.entries(selector)) checkWanted(all, key, value)
  return notEmpty(all.filter(passes), all.length)
}

function notEmpty<T>(selected: T[], total: number): T[] {
  if (selected.length > 0) return selected
  throw new RangeError(`expected \`params\` to select at least one configuration, but it selects none of ${total}`)
}

function valueOf(params: object, key: string): unknown {
  return (params as Record<string, unknown>)[key] ?? null
}

/** A text also matches a value that is written so, because a command line has only texts. */
function matches(value: unknown, wanted: unknown): boolean {
  const isSimple = value === null || typeof value !== 'object'
  if (isEqual(value, wanted) || (isSimple && typeof wanted === 'string' && String(value) === wanted)) return true
  return Array.isArray(wanted) && wanted.some(one => matches(value, one))
}

function checkWanted(all: readonly Selectable[], key: string, value: unknown): void {
  const keys = [...new Set(all.flatMap(({ params }) => Object.keys(params)))]
  if (!keys.includes(key))
    throw new RangeError(
      `expected a param of the benchmark (${keys.join(', ') || 'it has none'}), got \`${key}\`.${suggestion(key, keys)}`,
    )
  const values = all.map(({ given }) => valueOf(given, key))
  const isList = Array.isArray(value) && value.length > 0 && !values.some(one => isEqual(one, value))
  const wanted: readonly unknown[] = isList ? value : [value]
  const position = wanted.findIndex(one => !values.some(known => matches(known, one)))
  if (position < 0) return
  const unknown = wanted[position]
  const shown = all.map(({ params }) => valueOf(params, key))
  const texts = [...new Set(shown.map(one => (typeof one === 'string' ? one : textOf(one))))]
  const got = redactSecrets(textOf(unknown))
  throw new RangeError(
    `expected a value of the param \`${key}\` (${texts.join(', ')}), got ${got}.${suggestion(String(unknown), texts)}`,
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : inspect(value, { breakLength: Number.POSITIVE_INFINITY })
}
