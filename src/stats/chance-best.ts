// P(best): the chance of each candidate to be the top one if the items had been others like these.
import { checkInteger } from './check.ts'
import { createRandom } from './random.ts'

/** The chance of each candidate to be best. */
export interface ChanceBest {
  /** In the order given, together 1; null with `reason` when unknown. */
  readonly chances: readonly number[] | null
  /** The standard error of each chance from drawing; 0 where all resamples were counted. */
  readonly monteCarloErrors: readonly number[] | null
  /** How many resamples were looked at. */
  readonly draws: number
  /** How many items there are. */
  readonly n: number
  readonly method: 'item-bootstrap-exact' | 'item-bootstrap'
  readonly reason: string | null
}

/** The seed, the number of draws and which way is good. */
export interface ChanceBestOptions {
  readonly better: 'higher' | 'lower'
  /** The same seed gives the same chances: make it a digest of the question and the rows, never of the time. */
  readonly seed: string
  /** How many resamples to draw where they cannot all be counted, an integer from 1; 10,000 by default. */
  readonly draws?: number | undefined
}

/** All n^n resamples are counted up to this many, which is up to six items. */
const MOST_EXACT = 200_000

/** Sums that differ by less than this, relatively, are tied but for rounding. */
const ROUNDING = 1e-12

/**
 * The share of resamples of the items in which each candidate has the best mean, ties split evenly. `scores` holds one list a
 * candidate, with one score for each item in the same order. All resamples are counted when there are at most 200,000 of them.
 *
 * Null with a reason without candidates or items and when a score is not finite. `RangeError` for lists of different lengths and for
 * draws out of range. Costs draws × items × candidates additions.
 */
export function chanceBest(
  scores: readonly (readonly number[])[],
  { better, seed, draws = 10_000 }: ChanceBestOptions,
): ChanceBest {
  checkInteger('draws', draws, 1)
  const n = scores[0]?.length ?? 0
  const odd = scores.find(own => own.length !== n)
  if (odd !== undefined)
    throw new RangeError(`expected \`scores\` to have one score an item (${n}) for every candidate, got ${odd.length}`)
  const isExact = n ** n <= MOST_EXACT
  const method = isExact ? 'item-bootstrap-exact' : 'item-bootstrap'
  const unknown = (reason: string): ChanceBest => ({ chances: null, monteCarloErrors: null, draws: 0, n, method, reason })
  if (scores.length === 0) return unknown('there are no candidates')
  if (n === 0) return unknown('there are no items')
  if (!scores.every(own => own.every(score => Number.isFinite(score)))) return unknown('some scores are not finite')
  const sign = better === 'higher' ? 1 : -1
  const signed = scores.map(own => Float64Array.from(own, score => sign * score))
  const made = isExact ? n ** n : draws
  const shares = new Float64Array(scores.length)
  for (const counts of isExact ? everyResample(n) : drawnResamples(n, draws, seed)) addWinners(shares, signed, counts)
  const chances = Array.from(shares, share => share / made)
  const error = (chance: number) => (isExact ? 0 : Math.sqrt((chance * (1 - chance)) / made))
  return { chances, monteCarloErrors: chances.map(error), draws: made, n, method, reason: null }
}

/** Adds 1 to the candidate with the largest sum of scores, each as often as its item was drawn, or a part to each of the tied. */
function addWinners(shares: Float64Array, scores: readonly Float64Array[], counts: Uint32Array): void {
  const sums = scores.map(own => weightedSum(own, counts))
  const top = sums.reduce((most, { total }) => Math.max(most, total), -Infinity)
  const isTop = sums.map(({ total, size }) => top - total <= ROUNDING * size)
  const tied = isTop.filter(Boolean).length
  isTop.forEach((won, i) => {
    if (won) shares[i] = (shares[i] ?? 0) + 1 / tied
  })
}

function weightedSum(scores: Float64Array, counts: Uint32Array): { readonly total: number; readonly size: number } {
  let total = 0
  let size = 0
  for (let i = 0; i < scores.length; i++) {
    const part = (scores[i] ?? 0) * (counts[i] ?? 0)
    total += part
    size += Math.abs(part)
  }
  return { total, size }
}

/** How often each item is in each of the n^n resamples; the array is reused. */
function* everyResample(n: number): Generator<Uint32Array> {
  const counts = new Uint32Array(n)
  for (let code = 0; code < n ** n; code++) {
    counts.fill(0)
    for (let place = 0, rest = code; place < n; place++, rest = Math.floor(rest / n)) increment(counts, rest % n)
    yield counts
  }
}

function* drawnResamples(n: number, draws: number, seed: string): Generator<Uint32Array> {
  const random = createRandom(seed)
  const counts = new Uint32Array(n)
  for (let draw = 0; draw < draws; draw++) {
    counts.fill(0)
    for (let place = 0; place < n; place++) increment(counts, random.index(n))
    yield counts
  }
}

function increment(counts: Uint32Array, i: number): void {
  counts[i] = (counts[i] ?? 0) + 1
}
