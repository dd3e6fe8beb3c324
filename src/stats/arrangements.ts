// The ways to rearrange labels among values: counted, all visited, or drawn at random.
import type { Random } from './random.ts'

/** All arrangements are looked at up to this many; more are sampled. */
export const EXACT_LIMIT = 200_000

/** Draws where arrangements are too many, and of a bootstrap. */
export const DEFAULT_DRAWS = 10_000

/** How many subsets of `size` out of `n` there are: exact below 2^53 and infinite far above. */
export function countSubsets(n: number, size: number): number {
  let count = 1
  for (let i = 1; i <= Math.min(size, n - size); i++) count = Math.round((count * (n - i + 1)) / i)
  return count
}

/**
 * Calls `visit` with every subset of `size` indices out of 0 to `n` - 1, ascending, from the first ones on. The array is one and the
 * same, overwritten between calls.
 */
export function eachSubset(n: number, size: number, visit: (chosen: Int32Array) => void): void {
  const chosen = Int32Array.from({ length: size }, (_, i) => i)
  for (;;) {
    visit(chosen)
    let last = size - 1
    while (last >= 0 && chosen[last] === n - size + last) last--
    if (last < 0) return
    const from = (chosen[last] ?? 0) + 1
    for (let i = last; i < size; i++) chosen[i] = from + i - last
  }
}

/** Moves a random subset of `size` into the first places of `order`, in place: as many swaps of Fisher and Yates. */
export function drawSubset(order: Int32Array, size: number, random: Random): void {
  for (let i = 0; i < size; i++) {
    const other = i + random.index(order.length - i)
    const moved = order[i] ?? 0
    order[i] = order[other] ?? 0
    order[other] = moved
  }
}

/** Fills `signs` with +1 and -1 by the low bits of `pattern`, or at random without one. */
export function flipSigns(signs: Int8Array, source: number | Random): void {
  let bits = 0
  for (let i = 0; i < signs.length; i++) {
    if (i % 32 === 0) bits = typeof source === 'number' ? source : source.index(2 ** 32)
    signs[i] = (bits >>> (i % 32)) & 1 ? -1 : 1
  }
}

/** The p-value of `hits` among `draws` arrangements, and its standard deviation over seeds. */
export function arrangementP(
  hits: number,
  draws: number,
  isExact: boolean,
): { readonly p: number; readonly error: number | null } {
  if (isExact) return { p: hits / draws, error: null }
  // The observed arrangement is one of those that could have been drawn: without it p could be 0.
  const p = (1 + hits) / (1 + draws)
  return { p, error: Math.sqrt((p * (1 - p)) / (1 + draws)) }
}
