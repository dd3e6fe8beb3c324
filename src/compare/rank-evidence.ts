// Chooses how the configurations of a leaderboard are told apart, and how often each is best when the items are resampled.
import { createHash } from 'node:crypto'
import type { Definition } from '../metrics/metric.ts'
import { chanceBest } from '../stats/chance-best.ts'
import { isMean, isOfTrials } from './choose.ts'
import type { Contenders } from './contenders.ts'
import { type ItemUnits, itemScores, sharedPlaces } from './item-scores.ts'
import { type Pairwise, comparedPairs, drawnPairs, scoredPairs } from './pair-intervals.ts'
import type { NamedMetric } from './rows.ts'
import { chancesOfDraws, sharedDraws } from './shared-draws.ts'

/** Up to so many pairs, `compare` itself is asked of each; resampling for each pair costs more. */
const mostCompared = 45
const mostResampled = 3

/** Additions that the chance to be best may take. */
const mostVisits = 200_000_000

/** What the ranks are made of. */
export interface Judged {
  readonly pairwise: Pairwise
  readonly chances: readonly number[] | null
  readonly method: string
  readonly items: number
}

export interface Question {
  readonly level: number
  readonly pairs: number
  readonly better: 'higher' | 'lower'
}

/** Means of items are read from a table of items; everything else is resampled. */
export function judgeContenders(contenders: Contenders, named: NamedMetric, items: ItemUnits, question: Question): Judged {
  const { definition } = contenders
  return definition !== null && isMean(definition)
    ? judgeMeans(contenders, definition, named, items, question)
    : judgeOthers(contenders, named, items, question)
}

function judgeMeans(
  contenders: Contenders,
  definition: Definition,
  named: NamedMetric,
  items: ItemUnits,
  { level, pairs, better }: Question,
): Judged {
  const scores = itemScores(contenders, definition, items)
  const places = sharedPlaces(scores.filter(own => own.some(Number.isFinite)))
  const chances = chancesOf(scores, places, items, { better, seed: seedOf(named.name, contenders) })
  const common = { chances, items: places.length }
  if (pairs <= mostCompared)
    return { ...common, pairwise: comparedPairs(contenders, named, level), method: 'the procedure of `compare` for each pair' }
  const isPlain = contenders.isBinary && !isOfTrials(definition) && definition.kind !== 'sum'
  const isShare = isPlain && scores.every(own => own.every(value => Number.isNaN(value) || value === 0 || value === 1))
  const pairwise = scoredPairs(scores, items, { definition, isShare, level })
  return { ...common, pairwise, method: isShare ? 'tango-score for each pair' : 't-paired for each pair' }
}

/** Of clusters the sums are resampled: each resample has the same items for all, so that the order of sums is that of means. */
function chancesOf(
  scores: readonly Float64Array[],
  places: readonly number[],
  { units, unitCount }: ItemUnits,
  options: { readonly better: 'higher' | 'lower'; readonly seed: string },
): readonly number[] | null {
  const known = scores.flatMap((own, i) => (own.some(Number.isFinite) ? [i] : []))
  const numbers = new Map<number, number>()
  for (const place of places) numbers.set(units[place] ?? 0, numbers.get(units[place] ?? 0) ?? numbers.size)
  const sums = known.map(i => {
    const own = Array.from({ length: Math.min(numbers.size, unitCount) }, () => 0)
    for (const place of places) {
      const unit = numbers.get(units[place] ?? 0) ?? 0
      own[unit] = (own[unit] ?? 0) + (scores[i]?.[place] ?? 0)
    }
    return own
  })
  const draws = Math.max(1_000, Math.min(10_000, Math.floor(mostVisits / Math.max(1, known.length * numbers.size))))
  const { chances } = chanceBest(sums, { ...options, draws })
  // A configuration without any value is never best.
  return chances === null ? null : scores.map((_, i) => chances[known.indexOf(i)] ?? 0)
}

function judgeOthers(contenders: Contenders, named: NamedMetric, items: ItemUnits, { level, pairs, better }: Question): Judged {
  const having = contenders.list.map(({ counted }) => new Set(counted.entries.map(({ id }) => id))).filter(ids => ids.size > 0)
  const shared = [...items.places.keys()].filter(id => having.every(ids => ids.has(id))).length
  if (contenders.definition?.kind === 'calibrationError') {
    const pairwise = () => ({ low: null, high: null, standardError: null })
    return { pairwise, chances: null, items: shared, method: 'none: resampling moves a calibration error up' }
  }
  const draws = sharedDraws(contenders, named.metric, items, seedOf(named.name, contenders))
  const common = { chances: chancesOfDraws(draws, better), items: shared }
  if (pairs <= mostResampled)
    return { ...common, pairwise: comparedPairs(contenders, named, level), method: 'the procedure of `compare` for each pair' }
  const count = draws.drawn[0]?.length ?? 0
  return {
    ...common,
    pairwise: drawnPairs(draws, items, level),
    method: `bootstrap standard errors (${count} draws, shared by all)`,
  }
}

/** Of the question and the rows, never of a run or the time. */
function seedOf(name: string, { list, definition }: Contenders): string {
  const hash = createHash('sha256').update(JSON.stringify(definition === null ? name : { ...definition, options: null }))
  for (const { counted } of list) {
    for (const { id, trial } of counted.entries) hash.update(`${id}\0${trial}\0`)
    hash.update(Float64Array.from(counted.values)).update(Float64Array.from(counted.others))
  }
  return hash.digest('hex')
}
