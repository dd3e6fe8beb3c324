// What the compiler knows of metrics: which columns they need, what these must hold, and which options they take.
import {
  accuracy,
  benchmark,
  brierScore,
  calibrationError,
  f1,
  logLoss,
  mae,
  mean,
  passAll,
  passAt,
  precision,
  quantile,
  r2,
  recall,
  rmse,
  run,
  sum,
  type Estimate,
  type Metric,
} from 'assay'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const yes = <_ extends true>() => {}

const declaration = {
  name: 'metrics',
  data: [{ id: 'a', text: 'hello', label: 'en' }],
  expected: (item: { label: string }) => item.label,
}
const bench = benchmark({
  ...declaration,
  task: ({ text }) => ({
    prediction: text,
    other: text.length,
    probability: 0.5,
    probabilities: { en: 0.5, de: 0.5 },
    solved: text === 'hello',
  }),
  scores: { close: ({ result }) => result.other < 3 },
  trials: 5,
  metrics: {
    accuracy: accuracy(),
    balanced: accuracy({ average: 'macro', by: ['item_label', 'trial'], cluster: 'item_text' }),
    precision: precision({ average: 'micro' }),
    recall: recall({ prediction: 'other', average: 'weighted' }),
    f1: f1({ failed: 'exclude', unanswered: 'exclude', margin: 0.01 }),
    mae: mae({ prediction: 'other', marginRatio: 0.1 }),
    rmse: rmse({ prediction: 'other' }),
    r2: r2({ prediction: 'other' }),
    loss: logLoss('probabilities'),
    brier: brierScore('probability'),
    calibration: calibrationError('probability', { bins: 15 }),
    pass_at_3: passAt(3, 'solved'),
    pass_all_5: passAll(5, 'scores_close'),
    other: mean('other'),
    cost: sum('cost_usd'),
    p95: quantile('latency_ms', 0.95, { failed: 'wrong' }),
    own: { compute: rows => rows.filter(row => row.solved === true).length / rows.length, better: 'higher' },
  },
})
const { metrics } = await run(bench)
yes<Same<(typeof metrics)[number]['pass_all_5'], Estimate>>()
// @ts-expect-error not a metric of this benchmark
void metrics[0]?.pass_all_3

benchmark({
  ...declaration,
  task: ({ text }) => ({ label: text, right: true, probability: 0.5 }),
  metrics: {
    // @ts-expect-error no column prediction
    accuracy: accuracy(),
    // @ts-expect-error no column lable
    f1: f1({ prediction: 'lable' }),
    // @ts-expect-error no column probabilty
    loss: logLoss('probabilty'),
    // @ts-expect-error no column probabilities
    calibration: calibrationError('probabilities'),
    // @ts-expect-error no column solved
    pass: passAt(2, 'solved'),
    // @ts-expect-error column label does not fit this metric
    all: passAll(2, 'label'),
    // @ts-expect-error column label does not fit this metric
    mean: mean('label'),
    // @ts-expect-error column label does not fit this metric
    quantile: quantile('label', 0.5),
    right: mean('right'),
    brier: brierScore('probability'),
  },
})

// @ts-expect-error not an average
accuracy({ average: 'samples' })
// @ts-expect-error not a way to count
accuracy({ failed: 'ignore' })
// @ts-expect-error unanswered rows are counted or left out
f1({ unanswered: 'refuse' })
// @ts-expect-error no such option
mean('x', { bins: 10 })
// @ts-expect-error bins are of a calibration error
brierScore('x', { bins: 10 })
// @ts-expect-error k comes first
passAt('solved', 3)
// @ts-expect-error a level is needed
quantile('x')

// Of rows of another tool: only the columns of the metric are asked for.
declare function judge<R>(rows: readonly R[], metric: Metric<R>): void
const rows = [{ input_id: 'a', prediction: 'x', expected: 'y', seconds: 3 }]
judge(rows, accuracy())
judge(rows, mean('seconds'))
// @ts-expect-error no column minutes
judge(rows, mean('minutes'))
// @ts-expect-error a text has no mean
judge(rows, mean('prediction'))
// @ts-expect-error nothing says what is expected
judge([{ prediction: 'x' }], accuracy())
