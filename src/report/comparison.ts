// Shows a comparison: the sentence, both sides and the difference, other tests, flips, slices, and what speaks against believing it.
import type { SlicedComparison } from '../compare/slices.ts'
import type { Comparison } from '../compare/comparison.ts'
import type { Estimate } from '../metrics/metric.ts'
import { formatCell } from './cells.ts'
import { escapeText } from './escape.ts'
import { formatCount, formatNumber } from './numbers.ts'
import { type Column, renderTable } from './table.ts'

/** `flips`: how many of them are shown. `width` is the terminal's. */
export function renderComparison(
  { comparison, slices, errorBars, looks, sequential }: SlicedComparison,
  { flips, width }: { readonly flips: number; readonly width: number },
): string {
  const bars =
    errorBars !== null &&
    `Error bars of the difference: these items rerun ${limits(errorBars.rerun)}; items like these ${limits(errorBars.population)}.`
  const others = comparison.others.map(({ test, pValue }) => `${test} p = ${formatNumber(pValue)}`)
  const parts = [
    escapeText(comparison.message),
    renderSides(comparison, width),
    others.length > 0 && `Beside it, deciding nothing: ${others.join(', ')}.`,
    bars,
    looks.length > 1 && renderLooks(looks),
    sequential !== null && renderSequential(sequential),
    slices.length > 0 && renderSlices(slices, width),
    comparison.flips.length > 0 && renderFlips(comparison.flips, flips, width),
    comparison.findings.length > 0 && renderFindings(comparison),
  ]
  return parts.filter(part => part !== false).join('\n\n')
}

function renderSides({ metric, baseline, candidate, effect }: Comparison, width: number): string {
  const columns: Column[] = [
    { title: '' },
    { title: escapeText(metric), align: 'right' },
    {
      title: [baseline, candidate].every(({ level }) => level === effect.level)
        ? `${shareOf(effect.level)} interval`
        : 'interval',
      align: 'right',
    },
    { title: 'of', align: 'right' },
    { title: 'besides' },
  ]
  const line = (name: string, estimate: Estimate) => [
    name,
    formatNumber(estimate.value),
    limits(estimate),
    formatCount(estimate.n),
    besides(estimate),
  ]
  const lines = [line('baseline', baseline), line('candidate', candidate), line('difference', effect)]
  const isBare = lines.every(cells => cells.at(-1) === '')
  return renderTable(isBare ? columns.slice(0, -1) : columns, lines, width)
}

/** `95 %`, without the digits that 0.9 · 100 has too many. */
function shareOf(level: number): string {
  return `${Number((level * 100).toPrecision(6))} %`
}

function besides({ failed, unanswered, skipped, unlabelled }: Estimate): string {
  const counts = { failed, unanswered, skipped, unlabelled }
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${formatCount(count)} ${name}`)
    .join(', ')
}

function limits({ low, high }: Pick<Estimate, 'low' | 'high'>): string {
  return low === null && high === null ? '–' : `${formatNumber(low)} to ${formatNumber(high)}`
}

function renderLooks(looks: SlicedComparison['looks']): string {
  const sizes = looks.map(({ items }) => formatCount(items))
  return `It could have been looked at with ${sizes.slice(0, -1).join(', ')} and ${sizes.at(-1)} items; the verdict is that of one look.`
}

function renderSequential(sequential: Exclude<SlicedComparison['sequential'], null>): string {
  if (typeof sequential === 'string') return `Nothing is known to hold however often one looked: ${sequential}.`
  const { test, pValue, stoppedAt, interval } = sequential
  const stopped = stoppedAt === null ? '' : `, decided after ${formatCount(stoppedAt)} items`
  const between = `difference ${limits(interval)} at ${shareOf(interval.level)} (${interval.method})`
  return `However often one looked: p = ${formatNumber(pValue)} (${test}${stopped}), ${between}.`
}

function renderSlices(slices: SlicedComparison['slices'], width: number): string {
  const columns: Column[] = [
    { title: 'slice' },
    { title: 'verdict' },
    { title: 'difference', align: 'right' },
    { title: 'interval', align: 'right' },
    { title: 'p', align: 'right' },
    { title: 'p (Holm)', align: 'right' },
    { title: 'items', align: 'right' },
  ]
  const lines = slices.map(({ slice, verdict, effect, pValue, pAdjusted, nPaired }) => [
    escapeText(slice),
    verdict,
    formatNumber(effect.value),
    limits(effect),
    formatNumber(pValue),
    formatNumber(pAdjusted),
    formatCount(nPaired),
  ])
  return `${renderTable(columns, lines, width)}\nA slice's verdict is its own; the last p knows how many slices were asked.`
}

function renderFlips(flips: Comparison['flips'], most: number, width: number): string {
  const hasTrials = flips.some(({ trial }) => trial > 0)
  const columns: Column[] = ['flipped item', ...(hasTrials ? ['trial'] : []), 'baseline', 'candidate'].map(title => ({ title }))
  const lines = flips
    .slice(0, most)
    .map(({ input_id, trial, baseline, candidate }) => [
      formatCell(input_id),
      ...(hasTrials ? [formatCell(trial)] : []),
      formatCell(baseline),
      formatCell(candidate),
    ])
  const rest = flips.length > most ? `\n${formatCount(flips.length - most)} more: --flips ${flips.length}` : ''
  return `${renderTable(columns, lines, width)}${rest}`
}

function renderFindings({ findings }: Comparison): string {
  const lines = findings.map(({ severity, message, count, examples, hint }) => {
    const example = examples[0] === undefined ? '' : `: ${formatCell(examples[0])}`
    return `${severity}: ${escapeText(message)} (${formatCount(count)})${example}\n→ ${escapeText(hint)}`
  })
  return lines.join('\n')
}
