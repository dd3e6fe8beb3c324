// The configurations of a benchmark: each entry of `params` once, and which of them a run selects.
import { inspect, isDeepStrictEqual } from 'node:util'
import { suggestion } from '../../base/nearest.ts'
import { canonical } from '../../identity/canonical.ts'
import { digestText } from '../../identity/digest.ts'
import type { Selector } from '../../tracker/selection.ts'
import type { Declaration } from './spec.ts'

/** One entry of `params`. */
export interface Configuration {
  readonly params: object
  readonly text: string
  readonly digest: string
}

export function configurationsOf({ name, params }: Declaration): Configuration[] {
  const positions = new Map<string, number>()
  return params.map((entry, i) => {
    const text = canonical(entry, `params[${i}] of ${name}`)
    const before = positions.get(text)
    if (before !== undefined)
      throw new RangeError(`expected each entry of \`params\` of ${name} once, but params[${before}] and params[${i}] are equal`)
    positions.set(text, i)
    return { params: entry, text, digest: digestText(text) }
  })
}

/** A `RangeError` names a param or value that no entry has. */
export function selectConfigurations<T extends { readonly params: object }>(
  all: readonly T[],
  selector: Selector<never> | undefined,
): T[] {
  if (selector === undefined) return [...all]
  if (typeof selector === 'function')
    return notEmpty(
      all.filter(({ params }) => selector(params as never)),
      all.length,
    )
  const wanted = Object.entries(selector as Record<string, unknown>)
  for (const [key, value] of wanted) checkWanted(all, key, value)
  return notEmpty(
    all.filter(({ params }) => wanted.every(([key, value]) => matches((params as Record<string, unknown>)[key] ?? null, value))),
    all.length,
  )
}

function notEmpty<T>(selected: T[], total: number): T[] {
  if (selected.length > 0) return selected
  throw new RangeError(`expected \`params\` to select at least one configuration, but it selects none of ${total}`)
}

/** A text also matches a value that is written so, because a command line has only texts. */
function matches(value: unknown, wanted: unknown): boolean {
  const isSimple = value === null || typeof value !== 'object'
  if (isDeepStrictEqual(value, wanted) || (isSimple && typeof wanted === 'string' && String(value) === wanted)) return true
  return Array.isArray(wanted) && wanted.some(one => matches(value, one))
}

function checkWanted(all: readonly { readonly params: object }[], key: string, value: unknown): void {
  const keys = [...new Set(all.flatMap(({ params }) => Object.keys(params)))]
  if (!keys.includes(key))
    throw new RangeError(
      `expected a param of the benchmark (${keys.join(', ') || 'it has none'}), got \`${key}\`.${suggestion(key, keys)}`,
    )
  const values = all.map(({ params }) => (params as Record<string, unknown>)[key] ?? null)
  const isList = Array.isArray(value) && value.length > 0 && !values.some(one => isDeepStrictEqual(one, value))
  const wanted: readonly unknown[] = isList ? value : [value]
  const position = wanted.findIndex(one => !values.some(known => matches(known, one)))
  if (position < 0) return
  const unknown = wanted[position]
  const texts = [...new Set(values.map(one => (typeof one === 'string' ? one : textOf(one))))]
  throw new RangeError(
    `expected a value of the param \`${key}\` (${texts.join(', ')}), got ${textOf(unknown)}.${suggestion(String(unknown), texts)}`,
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : inspect(value, { breakLength: Number.POSITIVE_INFINITY })
}
