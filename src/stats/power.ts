// Planning: how many items show a given difference, and which difference a given number of items shows.
import { checkLevel, DEFAULT_LEVEL, upperProbability } from './interval.ts'
import { normalQuantile } from './normal.ts'

/** How often two candidates are compared, and how much they vary. */
export type ComparisonDesign = PairedMeans | PairedProportions | TwoProportions

/** Scores of both sides on the same items. */
export interface PairedMeans {
  readonly kind: 'paired-means'
  /** ω²: the variance over items of the expected difference. For one trial a side, the plain variance of the differences. */
  readonly itemVariance: number
  /** σ²: the mean variance of one side's trials within an item, [baseline, candidate]; [0, 0] when it is part of `itemVariance`. */
  readonly trialVariance: readonly [number, number]
  /** K: how often each side runs an item, [baseline, candidate]. */
  readonly trials: readonly [number, number]
}

/** Right or wrong of both sides on the same items. */
export interface PairedProportions {
  readonly kind: 'paired-proportions'
  /** ψ: the share of items on which the two sides differ, between 0 and 1. */
  readonly discordant: number
}

/** Right or wrong of two sides on different items, equally many each. */
export interface TwoProportions {
  readonly kind: 'two-proportions'
  /** The pass rate that both share if there is no difference, between 0 and 1. */
  readonly rate: number
}

/** How sure to be of a difference that is not there, and of one that is. */
export interface PowerOptions {
  /** 1 - α of a two-sided test; 0.95 by default. */
  readonly level?: number | undefined
  /** 1 - β: how often a difference of this size is to be found; 0.8 by default. */
  readonly power?: number | undefined
}

/** How many items a difference needs. */
export interface ItemsNeeded {
  /** Items (of each side, for two proportions), rounded up; null with `reason` when unknown. */
  readonly n: number | null
  /** The same before rounding. */
  readonly exact: number | null
  readonly effect: number
  readonly level: number
  readonly power: number
  /** `miller`, `connor` or `normal`: the formula. */
  readonly method: string
  readonly reason: string | null
}

/** Which difference a number of items shows. */
export interface DetectableEffect {
  /** The smallest true difference that is found with the asked power, in the unit of the data; null with `reason` when unknown. */
  readonly effect: number | null
  readonly n: number
  readonly level: number
  readonly power: number
  readonly method: string
  readonly reason: string | null
}

/**
 * How many items find a true difference of `effect` (its sign does not matter) with the asked power. With z for z(α/2) + z(β):
 *
 * - paired means: n = z² (ω² + σ²/K of the baseline + σ²/K of the candidate) / effect².
 * - paired proportions: n = (z(α/2) √ψ + z(β) √(ψ - effect²))² / effect²; null when the effect exceeds ψ, which it cannot.
 * - two proportions: n = z² · 2 rate (1 - rate) / effect², on each side.
 *
 * Null when nothing varies, since a spread of 0 seen in a pilot is an unknown spread. `RangeError` for numbers out of range.
 *
 * Sources: Miller, "Adding error bars to evals" (2024), section 5; Connor, "Sample size for testing differences in proportions for
 * the paired-sample design", Biometrics 43 (1987).
 */
export function itemsNeeded(design: ComparisonDesign, effect: number, options: PowerOptions = {}): ItemsNeeded {
  const { level, power, alphaQuantile, betaQuantile } = quantilesOf(options)
  if (!(effect !== 0 && Math.abs(effect) < Infinity))
    throw new RangeError(`expected \`effect\` to be finite and not 0, got ${effect}`)
  const variance = varianceOf(design)
  const isPaired = design.kind === 'paired-proportions'
  const common = { effect, level, power, method: isPaired ? 'connor' : methodOf(design) }
  const unknown = (reason: string): ItemsNeeded => ({ n: null, exact: null, ...common, reason })
  if (variance === 0) return unknown(NO_VARIANCE)
  if (isPaired && Math.abs(effect) > variance) {
    return unknown(
      `a difference of ${Math.abs(effect)} is impossible where the sides differ on a share of ${variance} of the items`,
    )
  }
  const betaSpread = isPaired ? Math.sqrt(variance - effect * effect) : Math.sqrt(variance)
  const exact = ((alphaQuantile * Math.sqrt(variance) + betaQuantile * betaSpread) / effect) ** 2
  return { n: Math.ceil(exact), exact, ...common, reason: null }
}

/**
 * The smallest true difference that `n` items (of each side, for two proportions) find with the asked power:
 * (z(α/2) + z(β)) √(variance / n), where the variance of paired proportions is ψ. That ignores the effect's own share in the
 * variance, so that for paired proportions it is slightly larger than what `itemsNeeded` inverts. Null when nothing varies.
 * `RangeError` for numbers out of range.
 */
export function detectableEffect(design: ComparisonDesign, n: number, options: PowerOptions = {}): DetectableEffect {
  const { level, power, alphaQuantile, betaQuantile } = quantilesOf(options)
  if (!(n > 0 && n < Infinity)) throw new RangeError(`expected \`n\` to be positive and finite, got ${n}`)
  const variance = varianceOf(design)
  const common = { n, level, power, method: methodOf(design) }
  if (variance === 0) return { effect: null, ...common, reason: NO_VARIANCE }
  return { effect: (alphaQuantile + betaQuantile) * Math.sqrt(variance / n), ...common, reason: null }
}

const NO_VARIANCE = 'nothing varies, so the spread is unknown'

function methodOf({ kind }: ComparisonDesign): string {
  return kind === 'paired-means' ? 'miller' : 'normal'
}

/** n times the variance of the estimated difference. */
function varianceOf(design: ComparisonDesign): number {
  if (design.kind === 'paired-proportions') return checkShare('discordant', design.discordant)
  if (design.kind === 'two-proportions') return 2 * checkShare('rate', design.rate) * (1 - design.rate)
  const { itemVariance, trialVariance, trials } = design
  const wrong = [itemVariance, ...trialVariance].find(variance => !(variance >= 0 && variance < Infinity))
  if (wrong !== undefined) throw new RangeError(`expected variances to be finite numbers from 0, got ${wrong}`)
  const wrongTrials = trials.find(count => !Number.isSafeInteger(count) || count < 1)
  if (wrongTrials !== undefined) throw new RangeError(`expected \`trials\` to be integers from 1, got ${wrongTrials}`)
  return itemVariance + trialVariance[0] / trials[0] + trialVariance[1] / trials[1]
}

function checkShare(name: string, share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`expected \`${name}\` to be between 0 and 1, got ${share}`)
  return share
}

function quantilesOf({ level = DEFAULT_LEVEL, power = 0.8 }: PowerOptions) {
  checkLevel(level)
  if (!(power >= 0.5 && power < 1)) throw new RangeError(`expected \`power\` to be from 0.5 and below 1, got ${power}`)
  return { level, power, alphaQuantile: normalQuantile(upperProbability(level)), betaQuantile: normalQuantile(power) }
}
