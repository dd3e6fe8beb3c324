// What the compiler knows of rows, params and metrics with no annotation on a callback, and what it refuses.
import { accuracy, benchmark, grid, mean, quantile, run, type Prediction } from 'assay'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const yes = <_ extends true>() => {}

const items = [{ id: 'a', text: 'hello', language: 'en', meta: { source: 'x', year: 3 } }]
const bench = benchmark({
  name: 'x',
  data: () => items,
  input: item => item.text,
  expected: item => item.language,
  params: grid({ model: ['franc', 'tinyld'], chars: [16, 80] }),
  task: (text, params) => ({ prediction: text === params.model ? 'en' : null, confidence: 0.3, inner: { a: 1, b: 'x' } }),
  metrics: {
    accuracy: accuracy({ by: 'item_language' }),
    p95: quantile('duration_ms', 0.95),
    own: {
      compute: rows => rows.filter(row => row.status === 'ok').reduce((total, row) => total + row.confidence, 0),
      better: 'lower',
    },
  },
})
type Row = Prediction<typeof bench>
type Ok = Extract<Row, { status: 'ok' }>
yes<Same<Row['params_model'], 'franc' | 'tinyld'>>()
yes<Same<Row['item_meta'], { source: string; year: number }>>() // one level: a nested value is one cell
yes<Same<Row['expected'], string | null>>()
yes<Same<Row['confidence'], number | null>>() // a failed row has none
yes<Same<Ok['confidence'], number>>()
yes<Same<Ok['prediction'], string | null>>()

// Conditional params: a param that a configuration lacks reads as null, as it does in the table.
const conditional = benchmark({
  name: 'conditional',
  data: items,
  params: [...grid({ model: ['forest'], trees: [10, 100] }), ...grid({ model: ['majority'] })],
  task: async (item, params) => item.text.length + ('trees' in params ? params.trees : 0),
  metrics: { mean: mean('prediction') },
})
yes<Same<Prediction<typeof conditional>['params_trees'], 10 | 100 | null>>()
yes<Same<Extract<Prediction<typeof conditional>, { status: 'ok' }>['prediction'], number>>()

const result = await run(bench)
const low: number | null = result.metrics[0]!.accuracy.low
const model: 'franc' | 'tinyld' | undefined = result.metrics[0]?.params.model
for await (const row of result.select({ params: { model: 'franc' }, where: { status: 'ok' } }))
  yes<Same<typeof row.params_chars, 16 | 80>>()
result.select({ params: params => params.chars < 20 })
// @ts-expect-error not a metric of this benchmark
void result.metrics[0]!.recall
// @ts-expect-error not a value of this param
result.select({ params: { model: 'frank' } })
// @ts-expect-error not a param of this benchmark
await run(bench, { params: { modle: 'franc' } })
await run(bench, { params: { model: ['franc', 'tinyld'] } })

benchmark({
  name: 'typo',
  data: items,
  task: item => item.text,
  // @ts-expect-error no column durration_ms
  metrics: { x: mean('durration_ms') },
})
benchmark({
  name: 'text',
  data: items,
  task: item => ({ label: item.text }),
  // @ts-expect-error column label does not fit this metric
  metrics: { x: mean('label') },
})
console.log(low, model)
