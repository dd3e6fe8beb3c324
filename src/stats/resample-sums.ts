// The bootstrap of a value that is computed from sums over rows, such as an F1 score or a root mean square: a draw costs additions alone.
import { type BootstrapResult, bootstrapInterval } from './bootstrap-draws.ts'
import { checkInteger } from './check.ts'
import { type ResampleOptions, eachResample, resamplePlan } from './resample-plan.ts'

/** How rows add up to a value. */
export interface SumsStatistic {
  /** How many sums there are, an integer from 1. */
  readonly size: number
  /** Adds a row, by its index, to the sums, `times` over; -1 takes it away. */
  readonly add: (sums: Float64Array, row: number, times: number) => void
  /** The value of the sums; null, `NaN` and the infinities mean that it is undefined there. */
  readonly value: (sums: Float64Array) => number | null
}

/**
 * The value of `n` rows and its bootstrap interval: `bootstrap` of that statistic with the same seed, but for rounding. Leaving a
 * unit out, as BCa does, is a subtraction.
 */
export function bootstrapSums(n: number, statistic: SumsStatistic, options: ResampleOptions): BootstrapResult {
  checkInteger('size', statistic.size, 1)
  const plan = resamplePlan(n, options)
  const { areTrialsRandom, random } = plan
  const { count, starts, rows } = plan.groups
  const total = new Float64Array(statistic.size)
  for (let row = 0; row < n; row++) statistic.add(total, row, 1)
  const value = n === 0 ? null : finite(statistic.value(total))
  const draws = value === null || count < 2 ? 0 : plan.draws
  const drawn = new Float64Array(draws)
  const sums = new Float64Array(statistic.size)
  let kept = 0
  eachResample({ ...plan, draws }, chosen => {
    sums.fill(0)
    for (const unit of chosen) {
      const [start, end] = [starts[unit] ?? 0, starts[unit + 1] ?? 0]
      for (let i = start; i < end; i++) statistic.add(sums, rows[areTrialsRandom ? start + random.index(end - start) : i] ?? 0, 1)
    }
    const result = finite(statistic.value(sums))
    if (result !== null) drawn[kept++] = result
  })
  const jackknife = () =>
    Array.from({ length: count }, (_, unit) => {
      sums.set(total)
      for (const row of rows.subarray(starts[unit], starts[unit + 1])) statistic.add(sums, row, -1)
      return finite(statistic.value(sums))
    })
  const counts = { n, clusters: count, draws, isExact: plan.isExact }
  return bootstrapInterval({ value, ...counts, drawn: drawn.subarray(0, kept), jackknife }, plan.interval, plan.level)
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
