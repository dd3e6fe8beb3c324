// Where to cut a bootstrap distribution: straight percentiles, or Efron's BCa, which corrects for bias and skewness.
import { upperProbability } from './interval.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { sum } from './sum.ts'

/** The levels of the quantiles that are the limits, and what moved them. */
export interface BootstrapLevels {
  readonly low: number
  readonly high: number
  /** z0: how far the distribution's median lies from the value, in standard deviations; null for percentiles. */
  readonly biasCorrection: number | null
  /** a: how fast the standard error changes with the value; null for percentiles. */
  readonly acceleration: number | null
}

/** Values that differ by less than this, relative to the largest, are equal but for the rounding of the statistic. */
const ROUNDING = 1e-12

/** The levels of the percentile interval: 0.025 and 0.975 at 0.95. */
export function percentileLevels(level: number): BootstrapLevels {
  return { low: 1 - upperProbability(level), high: upperProbability(level), biasCorrection: null, acceleration: null }
}

/**
 * The levels of the BCa interval at `level`, from the `drawn` values, the `value` of the data and its values with each unit left
 * out; a reason where they are undefined.
 *
 * Source: Efron, "Better bootstrap confidence intervals", JASA 82 (1987); draws that equal the value count as half below it.
 */
export function bcaLevels(
  drawn: Float64Array,
  value: number,
  jackknife: readonly (number | null)[],
  level: number,
): BootstrapLevels | { readonly reason: string } {
  const rounding = ROUNDING * drawn.reduce((largest, draw) => Math.max(largest, Math.abs(draw)), 0)
  let twiceBelow = 0
  for (const draw of drawn) twiceBelow += Math.abs(draw - value) <= rounding ? 1 : draw < value ? 2 : 0
  const share = twiceBelow / (2 * drawn.length)
  if (share === 0 || share === 1) return { reason: 'all draws lie on one side of the value, so the bias is unknown' }
  const biasCorrection = normalQuantile(share)
  const acceleration = accelerationOf(jackknife, rounding)
  if (acceleration === null)
    return { reason: 'the statistic without one unit is undefined or constant, so the skewness is unknown' }
  const cut = (z: number) => {
    const shifted = biasCorrection + z
    const stretch = 1 - acceleration * shifted
    return stretch > 0 ? normalCdf(biasCorrection + shifted / stretch) : null
  }
  const z = normalQuantile(upperProbability(level))
  const [low, high] = [cut(-z), cut(z)]
  if (low === null || high === null) return { reason: 'the skewness is too large for a correction at this level' }
  return { low, high, biasCorrection, acceleration }
}

/** Σ (mean - θ)³ / (6 (Σ (mean - θ)²)^1.5) over the values θ without one unit; null when they do not vary. */
function accelerationOf(jackknife: readonly (number | null)[], rounding: number): number | null {
  const values = jackknife.filter(value => value !== null).filter(Number.isFinite)
  if (values.length < jackknife.length) return null
  const mean = sum(values) / values.length
  const largest = values.reduce((size, value) => Math.max(size, Math.abs(mean - value)), 0)
  if (largest <= rounding / values.length) return null
  // Scaled to 1, so that no power overflows or vanishes.
  const distances = values.map(value => (mean - value) / largest)
  const cubes = sum(distances.map(distance => distance ** 3))
  return cubes / (6 * sum(distances.map(distance => distance ** 2)) ** 1.5)
}
