// Measures a thing against a raw ceiling in turn, so that a noisy machine moves both sides of the ratio alike.

/** One measurement: how long each side took for the same amount of work. */
export interface Comparison {
  readonly name: string
  /** What one unit of work is, for the rate. */
  readonly unit: string
  readonly count: number
  /** What is measured is no time: it is shown as it is. Default: milliseconds, shown as a rate. */
  readonly isSize?: boolean
  readonly ceiling: string
  readonly aim: string
  readonly ours: () => number | Promise<number>
  readonly raw: () => number | Promise<number>
}

export interface Measured {
  /** Units per second, or the size: the median. */
  readonly figure: number
  /** Time of ours over time of the ceiling: the median of the pairs, and their range. */
  readonly ratio: number
  readonly least: number
  readonly most: number
}

/** Medians over interleaved rounds, after one that does not count. */
export async function compareInTurn({ count, isSize = false, ours, raw }: Comparison, rounds: number): Promise<Measured> {
  const times: { ours: number; raw: number }[] = []
  for (let round = 0; round <= rounds; round++) times.push({ raw: await raw(), ours: await ours() })
  const kept = times.slice(1)
  const ratios = kept.map(pair => pair.ours / pair.raw).sort((a, b) => a - b)
  const median = (sorted: readonly number[]) => sorted[sorted.length >> 1] ?? Number.NaN
  const ofOurs = median(kept.map(pair => pair.ours).sort((a, b) => a - b))
  return {
    figure: isSize ? ofOurs : (count / ofOurs) * 1_000,
    ratio: median(ratios),
    least: ratios[0] ?? Number.NaN,
    most: ratios.at(-1) ?? Number.NaN,
  }
}

/** Milliseconds that a piece of work takes. */
export function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
