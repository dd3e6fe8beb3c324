// The bootstrap of a ratio of sums over rows, such as a mean, a rate or a weighted mean: a draw costs one addition a unit.
import { bootstrapInterval } from './bootstrap-draws.ts'
import type { BootstrapResult } from './bootstrap-draws.ts'
import { checkPaired } from './check.ts'
import { listGroups } from './groups.ts'
import { eachResample, resamplePlan } from './resample-plan.ts'
import type { ResampleOptions } from './resample-plan.ts'
import { sum } from './sum.ts'

/**
 * Σ `numerators` / Σ `denominators` over rows and its bootstrap interval: `bootstrap` of that statistic with the same seed, but for
 * rounding. Denominators of 1 make it the mean of the numerators. 10,000 draws of 10,000 rows take about a second.
 *
 * The ratio is undefined, as in `bootstrap`, where the denominators add up to 0 and where an entry is not finite. `RangeError` as
 * there, and for lists of different lengths.
 */
export function bootstrapRatio(
  numerators: readonly number[],
  denominators: readonly number[],
  options: ResampleOptions,
): BootstrapResult {
  checkPaired('denominators', denominators, numerators.length)
  const plan = resamplePlan(numerators.length, options)
  const groups = listGroups(plan.groups)
  const sumOf = (values: readonly number[], group: Int32Array) => sum(Float64Array.from(group, row => values[row] ?? 0))
  const tops = Float64Array.from(groups, group => sumOf(numerators, group))
  const bottoms = Float64Array.from(groups, group => sumOf(denominators, group))
  const [top, bottom] = [sum(tops), sum(bottoms)]
  const value = finite(top / bottom)
  const draws = value === null || groups.length < 2 ? 0 : plan.draws
  const drawn = new Float64Array(draws)
  let kept = 0
  const keep = (ratio: number) => {
    if (Number.isFinite(ratio)) drawn[kept++] = ratio
  }
  eachResample({ ...plan, draws }, chosen => {
    let numerator = 0
    let denominator = 0
    for (let i = 0; i < chosen.length; i++) {
      const unit = chosen[i] ?? 0
      if (plan.areTrialsRandom) {
        const group = groups[unit] ?? []
        for (let trial = 0; trial < group.length; trial++) {
          const row = group[plan.random.index(group.length)] ?? 0
          numerator += numerators[row] ?? 0
          denominator += denominators[row] ?? 0
        }
      } else {
        numerator += tops[unit] ?? 0
        denominator += bottoms[unit] ?? 0
      }
    }
    keep(numerator / denominator)
  })
  const jackknife = () => groups.map((_, unit) => finite((top - (tops[unit] ?? 0)) / (bottom - (bottoms[unit] ?? 0))))
  const counts = { n: numerators.length, clusters: groups.length, draws, isExact: plan.isExact }
  return bootstrapInterval({ value, ...counts, drawn: drawn.subarray(0, kept), jackknife }, plan.interval, plan.level)
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
