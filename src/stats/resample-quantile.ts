// The bootstrap of a quantile: values are sorted once, and a draw counts how often each is there.
import { type BootstrapResult, bootstrapInterval } from './bootstrap-draws.ts'
import type { Groups } from './groups.ts'
import { nearestRank, quantileNearestRank } from './quantile.ts'
import { type ResampleOptions, eachResample, resamplePlan } from './resample-plan.ts'

/**
 * The nearest-rank quantile at `level` of `values`, and its percentile interval over resamples of rows or of whole clusters: `bootstrap` of
 * that statistic with the same seed. A resample in which it falls on an infinity is left out.
 */
export function bootstrapQuantile(
  values: readonly number[],
  level: number,
  options: Omit<ResampleOptions, 'trials' | 'interval'>,
): BootstrapResult {
  const plan = resamplePlan(values.length, { ...options, interval: 'percentile' })
  const { count, starts } = plan.groups
  const order = Int32Array.from(values.keys()).sort((a, b) => inOrder(values[a] ?? 0, values[b] ?? 0))
  const sorted = Float64Array.from(order, row => values[row] ?? 0)
  const units = unitsOf(order, plan.groups)
  const value = finite(quantileNearestRank(sorted, level))
  const draws = value === null || count < 2 ? 0 : plan.draws
  const drawn = new Float64Array(draws)
  const times = new Int32Array(count)
  let kept = 0
  eachResample({ ...plan, draws }, chosen => {
    times.fill(0)
    let total = 0
    for (const unit of chosen) {
      times[unit] = (times[unit] ?? 0) + 1
      total += (starts[unit + 1] ?? 0) - (starts[unit] ?? 0)
    }
    const rank = nearestRank(total, level)
    let place = 0
    for (let seen = times[units[0] ?? 0] ?? 0; seen < rank; seen += times[units[place] ?? 0] ?? 0) place++
    const result = finite(sorted[place] ?? null)
    if (result !== null) drawn[kept++] = result
  })
  const counts = { n: values.length, clusters: count, draws, isExact: plan.isExact }
  const result = { value, ...counts, drawn: drawn.subarray(0, kept), jackknife: () => [] }
  return bootstrapInterval(result, plan.interval, plan.level)
}

/** The unit of each of these rows. */
function unitsOf(order: Int32Array, { count, starts, rows }: Groups): Int32Array {
  const unitOf = new Int32Array(rows.length)
  for (let unit = 0; unit < count; unit++) {
    for (let i = starts[unit] ?? 0; i < (starts[unit + 1] ?? 0); i++) unitOf[rows[i] ?? 0] = unit
  }
  return order.map(row => unitOf[row] ?? 0)
}

/** As typed arrays sort: −0 before 0. Infinities are equal to themselves. */
function inOrder(a: number, b: number): number {
  if (a !== b) return a < b ? -1 : 1
  return a === 0 ? Math.sign(1 / a) - Math.sign(1 / b) : 0
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
