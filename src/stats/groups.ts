// Puts rows into their clusters: two lists of whole numbers, since an array for each of a million clusters is slow and large.

/** What names the cluster of an item; 1 and '1' are two clusters. */
export type ClusterKey = string | number

/** Clusters in the order in which they first occur. */
export interface Groups {
  readonly count: number
  /** Where the rows of each begin in `rows`; one more at the end. */
  readonly starts: Int32Array
  /** Rows by index, cluster by cluster, ascending in each. */
  readonly rows: Int32Array
}

/** The clusters of `n` rows, one key a row; without keys each row is its own. */
export function groupRows(n: number, clusters: readonly ClusterKey[] | undefined): Groups {
  if (clusters === undefined) return { count: n, starts: upTo(n + 1), rows: upTo(n) }
  const { count, numbers } = numbered(clusters)
  const starts = new Int32Array(count + 1)
  for (const number of numbers) starts[number + 1] = (starts[number + 1] ?? 0) + 1
  for (let i = 0; i < count; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0)
  const next = starts.slice(0, count)
  const rows = new Int32Array(n)
  for (let row = 0; row < n; row++) {
    const number = numbers[row] ?? 0
    const place = next[number] ?? 0
    rows[place] = row
    next[number] = place + 1
  }
  return { count, starts, rows }
}

/** The rows of each cluster: a view, not a copy. */
export function listGroups({ count, starts, rows }: Groups): Int32Array[] {
  return Array.from({ length: count }, (_, unit) => rows.subarray(starts[unit], starts[unit + 1]))
}

/** Numbers from 0 for keys, in the order in which they first occur. */
function numbered(keys: readonly ClusterKey[]): { readonly count: number; readonly numbers: Int32Array } {
  const known = new Map<ClusterKey, number>()
  const numbers = new Int32Array(keys.length)
  for (const [i, key] of keys.entries()) {
    const number = known.get(key) ?? known.size
    if (number === known.size) known.set(key, number)
    numbers[i] = number
  }
  return { count: known.size, numbers }
}

function upTo(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i)
}
