// Shows how many items and trials would show a difference, and what they cost.
import type { Detection } from '../compare/detect.ts'
import { escapeText } from './escape.ts'
import { formatCell } from './cells.ts'
import { formatCount, formatDuration, formatNumber, plural } from './numbers.ts'
import { type Column, renderTable } from './table.ts'

/** `width` is the terminal's. */
export function renderDetection(detection: Detection, width: number): string {
  const { metric, effect, margin, level, power, pair, items, trials, designs, method, reason } = detection
  const [best, other] = pair.map(params => namesOf(params))
  const pilot = `${plural(items, 'item')} with ${Number.isInteger(trials) ? plural(trials, 'trial') : `${formatNumber(trials)} trials`} each`
  const title = `To find a difference of ${effect} in ${escapeText(metric)} ${Math.round(power * 100)} times in 100 at ${level * 100} % (${method}), both configurations on the same items:`
  const pilots = `Pilot: what ${best ?? ''} and ${other ?? ''} differed by, on ${pilot}. Time is that of the task, one datapoint after the other.`
  const columns: Column[] = [
    { title: 'trials an item', align: 'right' },
    { title: 'items', align: 'right' },
    ...(margin === null ? [] : [{ title: `items to show ±${margin}`, align: 'right' } as const]),
    { title: 'datapoints', align: 'right' },
    { title: 'time', align: 'right' },
    { title: 'cost', align: 'right' },
  ]
  const count = (number: number | null) => (number === null ? '–' : formatCount(number))
  const lines = designs.map(design => [
    formatNumber(design.trials),
    count(design.items),
    ...(margin === null ? [] : [count(design.itemsWithinMargin)]),
    count(design.datapoints),
    design.durationMs === null ? '–' : formatDuration(design.durationMs),
    design.costUsd === null ? '–' : `${formatNumber(design.costUsd)} USD`,
  ])
  const unsaid =
    trials === 1 ? ['More trials of an item may need fewer items: a pilot with two trials or more tells (--trials 2).'] : []
  const missing = reason === null ? [] : [`No number of items: ${escapeText(reason)}.`]
  return [title, renderTable(columns, lines, width), pilots, ...unsaid, ...missing].join('\n')
}

function namesOf(params: Detection['pair'][number]): string {
  const names = Object.entries(params).map(([key, value]) => `${escapeText(key)}=${formatCell(value)}`)
  return names.length === 0 ? 'the configuration without params' : names.join(',')
}
