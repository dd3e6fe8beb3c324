// assay cache stats DB: what the cache did for the rows of a database, and what its ledger holds.
import { type CacheStats, cacheStats } from '../../../ledger/tending/stats.ts'
import { formatCell } from '../../../report/cells.ts'
import { formatCount, plural } from '../../../report/numbers.ts'
import { renderTable } from '../../../report/table.ts'
import type { Command } from '../../command.ts'
import { describePrice, priceJson } from './price.ts'

export const command: Command = {
  about:
    'Counts rows of predictions by where their results came from: computed, hit (replayed), bypassed (executed although there was a result), off; by params ' +
    'and by reason. Says what the hits took when they were computed, and what the ledger holds',
  positionals: [{ name: 'DB', about: 'the path of a database' }],
  flags: {},
  example: 'assay cache stats assay.db',
  run: async ({ positionals: [db = ''], width }) => {
    const stats = await cacheStats(db)
    const { byParams, reasons, saved, ledger, otherLedgers, ...counts } = stats
    const data = {
      ...counts,
      by_params: byParams,
      reasons,
      saved: priceJson(saved),
      ledger: {
        results: ledger.results,
        failures: ledger.failures,
        deleted: ledger.deleted,
        in_flight: ledger.inFlight,
        bytes: ledger.bytes,
      },
    }
    const warnings = otherLedgers.map(path => `runs of this database keep results in another ledger: ${path}`)
    return { data, text: render(stats, width), warnings }
  },
}

function render(stats: CacheStats, width: number): string {
  const { byParams, reasons, saved, ledger } = stats
  const columns = ['rows', 'computed', 'hit', 'bypassed', 'off'] as const
  const lines = [...byParams, { ...stats, benchmark: 'all', params: undefined }].map(counts => [
    formatCell(counts.benchmark),
    formatCell(counts.params),
    ...columns.map(name => formatCount(counts[name])),
  ])
  const titles = [{ title: 'benchmark' }, { title: 'params' }, ...columns.map(title => ({ title, align: 'right' as const }))]
  const why = reasons.map(({ cache, reason, count }) => `  ${formatCount(count)} ${formatCell(cache)}: ${formatCell(reason)}`)
  const { results, failures, deleted, inFlight, bytes } = ledger
  const holds = `${plural(results, 'result')}, ${plural(failures, 'failure')}, ${formatCount(deleted)} deleted`
  return [
    renderTable(titles, lines, width),
    '',
    ...(why.length === 0 ? [] : ['executed because', ...why, '']),
    `hits saved  ${stats.hit === 0 ? 'nothing yet' : describePrice(saved)}`,
    `ledger      ${holds}; ${formatCount(inFlight)} in flight; ${plural(bytes, 'byte')}`,
  ].join('\n')
}
