// The configurations of a leaderboard: the rows of each, its estimate, and its rows that count.
import { createClassNumbers, keyOf } from '../metrics/kinds.ts'
import { estimateMetric } from '../metrics/estimate.ts'
import { type Definition, type Estimate, type MetricRow, definitionOf } from '../metrics/metric.ts'
import { type CountedRows, Counter } from './counter.ts'
import { asksYesOrNo } from './pairs.ts'
import type { NamedMetric } from './rows.ts'
import { OpenSide, type RowSource, type Side, columnsFor } from './side.ts'

export type Params = Readonly<Record<string, unknown>>

/** One configuration. */
export interface Contender {
  readonly params: Params
  readonly side: Side
  readonly estimate: Estimate
  /** None where nothing can be counted. */
  readonly counted: CountedRows
}

export interface Contenders {
  /** Best first; those without a value last. */
  readonly list: readonly Contender[]
  readonly definition: Definition | null
  readonly isBinary: boolean
  readonly classCount: number
}

/** `others` are columns that are kept besides those of the metric. A `RangeError` for a configuration with two rows of one item and trial. */
export async function readContenders(
  { name, metric }: NamedMetric,
  rows: RowSource,
  others: readonly string[] = [],
): Promise<Contenders> {
  const definition = definitionOf(metric)
  const columns = definition === null ? null : columnsFor(definition, others)
  const read = (await byParams(rows, columns)).map(([params, open]) => {
    const side = open.read()
    const kept = side.entries.map(({ row }) => row)
    return { params, side, estimate: estimateMetric(name, metric, kept) }
  })
  const isBinary = definition !== null && asksYesOrNo(definition, ...read.map(({ side }) => side.entries))
  const numberOf = createClassNumbers()
  const list = read.map(one => ({ ...one, counted: count(one.side, new Counter(definition, isBinary, numberOf)) }))
  const sign = metric.better === 'lower' ? 1 : -1
  const goodness = ({ estimate: { value } }: Contender) => (value === null ? Number.POSITIVE_INFINITY : sign * value)
  list.sort((a, b) => (goodness(a) === goodness(b) ? 0 : goodness(a) - goodness(b)))
  return { list, definition, isBinary, classCount: numberOf.count() }
}

function count({ entries }: Side, counter: Counter): CountedRows {
  for (const entry of entries) counter.addOne('baseline', entry)
  const { baseline, refusal } = counter.counted()
  return refusal === null ? baseline : { entries: [], values: [], others: [] }
}

/** In the order of their texts, so that the order of the rows does not matter. */
async function byParams(rows: RowSource, columns: readonly string[] | null): Promise<[params: Params, side: OpenSide][]> {
  const groups = new Map<unknown, [params: Params, side: OpenSide]>()
  for await (const row of rows) {
    const params = paramsOf(row)
    const key = keyOf(params)
    const group = groups.get(key) ?? [params, new OpenSide(`configuration ${JSON.stringify(params)}`, columns)]
    groups.set(key, group)
    group[1].add(row)
  }
  return [...groups].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)).map(([, group]) => group)
}

function paramsOf(row: MetricRow): Params {
  const entries = Object.entries(row).filter(([key]) => key.startsWith('params_'))
  return Object.fromEntries(entries.map(([key, value]) => [key.slice('params_'.length), value]))
}
