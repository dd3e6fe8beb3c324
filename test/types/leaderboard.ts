// What the compiler knows of a leaderboard: the params of its entries, and which metrics there are.
import { accuracy, benchmark, grid, leaderboard, openReader, quantile, run } from 'assay'

const bench = benchmark({
  name: 'x',
  data: [{ id: 1, text: 'a', language: 'en' }],
  params: grid({ model: ['franc', 'eld'], chars: [16, 80] }),
  task: (item, { model }) => model + item.text,
  expected: item => item.language,
  metrics: { accuracy: accuracy(), p95: quantile('duration_ms', 0.95) },
})
await using result = await run(bench)
await using reader = await openReader('lab.db', { benchmark: bench })

export const [first] = await leaderboard(result, { metric: 'accuracy' })
export const model: 'franc' | 'eld' | undefined = first?.params.model
export const chars: 16 | 80 | undefined = first?.params.chars
const short = reader.select({ params: params => params.chars < 100 })
for (const { params, rank, estimate, chanceBest } of await leaderboard(short, { metric: quantile('duration_ms', 0.5) })) {
  const [best, worst]: readonly [number, number] = rank
  console.log(best, worst, params.model, estimate.value, chanceBest)
}
// @ts-expect-error unknown metric
await leaderboard(result, { metric: 'acuracy' })
// @ts-expect-error no such column
await leaderboard(result, { metric: quantile('duration', 0.5) })
// @ts-expect-error no such param
export const none = first?.params.prompt
// @ts-expect-error rows without params to choose by
await leaderboard([{ input_id: 'a', prediction: 'a', expected: 'b' }], { metric: accuracy() })
