// Puts the rows of two sides together by item and trial.
import { compareText } from '../metrics/key-order.ts'
import { createClassNumbers, kindOfMetric } from '../metrics/kinds.ts'
import type { Definition } from '../metrics/metric.ts'
import { type Counted, Counter } from './counter.ts'
import { type Entry, type Side, byKey } from './side.ts'

export interface Match extends Counted {
  /** Whether any item is on both sides; if not, all rows of either count by themselves. */
  readonly isPaired: boolean
  readonly isBinary: boolean
  readonly classCount: number
  /** Items that the other side does not have, in key order. */
  readonly onlyBaseline: readonly string[]
  readonly onlyCandidate: readonly string[]
  /** Items and trials of both sides, in the same order, and those of one side whose item the other has. */
  readonly shared: { readonly baseline: readonly Entry[]; readonly candidate: readonly Entry[] }
  readonly loneTrials: readonly Entry[]
}

/** `definition` is `null` for a metric of somebody's own, which gets every row. */
export function match(baseline: Side, candidate: Side, definition: Definition | null): Match {
  const found = meet(baseline.entries, candidate.entries)
  const numberOf = createClassNumbers()
  const { isPaired, shared } = found
  const [first, second] = isPaired ? [shared.baseline, shared.candidate] : [baseline.entries, candidate.entries]
  const isBinary = definition !== null && asksYesOrNo(definition, first, second)
  const counter = new Counter(definition, isBinary, numberOf)
  if (isPaired) for (const [i, entry] of first.entries()) counter.addPair(entry, second[i] ?? entry)
  else {
    for (const entry of first) counter.addOne('baseline', entry)
    for (const entry of second) counter.addOne('candidate', entry)
  }
  return { ...found, isBinary, ...counter.counted(), classCount: numberOf.count() }
}

type Meeting = Pick<Match, 'isPaired' | 'shared' | 'loneTrials' | 'onlyBaseline' | 'onlyCandidate'>

/** Both lists are in key order. */
function meet(baseline: readonly Entry[], candidate: readonly Entry[]): Meeting {
  const shared = { baseline: [] as Entry[], candidate: [] as Entry[] }
  const lone = { baseline: [] as Entry[], candidate: [] as Entry[] }
  let [i, j] = [0, 0]
  for (;;) {
    const [a, b] = [baseline[i], candidate[j]]
    if (a === undefined && b === undefined) break
    const order = a === undefined ? 1 : b === undefined ? -1 : byKey(a, b)
    if (order <= 0) i++
    if (order >= 0) j++
    const { baseline: before, candidate: after } = order === 0 ? shared : lone
    if (a !== undefined && order <= 0) before.push(a)
    if (b !== undefined && order >= 0) after.push(b)
  }
  const [onlyBaseline, fromBaseline] = withoutItem(lone.baseline, candidate)
  const [onlyCandidate, fromCandidate] = withoutItem(lone.candidate, baseline)
  const loneTrials = [...fromBaseline, ...fromCandidate]
  return { isPaired: shared.baseline.length + loneTrials.length > 0, shared, loneTrials, onlyBaseline, onlyCandidate }
}

/** Items that the other side does not have, and rows whose item it has. */
function withoutItem(rows: readonly Entry[], other: readonly Entry[]): [items: string[], rest: Entry[]] {
  const items: string[] = []
  const rest: Entry[] = []
  let place = 0
  for (const entry of rows) {
    while (place < other.length && compareText(other[place]?.id ?? '', entry.id) < 0) place++
    if (other[place]?.id === entry.id) rest.push(entry)
    else if (items.at(-1) !== entry.id) items.push(entry.id)
  }
  return [items, rest]
}

/** Whether the metric counts yes and no in all of these rows. */
export function asksYesOrNo(definition: Definition, ...lists: readonly (readonly Entry[])[]): boolean {
  const { scale } = kindOfMetric(definition)
  if (scale !== 'column') return scale === 'yes-no'
  const valueOf = ({ row }: Entry) => row[definition.column] ?? null
  const isBoolean = (entry: Entry) => typeof valueOf(entry) === 'boolean'
  const isFitting = (entry: Entry) => valueOf(entry) === null || isBoolean(entry)
  return lists.some(list => list.some(isBoolean)) && lists.every(list => list.every(isFitting))
}
