// Whether two values are the same to the last bit, as cells hold them, and how a finding shows them.
import { type Cell, toCell } from '../../record/cells.ts'
import { keepApart } from '../../record/large.ts'

/** `null` and absent are the same here, `0` and `-0`, `NaN` and `null`, `1` and `true` are not; a large value is its content's hash. */
export function isSameCell(a: unknown, b: unknown): boolean {
  if (a === b) return a !== 0 || Object.is(a, b)
  const [first, second] = [cellOf(a), cellOf(b)]
  return first.type === second.type && isSameValue(first.value, second.value)
}

function cellOf(value: unknown): Cell {
  return keepApart(toCell(value ?? null, 'value'))
}

function isSameValue(a: Cell['value'], b: Cell['value']): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0
  return Object.is(a, b)
}

/** The first keys in which two records differ, with both values. */
export function differingKeys(
  stored: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
  keys: Iterable<string>,
): string[] {
  return [...keys].filter(key => !isSameCell(stored[key], expected[key]))
}
