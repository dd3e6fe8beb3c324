// When an answer is the right one.
import { isEqual } from '../base/equal.ts'

/** Equal as a person sees it: −0 is 0, which `Math.round` alone can make. */
export function isSame(value: unknown, expected: unknown): boolean {
  return value === expected || isEqual(value, expected)
}
