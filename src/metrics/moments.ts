// Values that are computed from sums over rows, so that a resample of rows costs additions alone.
import type { Counted } from './tally.ts'
import type { Average, Definition } from './metric.ts'

/** How rows add up to a value. */
export interface Moments {
  /** How many sums there are. */
  readonly size: number
  /** Adds a row to the sums, `times` over; −1 takes it away. */
  readonly add: (sums: Float64Array, value: number, other: number, times: number) => void
  /** `null` where the sums give none. */
  readonly value: (sums: Float64Array) => number | null
}

/** `null` for what is no function of sums, or the mean of what each row gives. */
export function momentsOf(definition: Definition, counted: Pick<Counted, 'classCount' | 'others'>): Moments | null {
  switch (definition.kind) {
    case 'accuracy':
      return definition.average === undefined ? null : ofClasses(counted.classCount, 'macro', recallOf, hasRows)
    case 'precision':
      return ofClasses(counted.classCount, definition.average, precisionOf)
    case 'recall':
      return ofClasses(counted.classCount, definition.average, recallOf)
    case 'f1':
      return ofClasses(counted.classCount, definition.average, f1Of)
    case 'rmse':
      return rootMeanSquare
    case 'r2':
      return varianceExplained(counted.others[0] ?? 0)
    case 'calibrationError':
      return ofBins(definition.bins ?? 10)
    default:
      return null
  }
}

/** Rows of a class that are given it, rows that are given it, rows that are of it. */
interface ClassCounts {
  readonly hits: number
  readonly given: number
  readonly actual: number
}

/** 0 where nothing could be right, as in scikit-learn (`zero_division=0`). */
const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
const precisionOf = ({ hits, given }: ClassCounts) => share(hits, given)
const recallOf = ({ hits, actual }: ClassCounts) => share(hits, actual)
const f1Of = ({ hits, given, actual }: ClassCounts) => share(2 * hits, given + actual)
const hasRows = ({ actual }: ClassCounts) => actual > 0

function ofClasses(
  count: number,
  average: Average = 'macro',
  scoreOf: (counts: ClassCounts) => number,
  isCounted: (counts: ClassCounts) => boolean = ({ given, actual }) => given + actual > 0,
): Moments {
  return {
    size: 3 * count,
    add: (sums, given, actual, times) => {
      if (given >= 0) sums[3 * given + 1] = (sums[3 * given + 1] ?? 0) + times
      sums[3 * actual + 2] = (sums[3 * actual + 2] ?? 0) + times
      if (given === actual) sums[3 * given] = (sums[3 * given] ?? 0) + times
    },
    value: sums => {
      const weighted = average === 'weighted'
      let classes = 0
      let scores = 0
      const total = { hits: 0, given: 0, actual: 0 }
      for (let i = 0; i < 3 * count; i += 3) {
        const counts = { hits: sums[i] ?? 0, given: sums[i + 1] ?? 0, actual: sums[i + 2] ?? 0 }
        if (!isCounted(counts)) continue
        classes++
        scores += scoreOf(counts) * (weighted ? counts.actual : 1)
        total.hits += counts.hits
        total.given += counts.given
        total.actual += counts.actual
      }
      if (classes === 0 || total.actual === 0) return null
      return average === 'micro' ? scoreOf(total) : scores / (weighted ? total.actual : classes)
    },
  }
}

const rootMeanSquare: Moments = {
  size: 2,
  add: (sums, value, other, times) => {
    sums[0] = (sums[0] ?? 0) + times * (value - other) ** 2
    sums[1] = (sums[1] ?? 0) + times
  },
  value: ([squares = 0, rows = 0]) => (rows === 0 ? null : Math.sqrt(Math.max(0, squares) / rows)),
}

/** `origin` is a value near those that are right: squares of large numbers would lose what they differ in. */
function varianceExplained(origin: number): Moments {
  return {
    size: 4,
    add: (sums, value, other, times) => {
      const shifted = other - origin
      sums[0] = (sums[0] ?? 0) + times * (value - other) ** 2
      sums[1] = (sums[1] ?? 0) + times * shifted
      sums[2] = (sums[2] ?? 0) + times * shifted ** 2
      sums[3] = (sums[3] ?? 0) + times
    },
    value: ([squares = 0, first = 0, second = 0, rows = 0]) => {
      const variance = rows === 0 ? 0 : second - first ** 2 / rows
      // What rounding leaves of equal values is no variance.
      return variance <= rows * Number.EPSILON * second ? null : 1 - squares / variance
    },
  }
}

/** 0.3 · 10 is a little less than 3. */
const rounding = 1e-12

/** Equal widths; a probability on the border of two bins is in the upper one, 1 in the last. */
function ofBins(bins: number): Moments {
  return {
    size: 3 * bins,
    add: (sums, probability, outcome, times) => {
      const at = 3 * Math.min(bins - 1, Math.floor(probability * bins + rounding))
      sums[at] = (sums[at] ?? 0) + times
      sums[at + 1] = (sums[at + 1] ?? 0) + times * probability
      sums[at + 2] = (sums[at + 2] ?? 0) + times * outcome
    },
    value: sums => {
      let rows = 0
      let distance = 0
      for (let i = 0; i < sums.length; i += 3) {
        rows += sums[i] ?? 0
        distance += Math.abs((sums[i + 1] ?? 0) - (sums[i + 2] ?? 0))
      }
      return rows === 0 ? null : distance / rows
    },
  }
}

/** The sums over all rows. */
export function sumsOf({ size, add }: Moments, { values, others }: Pick<Counted, 'values' | 'others'>): Float64Array {
  const sums = new Float64Array(size)
  for (let i = 0; i < values.length; i++) add(sums, values[i] ?? 0, others[i] ?? 0, 1)
  return sums
}
