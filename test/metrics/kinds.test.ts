// Checks for every kind of metric at once that each row is counted as what it is, in any order, and that trials make nothing surer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accuracy,
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
  sum,
} from 'assay'
import { estimateMetric } from '../../src/metrics/estimate.ts'
import { inKeyOrder } from '../../src/metrics/key-order.ts'
import { type Estimate, type Metric, type MetricOptions, definitionOf } from '../../src/metrics/metric.ts'
import { type Given, rowsOf, slicesOf } from './rows.ts'

type Row = Record<string, unknown>
interface Kind {
  readonly make: (options: MetricOptions) => object
  readonly isLabelled: boolean
  /** What failed and unanswered rows count as, if nothing is said. */
  readonly usual: 'wrong' | 'exclude'
  /** The cells of the i-th row that has an answer. */
  readonly cells: (i: number) => Given
}

/** Below `most`, as if at random. */
const draw = (i: number, most: number, which = 0) => (((i + 1) * 2654435761 + which * 40503) >>> 9) % most
const label = (i: number): Given => ({ expected: 'abc'[i % 3], prediction: 'abc'[draw(i, 4) === 0 ? draw(i, 3, 1) : i % 3] })
const number = (i: number): Given => ({ prediction: draw(i, 23), expected: draw(i, 23) + draw(i, 7, 1) })
const probability = (i: number): Given => ({ p: draw(i, 23) / 23, expected: draw(i, 3, 1) === 0 })
const measured = (i: number): Given => ({ x: draw(i, 230) / 7 })
const flag = (i: number): Given => ({ x: draw(i, 3) === 0 })

const kinds: Readonly<Record<string, Kind>> = {
  accuracy: { make: options => accuracy(options), isLabelled: true, usual: 'wrong', cells: label },
  'balanced accuracy': {
    make: options => accuracy({ average: 'macro', ...options }),
    isLabelled: true,
    usual: 'wrong',
    cells: label,
  },
  precision: { make: options => precision(options), isLabelled: true, usual: 'wrong', cells: label },
  recall: { make: options => recall(options), isLabelled: true, usual: 'wrong', cells: label },
  f1: { make: options => f1(options), isLabelled: true, usual: 'wrong', cells: label },
  mae: { make: options => mae(options), isLabelled: true, usual: 'exclude', cells: number },
  rmse: { make: options => rmse(options), isLabelled: true, usual: 'exclude', cells: number },
  r2: { make: options => r2(options), isLabelled: true, usual: 'exclude', cells: number },
  logLoss: { make: options => logLoss('p', options), isLabelled: true, usual: 'exclude', cells: probability },
  brierScore: { make: options => brierScore('p', options), isLabelled: true, usual: 'exclude', cells: probability },
  calibrationError: { make: options => calibrationError('p', options), isLabelled: true, usual: 'exclude', cells: probability },
  mean: { make: options => mean('x', options), isLabelled: false, usual: 'exclude', cells: measured },
  sum: { make: options => sum('x', options), isLabelled: false, usual: 'exclude', cells: measured },
  rate: { make: options => mean('x', options), isLabelled: false, usual: 'wrong', cells: flag },
  count: { make: options => sum('x', options), isLabelled: false, usual: 'wrong', cells: flag },
  quantile: { make: options => quantile('x', 0.5, options), isLabelled: false, usual: 'exclude', cells: measured },
  passAt: { make: options => passAt(1, 'x', options), isLabelled: false, usual: 'wrong', cells: flag },
  passAll: { make: options => passAll(1, 'x', options), isLabelled: false, usual: 'wrong', cells: flag },
}

function estimate({ make }: Kind, rows: readonly Row[], options: MetricOptions = {}, planned?: number): Estimate {
  return estimateMetric('metric', make(options) as Metric<never>, rows, planned)
}

const width = ({ low, high }: Estimate) => (high ?? Number.NaN) - (low ?? Number.NaN)

/** 20 answers, 3 failed, 2 skipped, 2 unanswered, 2 without a label: 29 rows. */
function mixed({ cells }: Kind): Row[] {
  const expected = cells(1).expected
  const nothing = Object.fromEntries(Object.keys(cells(0)).map(column => [column, null]))
  const answers = Array.from({ length: 20 }, (_, i) => cells(i))
  const failed = ['error', 'timeout', 'aborted'].map(status => ({ ...nothing, expected, status }))
  const skipped = [0, 1].map(() => ({ ...nothing, expected, status: 'skipped' }))
  const unanswered = [0, 1].map(() => ({ ...nothing, expected }))
  const unlabelled = [20, 21].map(i => ({ ...cells(i), expected: null }))
  return rowsOf([...answers, ...failed, ...skipped, ...unanswered, ...unlabelled]).map((row, i) => ({ ...row, half: i % 2 }))
}

const policies = ['wrong', 'exclude', undefined] as const

for (const [name, kind] of Object.entries(kinds)) {
  test(`${name}: every row is counted as what it is`, () => {
    const answers = kind.isLabelled ? 20 : 22
    for (const failed of policies) {
      for (const unanswered of policies) {
        const options = { ...(failed && { failed }), ...(unanswered && { unanswered }) }
        const result = estimate(kind, mixed(kind), options)
        const counts = [result.planned, result.failed, result.skipped, result.unanswered, result.unlabelled]
        assert.deepEqual(counts, [29, 3, 2, 2, kind.isLabelled ? 2 : 0])
        const wrong = (policy: string | undefined, rows: number) => ((policy ?? kind.usual) === 'wrong' ? rows : 0)
        const n = answers + (result.value === null ? 0 : wrong(failed, 3) + wrong(unanswered, 2))
        assert.equal(result.n, n, JSON.stringify(options))
        assert.ok(result.value !== null || result.reason !== null)
      }
    }
  })

  test(`${name}: rows that are not there are missing, and bounds stand only where they are known`, () => {
    const complete = rowsOf(Array.from({ length: 20 }, (_, i) => kind.cells(i)))
    const whole = estimate(kind, complete)
    assert.deepEqual([whole.worst, whole.best], [whole.value, whole.value])
    const partial = estimate(kind, complete, {}, 30)
    assert.deepEqual([partial.value, partial.n, partial.planned], [whole.value, 20, 30])
    const hasBounds = ['accuracy', 'rate', 'count'].includes(name)
    assert.equal(partial.worst !== null, hasBounds)
    assert.equal(partial.best !== null, hasBounds)
  })

  test(`${name}: refuses failed rows where it should`, () => {
    const result = estimate(kind, mixed(kind), { failed: 'refuse' })
    assert.deepEqual(
      [result.value, result.low, result.reason],
      [null, null, 'the metric refuses failed rows, of which there are 3'],
    )
    assert.equal(result.failed, 3)
  })

  test(`${name}: the order of rows changes no byte, also of rows without ids`, () => {
    for (const rows of [mixed(kind), mixed(kind).map(({ input_id: _id, ...row }) => row)]) {
      const turned = rows.map((_, i) => rows[(i * 12) % 29] as Row)
      assert.equal(new Set(turned).size, 29)
      assert.deepEqual(estimate(kind, turned), estimate(kind, rows))
    }
  })

  test(`${name}: copies of rows as trials make it no surer`, () => {
    const once = rowsOf(Array.from({ length: 40 }, (_, i) => kind.cells(i)))
    const trials = once.flatMap((row): Row[] => [0, 1, 2, 3].map(trial => ({ ...row, trial })))
    const apart = trials.map(row => ({ ...row, input_id: `${row['input_id']} ${row['trial']}`, trial: 0 }))
    const [one, four, many] = [once, trials, apart].map(rows => estimate(kind, rows)) as [Estimate, Estimate, Estimate]
    const scale = name === 'sum' || name === 'count' ? 4 : 1
    if (name === 'calibrationError') return assert.equal(four.low, null)
    assert.ok(width(four) > 0.85 * scale * width(one), `${width(four)} against ${width(one)}`)
    assert.ok(width(four) > 1.3 * width(many), `${width(four)} against ${width(many)}`)
  })

  test(`${name}: slices have counts of their own, which add up`, () => {
    const metric = kind.make({ by: 'half' }) as Metric<never>
    const slices = slicesOf(metric, inKeyOrder(mixed(kind))).map(([, estimate]) => estimate)
    const whole = estimate(kind, mixed(kind))
    for (const count of ['n', 'planned', 'failed', 'skipped', 'unanswered', 'unlabelled'] as const)
      assert.equal(slices[0]?.[count] ?? 0, whole[count] - (slices[1]?.[count] ?? 0), count)
    assert.deepEqual(
      slices.map(({ planned }) => planned),
      [15, 14],
    )
  })

  test(`${name}: items of one cluster that agree make it less sure`, () => {
    const rows = rowsOf(Array.from({ length: 80 }, (_, i) => ({ ...kind.cells(Math.floor(i / 4)), source: Math.floor(i / 4) })))
    const [plain, clustered] = [estimate(kind, rows), estimate(kind, rows, { cluster: 'source' })]
    assert.equal(clustered.value, plain.value)
    if (name === 'calibrationError') return assert.equal(clustered.low, null)
    assert.ok(width(clustered) > 1.3 * width(plain), `${width(clustered)} against ${width(plain)}`)
  })
}

test('every kind is here', () => {
  const here = Object.values(kinds).map(({ make }) => definitionOf(make({}) as Metric<never>)?.kind)
  assert.equal(new Set(here).size, 15)
})
