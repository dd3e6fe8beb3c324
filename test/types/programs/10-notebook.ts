// 10. Analysis: typed rows, selections and SQL. (Comparisons, leaderboards and Arrow are not there yet.)
import { openReader } from 'assay'
import benchmark from './01-language-detectors.bench.ts'

await using reader = await openReader('lab.db', { benchmark })
const latest = reader.select({ run: 'latest' })

const missed = (await latest.select({ params: { model: 'franc' } }).rows())
  .filter(row => row.status === 'ok' && row.prediction !== null && row.prediction !== row.expected)
console.table(missed.map(row => ({ text: row.item_text, said: row.prediction, is: row.expected, chars: row.params_chars })))

const short = latest.select({ params: params => params.chars < 100 })
for await (const { params_model, params_chars, duration_ms } of short) console.log(params_model, params_chars, duration_ms)

const table = await reader.sql<{ params_model: string; params_chars: number; duration_ms: number }>('SELECT params_model, params_chars, duration_ms FROM datapoints')
console.log(table.length, table[0]?.duration_ms)
