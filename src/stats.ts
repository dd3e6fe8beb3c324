// The statistics by themselves (`assay/stats`): pure functions of numbers, seeded where they draw, each with its definition and source.
export type { Interval } from './stats/interval.ts'
export type { TestResult, TwoSampleResult } from './stats/test-result.ts'

// One run.
export { aboveChance } from './stats/above-chance.ts'
export { betaPosterior, probabilityHigher } from './stats/beta-posterior.ts'
export { clopperPearson } from './stats/clopper-pearson.ts'
export { clusteredMean, clusteredWilson } from './stats/clustered.ts'
export { coverage } from './stats/coverage.ts'
export { meanInterval } from './stats/mean.ts'
export { passAll, passAt } from './stats/pass-at.ts'
export { minimumForQuantile, quantileInterval } from './stats/quantile-interval.ts'
export { quantileLinear, quantileNearestRank } from './stats/quantile.ts'
export { brierScore, calibrationError } from './stats/calibration.ts'
export { stratifiedMean } from './stats/stratified.ts'
export { plannedStandardError, varianceComponents } from './stats/variance-components.ts'
export { wilsonInterval } from './stats/wilson.ts'

// Resampling.
export { bootstrap } from './stats/resample.ts'
export { bootstrapRatio } from './stats/resample-ratio.ts'
export { bootstrapSums } from './stats/resample-sums.ts'

// The same items on both sides.
export { bonettPrice } from './stats/bonett-price.ts'
export { mcnemar } from './stats/mcnemar.ts'
export { pairedDifference } from './stats/paired.ts'
export { signFlip } from './stats/sign-flip.ts'
export { tangoMargins, tangoScore } from './stats/tango.ts'

// Other items on each side.
export { mannWhitney } from './stats/mann-whitney.ts'
export { newcombe } from './stats/newcombe.ts'
export { permutation } from './stats/permutation.ts'
export { welch } from './stats/welch.ts'

// What follows from them.
export { benjaminiHochberg, benjaminiYekutieli, holm } from './stats/multiple-comparisons.ts'
export { confidenceSequence } from './stats/confidence-sequence.ts'
export { eProcess } from './stats/e-process.ts'
export { verdict } from './stats/verdict.ts'

// Many at once.
export { bestOfInflation } from './stats/best-of.ts'
export { chanceBest } from './stats/chance-best.ts'
export { rankRange, rankRangeOfDifferences, sidakLevel } from './stats/rank-range.ts'

// Before the run.
export { bestSplit } from './stats/best-split.ts'
export { detectableEffect, itemsNeeded } from './stats/power.ts'
export { mcnemarPower } from './stats/mcnemar-power.ts'
