// What the compiler knows of rows, params and metrics with no annotation on a callback, and what it refuses.
import {
  accuracy,
  asset,
  benchmark,
  grid,
  mean,
  openReader,
  openTracker,
  quantile,
  run,
  type Asset,
  type Prediction,
  type Reader,
  type Scorer,
} from 'assay'

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
  scores: {
    same: ({ result, expected }) => result.prediction === expected,
    judge: ({ input, result, expected }) => ({ score: result.confidence, why: expected, length: input.length }),
    human: ({ id, datapoint }): boolean | null => (id === datapoint ? true : null),
  },
  metrics: {
    same: mean('scores_same'),
    judged: mean('scores_judge_score'),
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
yes<Same<Ok['scores_judge_why'], string | null>>() // a scorer may have thrown
yes<Same<Row['scores_judge_length'], number | null>>()
yes<Same<Ok['scores_same'], boolean | null>>()
yes<Same<Ok['scores_human'], boolean | null>>()
// @ts-expect-error its keys are the columns
export type NoColumn = Row['scores_judge']

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

// A reader knows the row, the params and the names of the metrics of its benchmark.
const reader = await openReader('lab.db', { benchmark: bench })
yes<
  Same<typeof reader, Reader<Row, { model: 'franc' | 'tinyld'; chars: 16 | 80 }, 'same' | 'judged' | 'accuracy' | 'p95' | 'own'>>
>()
const short = reader.select({ run: 'latest', params: params => params.chars < 20, where: { status: 'ok' } })
for (const row of await short.select({ params: { model: ['franc', 'tinyld'] } }).rows())
  if (row.status === 'ok') yes<Same<typeof row.confidence, number>>()
await reader.count({ where: { params_model: 'franc', error: null, scores_same: true } })
// @ts-expect-error not a value of this param
reader.select({ params: { model: 'frank' } })
// @ts-expect-error not a param of this benchmark
reader.select({ params: { modle: 'franc' } })
// @ts-expect-error not a column of this benchmark
await reader.rows({ where: { confidense: 1 } })
// @ts-expect-error the metrics of one reader are not those of another
const other: Reader<Row, { model: 'franc' | 'tinyld'; chars: 16 | 80 }, 'recall'> = reader
// @ts-expect-error a benchmark or a table
await openReader('lab.db', { benchmark: bench, table: 'runs' })
const conditionalReader = await openReader('lab.db', { benchmark: conditional })
conditionalReader.select({ params: { trees: [10, null] } })
const untyped = await openReader('lab.db', { table: 'events' })
const loss: unknown = (await untyped.rows({ where: { anything: 1 } }))[0]?.['loss']

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
benchmark({
  name: 'async',
  data: items,
  task: item => item.text,
  // @ts-expect-error a scorer does not wait
  scores: { judge: async ({ result }) => result.length },
})
benchmark({
  name: 'no scorer of that name',
  data: items,
  task: item => item.text,
  scores: { length: ({ result }) => result.length },
  // @ts-expect-error no column scores_lenght
  metrics: { x: mean('scores_lenght') },
})
benchmark({
  name: 'a score that is a text',
  data: items,
  task: item => item.text,
  scores: { first: ({ result }) => result.charAt(0) },
  // @ts-expect-error column scores_first does not fit this metric
  metrics: { x: mean('scores_first') },
})
benchmark({
  name: 'without params',
  data: items,
  params: grid({ model: ['m'] }),
  task: item => item.text,
  // @ts-expect-error a judge must not know whose answer it reads
  scores: { biased: ({ params }) => params.model === 'm' },
})
benchmark({
  name: 'not a score',
  data: items,
  task: item => item.text,
  // @ts-expect-error a date is not a score
  scores: { when: ({ result }) => new Date(result) },
})
// A scorer made elsewhere names its types.
const longer: Scorer<string, { readonly text: string }, null> = ({ input, result }) => result.text.length > input.length
const reused = benchmark({
  name: 'reused',
  data: ['a'],
  task: text => ({ text: text.repeat(2) }),
  scores: { longer },
  metrics: { longer: { compute: rows => rows.filter(row => row.scores_longer === true).length } },
})
type Reused = Extract<Prediction<typeof reused>, { status: 'ok' }>
yes<Same<Reused['text'], string>>()

// What a task executes once has the type of the function's result, and its input is checked.
async function fit({ trees, seed }: { trees: number; seed: number }): Promise<Asset<string>> {
  return asset(`${trees} ${seed}`)
}
const trained = benchmark({
  name: 'trained',
  data: [[1, 2]],
  params: [...grid({ model: ['forest'], trees: [10, 100] }), ...grid({ model: ['majority'] })],
  trials: 5,
  task: async (row, params, { once, trial }) => {
    if (params.model === 'majority') return 6
    const fitted = await once(fit, { trees: params.trees, seed: trial })
    yes<Same<typeof fitted, Asset<string>>>()
    const text: string = await fitted.load()
    // @ts-expect-error the input lacks a seed
    await once(fit, { trees: params.trees })
    // @ts-expect-error a version is a text
    await once(fit, { trees: params.trees, seed: trial }, { version: 1 })
    return row.length + text.length
  },
})
yes<Same<Extract<Prediction<typeof trained>, { status: 'ok' }>['prediction'], number>>()
declare const tracker: Awaited<ReturnType<typeof openTracker>>
const positive = await tracker.once(({ text }: { text: string }) => Promise.resolve(text.length > 1), { text: 'good' })
yes<Same<typeof positive, boolean>>()
// @ts-expect-error the input is not the function's
await tracker.once(({ text }: { text: string }) => text, { txt: 'good' })
console.log(low, model, other, loss)
