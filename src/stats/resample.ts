// The bootstrap of any statistic of rows or of whole clusters of rows, with BCa limits: for medians, F1 scores and the like.
import { bootstrapInterval } from './bootstrap-draws.ts'
import type { BootstrapResult } from './bootstrap-draws.ts'
import { listGroups } from './groups.ts'
import { eachResample, resamplePlan } from './resample-plan.ts'
import type { ResampleOptions } from './resample-plan.ts'

/**
 * The `statistic` of `rows` and its bootstrap interval. It is called with all rows, then with each resample: as many rows (with
 * `clusters`, whole clusters) as there are, drawn with replacement; null, `NaN` and the infinities mean that it is undefined there.
 *
 * Up to 6 rows or clusters all resamples are made and nothing is random, unless trials are. BCa leaves each unit out once: as many
 * further calls. For a mean or another ratio of sums `bootstrapRatio` is the same, and much faster.
 *
 * Limits and standard error are null with a reason under 2 units, when the statistic is undefined on the data or in over 5 % of the
 * resamples, and when all resamples agree; only the limits, when BCa is undefined. Fit for 20 units or more. `RangeError` for a
 * list of clusters of another length, and for `draws` or level out of range.
 *
 * Sources: Efron and Tibshirani, "An introduction to the bootstrap" (1993), chapters 13 and 14; Davison and Hinkley, "Bootstrap
 * methods and their application" (1997), section 3.8, for trials that are random.
 */
export function bootstrap<Row>(
  rows: readonly Row[],
  statistic: (rows: readonly Row[]) => number | null,
  options: ResampleOptions,
): BootstrapResult {
  const plan = resamplePlan(rows.length, options)
  const { areTrialsRandom, random } = plan
  const { count } = plan.groups
  const groups = listGroups(plan.groups)
  const value = rows.length === 0 ? null : finite(statistic(rows))
  const drawn: number[] = []
  const draws = value === null || count < 2 ? 0 : plan.draws
  eachResample({ ...plan, draws }, chosen => {
    const resampled: Row[] = []
    for (const unit of chosen) {
      const group = groups[unit] ?? []
      for (const row of group) resampled.push(rows[areTrialsRandom ? (group[random.index(group.length)] ?? row) : row] as Row)
    }
    const result = finite(statistic(resampled))
    if (result !== null) drawn.push(result)
  })
  const jackknife = () =>
    groups.map(group => {
      const left = new Set(group)
      return finite(statistic(rows.filter((_, row) => !left.has(row))))
    })
  const counts = { n: rows.length, clusters: count, draws, isExact: plan.isExact }
  return bootstrapInterval({ value, ...counts, drawn: Float64Array.from(drawn), jackknife }, plan.interval, plan.level)
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
