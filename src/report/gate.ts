// Shows a gate: a table of its rules, what it was held against, and the items that fell or are flaky; for a terminal and for a pull request.
import type { Gate } from '../compare/gate.ts'
import type { RuleResult } from '../compare/gate-outcome.ts'
import { ruleText } from '../compare/gate-rule.ts'
import type { FlakyItem } from '../compare/right.ts'
import { escapeText } from './escape.ts'
import { formatCount, formatNumber, formatPercent, plural } from './numbers.ts'
import { type Column, renderTable } from './table.ts'

export interface RunReport {
  readonly db: string
  readonly run_id: string
  readonly status: string
  readonly commit: string | null
  readonly age_days: number
}

/** By the metric that says what is right. */
export interface ItemReport {
  readonly metric: string
  /** Items that were always right in the baseline, and are not now. */
  readonly floor: readonly { readonly params: string; readonly input_id: string }[]
  readonly flaky: readonly (FlakyItem & { readonly params: string })[]
}

export interface GateReport {
  readonly benchmark: string
  readonly gate: Gate
  readonly candidate: RunReport
  readonly baseline: RunReport | null
  readonly items: ItemReport | null
}

/** Items that are named; of more only the count is said. */
const mostItems = 10

export function renderGate(report: GateReport, width: number): string {
  const table = renderTable(columns, report.gate.rules.map(cellsOf), width)
  return [escapeLines(report.gate.message), table, aboutOf(report).map(escapeText).join('\n')].join('\n\n')
}

/** For the summary of a pull request. */
export function renderGateMarkdown(report: GateReport): string {
  const { benchmark, gate } = report
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`
  const table = [
    line(columns.map(({ title }) => title)),
    `|${columns.map(() => '---|').join('')}`,
    ...gate.rules.map(cellsOf).map(line),
  ]
  return [
    `## ${escapeMarkdown(benchmark)}: the gate ${gate.passed ? 'passed' : 'failed'}`,
    table.join('\n'),
    gate.message
      .split('\n')
      .slice(1)
      .map(text => `- ${escapeMarkdown(text)}`)
      .join('\n'),
    aboutOf(report)
      .map(text => `- ${escapeMarkdown(text)}`)
      .join('\n'),
  ]
    .filter(part => part !== '')
    .join('\n\n')
    .concat('\n')
}

const columns: readonly Column[] = [
  { title: 'rule' },
  { title: 'params' },
  { title: 'outcome' },
  { title: 'value', align: 'right' },
  { title: 'interval', align: 'right' },
  { title: 'baseline', align: 'right' },
  { title: 'difference', align: 'right' },
  { title: 'unpaired', align: 'right' },
]

function cellsOf({ metric, rule, params, outcome, estimate, comparison }: RuleResult): string[] {
  const shown = Object.entries(params).map(
    ([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  )
  const lone = comparison === null ? null : comparison.unpaired.baseline + comparison.unpaired.candidate
  return [
    `${metric}, ${ruleText(rule)}`,
    shown.join(','),
    outcome,
    formatNumber(estimate.value),
    limits(estimate),
    comparison === null ? '' : formatNumber(comparison.baseline.value),
    comparison === null ? '' : `${formatNumber(comparison.effect.value)} (${limits(comparison.effect)})`,
    lone === null ? '' : formatCount(lone),
  ].map(escapeText)
}

function limits({ low, high }: { readonly low: number | null; readonly high: number | null }): string {
  return low === null && high === null ? '–' : `${formatNumber(low)} to ${formatNumber(high)}`
}

function aboutOf({ gate, candidate, baseline, items }: GateReport): string[] {
  const lines = [`Candidate: ${runText(candidate)}.`]
  if (baseline !== null) lines.push(`Baseline: ${runText(baseline)}, ${plural(Math.floor(baseline.age_days), 'day')} old.`)
  lines.push(...new Set(gate.rules.flatMap(findingTexts)))
  if (items === null) return lines
  if (baseline !== null) lines.push(floorText(items))
  if (items.flaky.length > 0)
    lines.push(`Flaky items by ${items.metric}, ${formatCount(items.flaky.length)}: ${listed(items.flaky.map(flakyText))}.`)
  return lines
}

function findingTexts({ metric, comparison }: RuleResult): string[] {
  const findings = comparison?.findings ?? []
  return findings.map(({ severity, message, count }) => `${severity}, ${metric}: ${message} (${formatCount(count)}).`)
}

function runText({ run_id, db, status, commit }: RunReport): string {
  return `run ${run_id} in ${db} (${status}), ${commit === null ? 'of no git commit' : `commit ${commit.slice(0, 12)}`}`
}

function floorText({ metric, floor }: ItemReport): string {
  if (floor.length === 0) return `By ${metric}, no item that was always right in the baseline is wrong now.`
  const names = floor.map(({ params, input_id }) => (params === '' ? input_id : `${input_id} (${params})`))
  return `By ${metric}, items that were always right in the baseline and are wrong now, ${formatCount(floor.length)}: ${listed(names)}.`
}

function flakyText({
  input_id,
  params,
  executions,
  right,
  flip_rate,
  retried_until_green,
}: FlakyItem & { params: string }): string {
  const about = [
    params,
    `right in ${formatCount(right)} of ${plural(executions, 'execution')}`,
    `flip rate ${formatPercent(flip_rate)}`,
    retried_until_green ? 'retried until green' : '',
  ]
  return `${input_id} (${about.filter(text => text !== '').join('; ')})`
}

function listed(texts: readonly string[]): string {
  const more = texts.length > mostItems ? ` and ${formatCount(texts.length - mostItems)} more` : ''
  return `${texts.slice(0, mostItems).join(', ')}${more}`
}

function escapeLines(text: string): string {
  return text.split('\n').map(escapeText).join('\n')
}

/** What a page of markdown would take for markup stands as it is. */
function escapeMarkdown(text: string): string {
  return escapeText(text).replaceAll(/[\\`*_[\]<>|~#@]/g, character =>
    character === '<' ? '&lt;' : character === '@' ? '&#64;' : `\\${character}`,
  )
}
