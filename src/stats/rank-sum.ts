// How a rank sum is distributed when labels mean nothing: by all labellings, by random ones, or by the counts without ties.
import { countSubsets, drawSubset, eachSubset } from './arrangements.ts'
import type { Random } from './random.ts'

/** A tail of exactly α/2, as 1/40 can be, is not below it although rounding may show it smaller. */
const ROUNDING = 1e-12

/**
 * Twice the rank of every value, counted from 1 in ascending order; equal values share the middle of their ranks, so that twice it
 * is an integer.
 */
export function doubledRanks(values: readonly number[]): Int32Array {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const ranks = new Int32Array(values.length)
  for (let from = 0; from < order.length; ) {
    let to = from + 1
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++
    for (const index of order.slice(from, to)) ranks[index] = from + 1 + to
    from = to
  }
  return ranks
}

/** How many of the labellings have a rank sum at least as far from its mean as the first `size` values; with `random`, of `draws`. */
export function extremeRankSums(
  ranks: Int32Array,
  size: number,
  draws?: { readonly random: Random; readonly count: number },
): number {
  const mean = size * (ranks.length + 1)
  const sumOf = (chosen: Int32Array) => chosen.reduce((total, index) => total + (ranks[index] ?? 0), 0)
  const order = Int32Array.from(ranks, (_, i) => i)
  const observed = Math.abs(sumOf(order.subarray(0, size)) - mean)
  let hits = 0
  const visit = (chosen: Int32Array) => {
    if (Math.abs(sumOf(chosen) - mean) >= observed) hits++
  }
  if (draws === undefined) eachSubset(ranks.length, size, visit)
  else
    for (let draw = 0; draw < draws.count; draw++) {
      drawSubset(order, size, draws.random)
      visit(order.subarray(0, size))
    }
  return hits
}

/** Σ (t³ - t) over groups of t equal ranks: what ties take from the variance. */
export function tieTerm(ranks: Int32Array): number {
  let term = 0
  const sorted = ranks.toSorted()
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1
    while (sorted[to] === sorted[from]) to++
    term += (to - from) ** 3 - (to - from)
    from = to
  }
  return term
}

/**
 * How many of the smallest values of U are each rejected on their own side: P(U ≤ u) < `tail` for u from 0 on, without ties, for
 * groups of `m` and `n` whose labellings are few enough for exact counts in doubles.
 *
 * Source: Mann and Whitney (1947): the counts are the coefficients of Π (1 - x^(n+i)) / (1 - x^i) for i = 1 to m.
 */
export function rejectedCount(m: number, n: number, tail: number): number {
  const [small, large] = m < n ? [m, n] : [n, m]
  const counts = new Float64Array(small * large + 1)
  counts[0] = 1
  for (let i = 1; i <= small; i++) {
    for (let u = counts.length - 1; u >= large + i; u--) counts[u] = (counts[u] ?? 0) - (counts[u - large - i] ?? 0)
    for (let u = i; u < counts.length; u++) counts[u] = (counts[u] ?? 0) + (counts[u - i] ?? 0)
  }
  const total = countSubsets(m + n, small)
  let cumulated = 0
  for (let u = 0; u < counts.length; u++) {
    cumulated += counts[u] ?? 0
    if (cumulated / total >= tail * (1 - ROUNDING)) return u
  }
  return counts.length
}
