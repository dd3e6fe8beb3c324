// How far predicted probabilities can be believed: the Brier score and the calibration error.
import { checkInteger } from './check.ts'
import { DEFAULT_LEVEL, unknownInterval } from './interval.ts'
import type { Interval } from './interval.ts'
import { meanInterval } from './mean.ts'
import type { MeanInterval } from './mean.ts'
import { sum } from './sum.ts'

/** The mean squared error of probabilities; 0 is best. */
export interface BrierScore extends MeanInterval {
  readonly n: number
  /** n - 1, of the t limits; null without limits. */
  readonly df: number | null
}

/** Predictions whose probability falls into the same bin. */
export interface CalibrationBin {
  /** The bin holds probabilities from `from` on and below `to`; the last one also 1. */
  readonly from: number
  readonly to: number
  readonly n: number
  /** The mean probability and the share of outcomes that are 1; null in an empty bin. */
  readonly meanProbability: number | null
  readonly rate: number | null
}

/** The expected calibration error; its limits are always null, see `calibrationError`. */
export interface CalibrationError extends Interval {
  readonly n: number
  readonly bins: readonly CalibrationBin[]
}

/**
 * The mean of (probability - outcome)² and its t interval over items. `outcomes` has one 0 or 1 for each of `probabilities`; `level`
 * is 0.95 by default. Null as in `meanInterval`. `RangeError` for a probability outside 0 to 1, an outcome other than 0 and 1, and
 * lists of different lengths.
 *
 * Source: Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950), for one of two
 * classes (his sum over both is twice this).
 */
export function brierScore(
  probabilities: readonly number[],
  outcomes: readonly (0 | 1)[],
  level: number = DEFAULT_LEVEL,
): BrierScore {
  checkPredictions(probabilities, outcomes)
  const n = probabilities.length
  const interval = meanInterval(
    probabilities.map((probability, i) => (probability - (outcomes[i] ?? 0)) ** 2),
    level,
  )
  return { ...interval, method: 'brier-t', n, df: interval.standardError === null ? null : n - 1 }
}

/**
 * The mean over `bins` of equal width (10 by default, an integer from 1) of |mean probability - rate|, weighted by the share of
 * predictions in each. 0 is best. Input as for `brierScore`; the value is null without predictions.
 *
 * It depends on the bins, which is why they are part of the result, and is above 0 even for perfect probabilities. A resample of
 * the data is on average worse calibrated than the data, so a bootstrap would not enclose the truth, and there are no limits.
 *
 * Source: Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning" (2015).
 */
export function calibrationError(probabilities: readonly number[], outcomes: readonly (0 | 1)[], bins = 10): CalibrationError {
  checkPredictions(probabilities, outcomes)
  checkInteger('bins', bins, 1)
  const n = probabilities.length
  const places = probabilities.map(probability => binOf(probability, bins))
  const filled = Array.from({ length: bins }, (_, bin): CalibrationBin => {
    const members = [...places.keys()].filter(i => places[i] === bin)
    const mean = (values: readonly number[]) =>
      members.length === 0 ? null : sum(members.map(i => values[i] ?? 0)) / members.length
    return {
      from: bin / bins,
      to: (bin + 1) / bins,
      n: members.length,
      meanProbability: mean(probabilities),
      rate: mean(outcomes),
    }
  })
  const gaps = filled.map(({ n: own, meanProbability, rate }) => (own / n) * Math.abs((meanProbability ?? 0) - (rate ?? 0)))
  const method = `calibration-error-${bins}-bins`
  const reason = n === 0 ? 'there are no predictions' : 'a bootstrap of a calibration error does not enclose the truth'
  return { ...unknownInterval(n === 0 ? null : sum(gaps), DEFAULT_LEVEL, method, reason), n, bins: filled }
}

/** 0.7 · 10 is 7.000000000000001 and 0.29 · 100 is 28.999999999999996 in doubles: an edge is what its decimals say. */
const ROUNDING = 1e-12

function binOf(probability: number, bins: number): number {
  return Math.min(bins - 1, Math.floor(probability * bins + ROUNDING))
}

function checkPredictions(probabilities: readonly number[], outcomes: readonly (0 | 1)[]): void {
  if (outcomes.length !== probabilities.length) {
    throw new RangeError(`expected \`outcomes\` to have one a probability (${probabilities.length}), got ${outcomes.length}`)
  }
  const wrong = probabilities.find(probability => !(probability >= 0 && probability <= 1))
  if (wrong !== undefined) throw new RangeError(`expected \`probabilities\` to be between 0 and 1, got ${wrong}`)
  const wrongOutcome = outcomes.find(outcome => outcome !== 0 && outcome !== 1)
  if (wrongOutcome !== undefined) throw new RangeError(`expected \`outcomes\` to be 0 or 1, got ${wrongOutcome}`)
}
