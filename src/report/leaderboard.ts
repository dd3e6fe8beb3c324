// Shows a leaderboard: ranks with their ties, estimates, the chance to be best, and what the winner owes to having been chosen.
import type { Leaderboard, LeaderboardEntry } from '../compare/leaderboard-entry.ts'
import type { Winner } from '../compare/winner.ts'
import { formatCell } from './cells.ts'
import { escapeText } from './escape.ts'
import { renderFindings } from './findings.ts'
import { formatCount, formatNumber, formatPercent, plural } from './numbers.ts'
import { type Column, renderTable } from './table.ts'

type Params = Readonly<Record<string, unknown>>

/** `width` is the terminal's. `winner` is `null` where none has a value. */
export function renderLeaderboard(board: Leaderboard<Params>, winner: Winner | null, width: number): string {
  const { metric, better, entries, items, findings } = board
  const title = `${escapeText(metric)} (${better} is better): ${plural(entries.length, 'configuration')}, ${plural(items, 'item')} that all of them have`
  const parts = [
    `${title}\n${renderEntries(board, width)}`,
    entries.length > 1 && renderRanks(board),
    winner !== null && entries.length > 0 && renderWinner(winner, metric),
    findings.length > 0 && renderFindings(findings, width),
  ]
  return parts.filter(part => part !== false).join('\n\n')
}

function renderEntries({ metric, entries }: Leaderboard<Params>, width: number): string {
  const keys = [...new Set(entries.flatMap(({ params }) => Object.keys(params)))]
  const columns: Column[] = [
    { title: 'rank' },
    ...keys.map(key => ({ title: escapeText(key) })),
    { title: escapeText(metric), align: 'right' },
    { title: '95 % interval', align: 'right' },
    { title: 'of', align: 'right' },
    { title: 'chance best', align: 'right' },
  ]
  const lines = entries.map(({ rank, params, estimate: { value, low, high, n }, chanceBest }) => [
    rankOf(rank),
    ...keys.map(key => formatCell(params[key])),
    formatNumber(value),
    low === null && high === null ? '–' : `${formatNumber(low)} to ${formatNumber(high)}`,
    formatCount(n),
    formatPercent(chanceBest),
  ])
  return renderTable(columns, lines, width)
}

function rankOf([best, worst]: LeaderboardEntry<Params>['rank']): string {
  return best === worst ? formatCount(best) : `${formatCount(best)}–${formatCount(worst)}`
}

function renderRanks({ entries, method, level }: Leaderboard<Params>): string {
  const tied = entries.filter(({ rank: [best, worst] }) => best < worst).length
  const pairs = (entries.length * (entries.length - 1)) / 2
  const told =
    tied === 0
      ? 'No two share a rank'
      : `${formatCount(tied)} of ${formatCount(entries.length)} share ranks with others that nothing here tells them apart from`
  return `${told}. A rank range holds what the differences on the same items do not rule out, over ${plural(pairs, 'pair')} at once at 95 % (each at ${levelText(level)}; ${escapeText(method)}).`
}

/** More digits than a percentage has: its distance from 1 is what matters. */
function levelText(level: number): string {
  return `${Number((level * 100).toPrecision(6))} %`
}

function renderWinner({ tried, inflation, corrected }: Winner, metric: string): string {
  if (tried === 1) return 'Winner of 1 tried.'
  if (inflation === null)
    return `Winner of ${formatCount(tried)} tried: what it owes to having been chosen is unknown, because no spread is known.`
  return `Winner of ${formatCount(tried)} tried: if all were equally good, the best of so many would be expected to look better than it is by ${formatNumber(inflation)}. Without that its ${escapeText(metric)} is ${formatNumber(corrected)}.`
}
