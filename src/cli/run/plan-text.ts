// Shows a plan to people: counts by params, what changed and where, time and cost, and what no key holds.
import type { Change } from '../../bench/plan/changes.ts'
import type { Plan } from '../../bench/plan/plan-result.ts'
import type { Estimate } from '../../metrics/metric.ts'
import { formatCell } from '../../report/cells.ts'
import { escapeText } from '../../report/escape.ts'
import { renderFindings } from '../../report/findings.ts'
import { formatCount, formatDuration, formatNumber, plural } from '../../report/numbers.ts'
import { type Column, renderTable, truncate } from '../../report/table.ts'
import { sayNotInKey } from '../not-in-key.ts'

/** Reasons that are shown; the rest is counted. */
const mostReasons = 12

export function renderPlan(plan: Plan, width: number): string {
  const { planned, cached, new: fresh, retry } = plan
  const counts = Object.entries({ planned, cached, new: fresh, retry }).map(([name, n]) => `${name} ${formatCount(n)}`)
  const parts = [
    renderParams(plan.byParams, width),
    renderReasons(plan),
    renderForecast(plan),
    renderOutside(plan, width),
    counts.join(' · '),
  ]
  return parts.filter(part => part !== '').join('\n\n')
}

function renderParams(byParams: Plan['byParams'], width: number): string {
  const keys = [...new Set(byParams.flatMap(({ params }) => Object.keys(params)))]
  const counts = ['planned', 'cached', 'new', 'changed', 'retry'] as const
  const columns: Column[] = [
    ...keys.map(key => ({ title: escapeText(key) })),
    ...counts.map(title => ({ title, align: 'right' }) as const),
    { title: 'time', align: 'right' },
    { title: 'cost', align: 'right' },
  ]
  const lines = byParams.map(one => [
    ...keys.map(key => formatCell(one.params[key])),
    ...counts.map(name => formatCount(one[name])),
    about(one.durationMs, formatDuration),
    about(one.costUsd, formatCost),
  ])
  return renderTable(columns, lines, width)
}

function about({ value }: Estimate, format: (value: number) => string): string {
  return value === null ? '–' : format(value)
}

/** Datapoints that changed, counted by what changed. */
function renderReasons({ new: fresh, changed, retry }: Plan): string {
  const groups = [...Map.groupBy(changed, reasonOf)].sort(([, a], [, b]) => b.length - a.length)
  const shown = groups.slice(0, mostReasons).map(([reason, { length }]) => [length, reason] as const)
  const others = groups.slice(mostReasons).flatMap(([, changes]) => changes).length
  const rest = fresh - changed.length
  const lines: (readonly [number, string])[] = [
    ...shown,
    [others, 'changed otherwise'],
    [rest, 'new: no earlier datapoint of the same item and params'],
    [retry, 'retry: failed or was cut off before, or asked for again'],
  ]
  const told = lines.filter(([n]) => n > 0)
  if (told.length === 0) return ''
  const size = Math.max(...told.map(([n]) => formatCount(n).length))
  return ['Why', ...told.map(([n, reason]) => `  ${formatCount(n).padStart(size)}  ${reason}`)].join('\n')
}

/** The same for datapoints that changed alike. Of inputs, each has its own before and after. */
function reasonOf({ part, parts, before, after, message }: Change): string {
  const others = parts.length > 1 ? `; besides ${parts.slice(1).join(', ')}` : ''
  if (part === 'input') return `input: the same id with another input${others}`
  const [hint = ''] = /`migrate: .*` would take its result over\.$/.exec(message) ?? []
  const cut = (text: string | null) => escapeText(truncate(text ?? '', 70))
  const what =
    before === after ? `${cut(after)} changed` : before === '' ? `${cut(after)} is new` : `was ${cut(before)}, is ${cut(after)}`
  return `${part}: ${what}${others}${hint === '' ? '' : `; ${escapeText(hint).slice(0, -1)}`}`
}

function renderForecast({ new: fresh, retry, durationMs, costUsd }: Plan): string {
  if (fresh + retry === 0) return 'Nothing would execute.'
  return [`Time of the task: ${expected(durationMs, formatDuration)}`, `Cost: ${expected(costUsd, formatCost)}`].join('\n')
}

function expected({ value, low, high, n, method, reason }: Estimate, format: (value: number) => string): string {
  if (value === null) return `unknown, ${reason ?? ''}`
  const range = low === null || high === null ? `; no interval, ${reason ?? ''}` : `, ${format(low)} to ${format(high)} (95 %)`
  return `${format(value)}${range}; ${method}, of ${plural(n, 'row')}`
}

function formatCost(usd: number): string {
  return `${formatNumber(usd)} USD`
}

function renderOutside({ findings }: Plan, width: number): string {
  return [sayNotInKey(), ...(findings.length === 0 ? [] : [renderFindings(findings, width)])].join('\n')
}
