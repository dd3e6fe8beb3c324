// Checks what a metric says of itself, and that one that cannot work is refused at once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy, mean, quantile, sum } from '../../src/metrics/declare.ts'
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
