// Compares values of any depth, as Node does where it says something.
import { isDeepStrictEqual } from 'node:util'

/** Node's comparison breaks off at sets that hold `undefined` on one side and objects on the other: those are not equal. */
export function isEqual(a: unknown, b: unknown): boolean {
  try {
    return isDeepStrictEqual(a, b)
  } catch {
    return false
  }
}
