// Checks what a metric says of itself, and that one that cannot work is refused at once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy, calibrationError, f1, logLoss, mae, mean, passAll, passAt, quantile, r2, sum } from 'assay'
import { definitionOf, type Metric, type MetricOptions } from '../../src/metrics/metric.ts'

test('which direction is better is known for accuracy, times, tokens and cost, and can be said', () => {
  const betters = [
    accuracy(),
    mean('duration_ms'),
    quantile('latency_ms', 0.5),
    sum('cost_usd'),
    mean('output_tokens'),
    mean('score'),
  ]
  assert.deepEqual(
    betters.map(({ better }) => better),
    ['higher', 'lower', 'lower', 'lower', 'lower', undefined],
  )
  assert.equal(mean('score', { better: 'higher' }).better, 'higher')
  assert.equal(accuracy({ better: 'lower' }).better, 'lower')
})

test('a metric is data: its kind, column, level and options', () => {
  const definition = definitionOf(quantile('x', 0.9, { by: ['a', 'b'] }) as unknown as Metric<never>)
  assert.deepEqual(definition, { kind: 'quantile', column: 'x', level: 0.9, options: { by: ['a', 'b'] } })
  assert.equal(definitionOf({ compute: () => 1 }), null)
})

test('it keeps its definition when it is copied', () => {
  const copied = { ...accuracy({ prediction: 'label' }), margin: 0.02 }
  assert.equal(definitionOf(copied as unknown as Metric<never>)?.column, 'label')
})

test('a copy that computes something else is one’s own', () => {
  const copied = { ...accuracy(), compute: () => 0.5 }
  assert.equal(definitionOf(copied as unknown as Metric<never>), null)
})

test('a metric of classes or probabilities is data too', () => {
  const definitions = [
    f1(),
    accuracy({ average: 'macro' }),
    accuracy({ average: 'micro' }),
    calibrationError('p'),
    passAt(3, 'x'),
  ]
  assert.deepEqual(
    definitions.map(metric => definitionOf(metric as unknown as Metric<never>)),
    [
      { kind: 'f1', column: 'prediction', average: 'macro', options: { better: 'higher' } },
      { kind: 'accuracy', column: 'prediction', average: 'macro', options: { better: 'higher' } },
      { kind: 'accuracy', column: 'prediction', options: { better: 'higher' } },
      { kind: 'calibrationError', column: 'p', bins: 10, options: { better: 'lower' } },
      { kind: 'passAt', column: 'x', k: 3, options: { better: 'higher' } },
    ],
  )
})

test('levels, columns and options that do not exist are refused', () => {
  for (const level of [0, 1, -0.5, 95, Number.NaN]) {
    assert.throws(
      () => quantile('x', level),
      new RangeError(`expected the level of quantile("x") to be between 0 and 1, got ${level}`),
    )
  }
  assert.throws(() => mean(''), new TypeError('expected the column of mean to be a name, got '))
  assert.throws(() => sum(5 as unknown as string), new TypeError('expected the column of sum to be a name, got 5'))
  for (const [option, value, allowed] of [
    ['failed', 'ignore', 'wrong, exclude, refuse'],
    ['unanswered', 'refuse', 'wrong, exclude'],
    ['better', 'more', 'higher, lower'],
  ] as const) {
    assert.throws(
      () => accuracy({ [option]: value } as MetricOptions),
      new RangeError(`expected \`${option}\` of accuracy to be one of ${allowed}, got ${value}`),
    )
  }
})

test('an option that does not exist is refused with the nearest', () => {
  assert.throws(
    () => accuracy({ fialed: 'exclude' } as MetricOptions),
    new TypeError('expected the options of accuracy(), got `fialed`. Did you mean `failed`?'),
  )
})

test('an option that fits no metric of that kind is refused', () => {
  const bad = (value: unknown) => value as never
  for (const bins of [0, 1.5, -1, Number.NaN, '10'])
    assert.throws(
      () => calibrationError('p', { bins: bad(bins) }),
      new RangeError(`expected \`bins\` of calibrationError to be a whole number from 1, got ${bins}`),
    )
  for (const k of [0, 1.5, -1, Infinity, 'solved'])
    assert.throws(
      () => passAll(bad(k), 'solved'),
      new RangeError(`expected \`k\` of passAll to be a whole number from 1, got ${k}`),
    )
  assert.throws(() => mae({ average: 'macro' }), new TypeError('expected no `average` for mae, which has no classes'))
  assert.throws(() => r2({ average: 'macro' }), new TypeError('expected no `average` for r2, which has no classes'))
  assert.throws(
    () => f1({ average: bad('samples') }),
    new RangeError('expected `average` of f1 to be one of macro, micro, weighted, got samples'),
  )
  assert.throws(() => logLoss('p', bad({ bins: 5 })), new TypeError('expected the options of logLoss(), got `bins`.'))
})

test('a margin is above 0, and of one kind', () => {
  for (const name of ['margin', 'marginRatio'])
    for (const value of [0, -0.01, Infinity, Number.NaN, '0.1'])
      assert.throws(
        () => accuracy({ [name]: value } as MetricOptions),
        new RangeError(`expected \`${name}\` of accuracy to be a number above 0, got ${value}`),
      )
  assert.throws(
    () => mean('x', { margin: 0.1, marginRatio: 0.1 }),
    new RangeError('expected `margin` or `marginRatio` of mean, got both'),
  )
  assert.deepEqual([mean('x', { margin: 0.1 }).margin, mean('x', { marginRatio: 0.2 }).marginRatio], [0.1, 0.2])
})

test('groups and clusters are columns', () => {
  for (const by of [5, ['a', 5], [''], null])
    assert.throws(
      () => mean('x', { by } as unknown as MetricOptions),
      new TypeError(`expected \`by\` of mean to be a column, or a list of them, got ${String(by)}`),
    )
  assert.throws(() => mean('x', { cluster: '' }), new TypeError('expected `cluster` of mean to be a column, got '))
})
