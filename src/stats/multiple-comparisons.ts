// Corrects p values for having asked several questions at once: many tasks, metrics or pairs.

/** The p values of a family, corrected. */
export interface AdjustedPValues {
  /** In the order given; each is compared with α as it is. Null where the p value was. */
  readonly adjusted: readonly (number | null)[]
  readonly method: 'holm' | 'benjamini-hochberg' | 'benjamini-yekutieli'
  /** What stays below α: the chance of one false finding, or the expected share of false ones among the findings. */
  readonly controls: 'family-wise-error-rate' | 'false-discovery-rate'
  /** How many questions the family has, those without a p value included. */
  readonly n: number
  /** Why some are null; null when none is. */
  readonly reason: string | null
}

/**
 * Holm's step-down correction: under any dependence, the chance of even one false finding stays below α. For a few confirmatory
 * questions.
 *
 * `pValues` lie in [0, 1] or are null where a test was undefined: such a question still counts as asked, with p = 1.
 * `RangeError` otherwise. Adjusted: the running maximum of (m - i) · p of rank i, from 0, at most 1.
 *
 * Source: Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Statist. 6 (1979).
 */
export function holm(pValues: readonly (number | null)[]): AdjustedPValues {
  const m = pValues.length
  let largest = 0
  const adjust = (p: number, rank: number) => (largest = Math.max(largest, (m - rank) * p))
  return family(pValues, 'holm', ascending => ascending.map(adjust))
}

/**
 * Benjamini and Hochberg's correction: the expected share of false ones among the findings stays below α, for tests that are
 * independent or positively dependent. For exploring many questions.
 *
 * Input as for `holm`. Adjusted: the running minimum, from the largest p down, of p · m / rank from 1.
 *
 * Source: Benjamini and Hochberg, "Controlling the false discovery rate", JRSS B 57 (1995).
 */
export function benjaminiHochberg(pValues: readonly (number | null)[]): AdjustedPValues {
  return family(pValues, 'benjamini-hochberg', ascending => stepUp(ascending, 1))
}

/**
 * Benjamini and Yekutieli's correction: as `benjaminiHochberg`, under any dependence, for a factor of Σ 1/i more.
 *
 * Source: Benjamini and Yekutieli, "The control of the false discovery rate under dependency", Ann. Statist. 29 (2001).
 */
export function benjaminiYekutieli(pValues: readonly (number | null)[]): AdjustedPValues {
  const harmonic = pValues.reduce<number>((total, _, i) => total + 1 / (i + 1), 0)
  return family(pValues, 'benjamini-yekutieli', ascending => stepUp(ascending, harmonic))
}

function stepUp(ascending: readonly number[], factor: number): readonly number[] {
  const m = ascending.length
  let smallest = 1
  return ascending
    .map((p, i) => (p * m * factor) / (i + 1))
    .toReversed()
    .map(p => (smallest = Math.min(smallest, p)))
    .toReversed()
}

function family(
  pValues: readonly (number | null)[],
  method: AdjustedPValues['method'],
  adjust: (ascending: readonly number[]) => readonly number[],
): AdjustedPValues {
  const wrong = pValues.find(p => p !== null && !(p >= 0 && p <= 1))
  if (wrong !== undefined) throw new RangeError(`expected \`pValues\` to be between 0 and 1 or null, got ${wrong}`)
  const ranked = pValues.map((p, place) => ({ p: p ?? 1, place })).sort((first, second) => first.p - second.p)
  const adjusted: (number | null)[] = pValues.map(() => null)
  adjust(ranked.map(({ p }) => p)).forEach((p, rank) => {
    const place = ranked[rank]?.place
    if (place !== undefined && pValues[place] !== null) adjusted[place] = Math.min(1, p)
  })
  const unknown = pValues.filter(p => p === null).length
  return {
    adjusted,
    method,
    controls: method === 'holm' ? 'family-wise-error-rate' : 'false-discovery-rate',
    n: pValues.length,
    reason: unknown === 0 ? null : `${unknown} of ${pValues.length} p values are undefined and were counted as 1`,
  }
}
