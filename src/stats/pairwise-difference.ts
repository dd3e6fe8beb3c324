// The k-th smallest of all differences between two groups, without listing them: 10,000 values a side have 100 million.

/** Halvings of the range until two neighbouring doubles are left; the range of doubles has 2^64 at most. */
const STEPS = 1100

/**
 * The `rank`-th smallest `first[i]` - `second[j]`, counted from 1, of two lists in ascending order, which are not checked. The
 * rank lies between 1 and the number of pairs. In a time that grows with the sum of the lengths.
 */
export function pairwiseDifference(first: ArrayLike<number>, second: ArrayLike<number>, rank: number): number {
  let low = (first[0] ?? 0) - (second[second.length - 1] ?? 0)
  let high = (first[first.length - 1] ?? 0) - (second[0] ?? 0)
  if (countAtMost(first, second, low).count >= rank) return low
  for (let step = 0; step < STEPS; step++) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) break
    const { count, largest } = countAtMost(first, second, middle)
    // Only values that occur are kept above, so that the search ends at one.
    if (count >= rank) high = largest
    else low = middle
  }
  return high
}

/** How many differences are at most `limit`, and the largest of those. */
function countAtMost(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  limit: number,
): { readonly count: number; readonly largest: number } {
  let count = 0
  let largest = -Infinity
  // The larger the first value, the fewer second ones are small enough to leave a difference above the limit.
  let from = 0
  for (let i = 0; i < first.length; i++) {
    const value = first[i] ?? 0
    while (from < second.length && value - (second[from] ?? 0) > limit) from++
    if (from === second.length) break
    count += second.length - from
    largest = Math.max(largest, value - (second[from] ?? 0))
  }
  return { count, largest }
}
