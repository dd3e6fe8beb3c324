// Shows the metrics of a run: one table per metric, with every denominator, and with the bounds where something is missing.
import type { Estimate } from '../metrics/metric.ts'
import { formatCell } from './cells.ts'
import { escapeText } from './escape.ts'
import { formatCount, formatNumber } from './numbers.ts'
import { type Column, renderTable } from './table.ts'

/** A row of the table `estimates`. */
export interface EstimateRow extends Estimate {
  readonly metric: string
  /** `column=value`, or `null` for all rows. */
  readonly slice: string | null
  readonly params: Readonly<Record<string, unknown>>
  readonly better: string | null
}

/** A table for each metric, in the order in which they were declared. */
export function renderMetrics(estimates: readonly EstimateRow[], width: number): string {
  return [...Map.groupBy(estimates, ({ metric }) => metric)]
    .map(([metric, rows]) => renderMetric(metric, rows, width))
    .join('\n\n')
}

function renderMetric(metric: string, rows: readonly EstimateRow[], width: number): string {
  const wholes = rows.filter(({ slice }) => slice === null)
  const slices = [...new Set(rows.flatMap(({ slice }) => slice ?? []))]
  const keys = [...new Set(wholes.flatMap(({ params }) => Object.keys(params)))]
  const hasBounds = wholes.some(hasMissing)
  const columns: Column[] = [
    ...keys.map(key => ({ title: escapeText(key) })),
    { title: escapeText(metric), align: 'right' },
    { title: '95 % interval', align: 'right' },
    { title: 'of', align: 'right' },
    ...(hasBounds ? [{ title: 'worst to best', align: 'right' } as const] : []),
    ...slices.map(slice => ({ title: escapeText(slice), align: 'right' }) as const),
    { title: 'besides' },
  ]
  const lines = wholes.map(whole => [
    ...keys.map(key => formatCell(whole.params[key])),
    formatNumber(whole.value),
    interval(whole),
    counted(whole),
    ...(hasBounds ? [hasMissing(whole) ? `${formatNumber(whole.worst)} to ${formatNumber(whole.best)}` : ''] : []),
    ...slices.map(slice => sliceCell(rows.find(row => row.slice === slice && sameParams(row, whole)))),
    besides(whole),
  ])
  const direction = wholes[0]?.better == null ? '' : ` (${wholes[0].better} is better)`
  return `${escapeText(metric)}${direction}\n${renderTable(columns, lines, width)}`
}

function interval({ low, high }: Estimate): string {
  return low === null && high === null ? '–' : `${formatNumber(low)} to ${formatNumber(high)}`
}

/** `80/100` for a share, the number of rows for anything else. */
function counted({ value, n, method }: Estimate): string {
  return value !== null && method.startsWith('wilson')
    ? `${formatCount(Math.round(value * n))}/${formatCount(n)}`
    : formatCount(n)
}

function hasMissing({ worst, best, value }: Estimate): boolean {
  return worst !== null && best !== null && (worst !== value || best !== value)
}

function sliceCell(slice: Estimate | undefined): string {
  return slice === undefined
    ? ''
    : `${formatNumber(slice.value)} [${interval(slice).replace(' to ', ', ')}] n=${formatCount(slice.n)}`
}

/** The rows that are not plain answers, and how the failed and unanswered ones were counted. */
function besides(estimate: Estimate): string {
  const { planned, n, failed, skipped, unanswered, unlabelled, reason, method } = estimate
  const counts = [
    failed > 0 && `${formatCount(failed)} failed`,
    unanswered > 0 && `${formatCount(unanswered)} unanswered`,
    skipped > 0 && `${formatCount(skipped)} skipped`,
    unlabelled > 0 && `${formatCount(unlabelled)} unlabelled`,
  ].filter(text => text !== false)
  // `passAt` and `passAll` count items, not rows.
  const isOfItems = method.startsWith('pass')
  const out = isOfItems ? 0 : planned - n
  const items = isOfItems ? `${formatCount(n)} items of ${formatCount(planned)} rows` : ''
  const counted =
    out > 0 ? `${formatCount(out)} of ${formatCount(planned)} not counted` : counts.length > 0 && !isOfItems && 'all counted'
  const list = [counts.join(', '), items, counted].filter(Boolean).join('; ')
  return [list, reason].filter(text => text !== null && text !== '').join('; ')
}

function sameParams(a: EstimateRow, b: EstimateRow): boolean {
  return JSON.stringify(a.params) === JSON.stringify(b.params)
}
