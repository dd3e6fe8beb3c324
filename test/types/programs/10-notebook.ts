// 10. Analysis: typed rows, a comparison of one length, a leaderboard, SQL. (Arrow and reports are not there yet.)
import { compare, estimate, f1, leaderboard, openReader } from 'assay'
import benchmark from './01-language-detectors.bench.ts'

await using reader = await openReader('lab.db', { benchmark })
const latest = reader.select({ run: 'latest' })

const missed = (await latest.select({ params: { model: 'franc' } }).rows())
  .filter(row => row.status === 'ok' && row.prediction !== null && row.prediction !== row.expected)
console.table(missed.map(row => ({ text: row.item_text, said: row.prediction, is: row.expected, chars: row.params_chars })))

const short = latest.select({ params: params => params.chars < 100 })
for (const { params, rank, estimate: accuracy } of await leaderboard(short, { metric: 'accuracy' })) {
  console.log(`${rank.join('–')}  ${params.model} ${params.chars}  ${accuracy.value} [${accuracy.low}, ${accuracy.high}] n=${accuracy.n}`)
}

const { message, flips } = await compare(short.select({ params: { model: 'franc', chars: 16 } }), short.select({ params: { model: 'eld', chars: 16 } }), { metric: 'accuracy', margin: 0.01 })
console.log(message, flips.slice(0, 5))

const { macro } = await estimate(short, { macro: f1({ average: 'macro' }) })           // a metric that nobody declared
console.log(macro.value, macro.method)

const table = await reader.sql<{ params_model: string; params_chars: number; duration_ms: number }>('SELECT params_model, params_chars, duration_ms FROM datapoints')
console.log(table.length, table[0]?.duration_ms)
