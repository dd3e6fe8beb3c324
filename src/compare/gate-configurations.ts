// Sorts the rows of a side into configurations, and finds for each of the candidate that of the baseline.
import { definitionOf, type MetricRow } from '../metrics/metric.ts'
import { encodeTagged } from '../record/tagged.ts'
import type { NamedMetric, Rows } from './rows.ts'
import { OpenSide, type RowSource, type Side, columnsFor } from './side.ts'

export interface Configured {
  readonly side: 'baseline' | 'candidate'
  readonly params: Readonly<Record<string, unknown>>
  /** `prompt=short`; empty for rows without params. */
  readonly text: string
  readonly rows: Side
}

/** In the order in which they come, with the columns that these metrics read; a `RangeError` for an item that is twice in one of them. */
export async function readConfigurations(
  side: Configured['side'],
  rows: Rows<unknown>,
  metrics: readonly NamedMetric[],
): Promise<Configured[]> {
  const columns = columnsOf(metrics)
  const found = new Map<string, { readonly params: Configured['params']; readonly open: OpenSide }>()
  for await (const row of rows as RowSource) {
    const params = paramsOf(row)
    const key = keyOf(params)
    const known = found.get(key) ?? { params, open: new OpenSide(side, columns) }
    found.set(key, known)
    known.open.add(row)
  }
  return [...found.values()].map(({ params, open }) => ({ side, params, text: textOf(params), rows: open.read() }))
}

/**
 * One configuration on each side is compared whatever its params; of several, those with equal params. A `RangeError` where there are none.
 */
export function commonParts(
  baseline: readonly Configured[],
  candidate: readonly Configured[],
): {
  readonly pairs: readonly { readonly baseline: Configured; readonly candidate: Configured }[]
  readonly alone: readonly Configured[]
} {
  const [before, after] = [baseline[0], candidate[0]]
  if (before === undefined || after === undefined) throw new RangeError('expected the baseline to have rows, got none')
  if (baseline.length === 1 && candidate.length === 1) return { pairs: [{ baseline: before, candidate: after }], alone: [] }
  const known = new Map(baseline.map(one => [keyOf(one.params), one]))
  const pairs = candidate.flatMap(one => {
    const same = known.get(keyOf(one.params))
    return same === undefined ? [] : [{ baseline: same, candidate: one }]
  })
  if (pairs.length === 0)
    throw new RangeError(
      `expected the sides to have configurations in common, got ${textsOf(candidate)} and, of the baseline, ${textsOf(baseline)}; choose one of each with select({ params })`,
    )
  const paired = new Set(pairs.flatMap(pair => [pair.baseline, pair.candidate]))
  return { pairs, alone: [...candidate, ...baseline].filter(one => !paired.has(one)) }
}

/** `null`, for all, where one is a function of somebody's own. */
function columnsOf(metrics: readonly NamedMetric[]): string[] | null {
  const columns = new Set(['datapoint', 'produced_by'])
  for (const { metric } of metrics) {
    const definition = definitionOf(metric)
    if (definition === null) return null
    for (const column of columnsFor(definition, [])) columns.add(column)
  }
  return [...columns]
}

/** A param that a configuration lacks is `null` in its rows. */
function paramsOf(row: MetricRow): Record<string, unknown> {
  const entries = Object.entries(row).filter(([key, value]) => key.startsWith('params_') && (value ?? null) !== null)
  return Object.fromEntries(entries.map(([key, value]) => [key.slice('params_'.length), value]))
}

function keyOf(params: Configured['params']): string {
  return encodeTagged(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function textOf(params: Configured['params']): string {
  return Object.entries(params)
    .map(([key, value]) => `${key}=${typeof value === 'object' ? encodeTagged(value) : String(value)}`)
    .join(',')
}

function textsOf(configurations: readonly Configured[]): string {
  const texts = configurations.slice(0, 3).map(({ text }) => (text === '' ? 'one without params' : text))
  return `${texts.join(', ')}${configurations.length > 3 ? ` and ${configurations.length - 3} more` : ''}`
}
