// What the compiler refuses of a comparison: names of no metric, columns that no row has, rows that cannot be paired.
import { type Comparison, accuracy, benchmark, compare, estimate, grid, openReader, quantile, run } from 'assay'

const bench = benchmark({
  name: 'x',
  data: [{ id: 1, text: 'a', language: 'en' }],
  params: grid({ model: ['franc', 'eld'] }),
  task: (item, { model }) => model + item.text,
  expected: item => item.language,
  metrics: { accuracy: accuracy(), p95: quantile('duration_ms', 0.95) },
})
await using result = await run(bench)
await using reader = await openReader('lab.db', { benchmark: bench })
const franc = result.select({ params: { model: 'franc' } })
const eld = reader.select({ params: { model: 'eld' } })

export const declared: Comparison = await compare(franc, eld, { metric: 'accuracy', margin: 0.01 })
export const undeclared: Comparison = await compare(franc, eld, { metric: quantile('duration_ms', 0.5), level: 0.9 })
// @ts-expect-error unknown metric
await compare(franc, eld, { metric: 'acuracy' })
// @ts-expect-error no such column
await compare(franc, eld, { metric: quantile('duration', 0.5) })
// @ts-expect-error no such option
await compare(franc, eld, { metric: 'accuracy', margn: 1 })
// @ts-expect-error rows without input_id
await compare([{ prediction: 'a', expected: 'b' }], [{ prediction: 'a', expected: 'b' }], { metric: accuracy() })
// @ts-expect-error rows of no benchmark have no names of metrics
await compare([{ input_id: 'a', prediction: 'a', expected: 'b' }], [], { metric: 'accuracy' })

const scores = [{ input_id: 'a', document: 'x', score: 0.3 }]
const own = await estimate(scores, { median: { compute: rows => rows.map(row => row.score).sort()[rows.length >> 1] ?? null } })
export const method: string = own.median.method
// @ts-expect-error no such metric
export const none = own.mean
