// Foresees what executing missing datapoints takes, from the earlier rows of the same params: time and cost, with their spread.
import type { Estimate } from '../../metrics/metric.ts'
import { DEFAULT_LEVEL, upperProbability } from '../../stats/interval.ts'
import { standardDeviation } from '../../stats/mean.ts'
import { studentQuantile } from '../../stats/student.ts'
import { sum } from '../../stats/sum.ts'
import type { Row } from '../../store/store.ts'

/** Datapoints of one configuration that would execute, and earlier rows of the same params. */
export interface Foreseen {
  readonly missing: number
  readonly rows: readonly Row[]
}

/** Earlier rows that are read of each configuration. */
export const mostRows = 1_000

/** Columns that a forecast reads. */
export const forecastColumns = ['status', 'duration_ms', 'cost_usd', 'timestamp', 'produced_by']

/** Milliseconds until all are done, `concurrency` at once where the task waits. `null` where one configuration has no earlier row. */
export function foreseeDuration(foreseen: readonly Foreseen[], concurrency: number): Estimate {
  const missing = sum(foreseen.map(one => one.missing))
  const isWaiting = foreseen.some(({ rows }) => hasOverlap(rows))
  return foresee(foreseen, 'duration_ms', isWaiting ? Math.max(1, Math.min(concurrency, missing)) : 1)
}

/** US dollars for all; `null` where one configuration has no earlier row with a cost. */
export function foreseeCost(foreseen: readonly Foreseen[]): Estimate {
  return foresee(foreseen, 'cost_usd', 1)
}

/** Whether two rows of one run were in flight at once: the task waits for something, so that others can go on. */
function hasOverlap(rows: readonly Row[]): boolean {
  return [...Map.groupBy(rows, row => row['produced_by']).values()].some(group => {
    const spans = group.flatMap(({ timestamp, duration_ms: duration }) => {
      const end = timestamp instanceof Date ? timestamp.getTime() : Number.NaN
      return typeof duration === 'number' ? [[end - duration, end] as const] : []
    })
    const [first = 0, last = 0] = [Math.min(...spans.map(([start]) => start)), Math.max(...spans.map(([, end]) => end))]
    // Dates are whole milliseconds and a commit takes some: what only abuts does not count.
    return sum(spans.map(([start, end]) => end - start)) > 1.5 * (last - first + spans.length)
  })
}

interface Part {
  readonly missing: number
  readonly values: readonly number[]
  readonly failed: number
  readonly total: number
}

function foresee(foreseen: readonly Foreseen[], column: string, divisor: number): Estimate {
  const parts: Part[] = foreseen
    .filter(({ missing }) => missing > 0)
    .map(({ missing, rows }) => {
      const ok = rows.filter(row => row['status'] === 'ok')
      const values = ok.flatMap(row => (typeof row[column] === 'number' ? [row[column]] : []))
      return { missing, values, failed: rows.length - ok.length, total: rows.length }
    })
  const method = `mean of earlier rows × missing${divisor > 1 ? ` ÷ ${divisor} in flight` : ''}, t`
  const counts = {
    level: DEFAULT_LEVEL,
    n: sum(parts.map(({ values }) => values.length)),
    planned: sum(parts.map(({ total }) => total)),
    failed: sum(parts.map(({ failed }) => failed)),
    skipped: 0,
    unanswered: sum(parts.map(({ total, values, failed }) => total - failed - values.length)),
    unlabelled: 0,
    worst: null,
    best: null,
  }
  if (parts.length === 0) return { ...counts, value: 0, low: 0, high: 0, method: 'nothing would execute', reason: null }
  const unknown = parts.filter(({ values }) => values.length === 0).length
  const of =
    parts.length === 1 ? 'no earlier row of these params' : `${unknown} of ${parts.length} configurations have no earlier row`
  if (unknown > 0) return { ...counts, value: null, low: null, high: null, method, reason: `${of} with \`${column}\`` }
  return { ...counts, ...totalOf(parts, divisor), method }
}

/** Of so many new draws: the spread of their sum, and that of the mean that they are foreseen by. */
function totalOf(parts: readonly Part[], divisor: number): Pick<Estimate, 'value' | 'low' | 'high' | 'reason'> {
  const value = sum(parts.map(({ missing, values }) => (missing * sum(values)) / values.length)) / divisor
  const deviations = parts.map(({ values }) => standardDeviation(values))
  if (deviations.includes(null)) return { value, low: null, high: null, reason: 'one earlier row does not show a spread' }
  const variances = parts.map(({ missing, values }, i) => (deviations[i] ?? 0) ** 2 * (missing + missing ** 2 / values.length))
  const freedom = Math.min(...parts.map(({ values }) => values.length - 1))
  const half = (studentQuantile(upperProbability(DEFAULT_LEVEL), freedom) * Math.sqrt(sum(variances))) / divisor
  return { value, low: Math.max(0, value - half), high: value + half, reason: null }
}
