// Checks the tables of metrics to the letter: every denominator, the bounds where something is missing, the reasons.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import stringWidth from 'string-width'
import { type EstimateRow, renderMetrics } from '../../src/report/metrics-table.ts'

const whole: EstimateRow = {
  metric: 'accuracy',
  slice: null,
  params: { model: 'franc', chars: 16 },
  better: 'higher',
  value: 0.8,
  low: 0.7112,
  high: 0.8666,
  level: 0.95,
  method: 'wilson',
  reason: null,
  n: 100,
  planned: 100,
  failed: 0,
  skipped: 0,
  unanswered: 0,
  unlabelled: 0,
  worst: 0.8,
  best: 0.8,
}

function lines(rows: readonly EstimateRow[], width = Infinity): string[] {
  return renderMetrics(rows, width).split('\n')
}

test('a small example', () => {
  const failed = {
    params: { model: 'tinyld', chars: 80 },
    value: 0.5,
    low: 0.4,
    high: 0.6,
    failed: 10,
    unanswered: 4,
    worst: 0.5,
    best: 0.6,
  }
  assert.deepEqual(lines([whole, { ...whole, ...failed }]), [
    'accuracy (higher is better)',
    'model   chars  accuracy     95 % interval      of     worst to best  besides',
    '──────  ─────  ────────  ────────────────  ──────  ────────────────  ────────────────────────────────────',
    'franc   16       0.8000  0.7112 to 0.8666  80/100',
    'tinyld  80       0.5000  0.4000 to 0.6000  50/100  0.5000 to 0.6000  10 failed, 4 unanswered; all counted',
  ])
})

test('what is not counted is said, with every count', () => {
  const row = { ...whole, n: 80, planned: 120, failed: 12, skipped: 20, unanswered: 3, unlabelled: 5, worst: 0.6, best: 0.9 }
  const [, , , line] = lines([row])
  assert.match(
    line ?? '',
    /64\/80 +0\.6000 to 0\.9000 {2}12 failed, 3 unanswered, 20 skipped, 5 unlabelled; 40 of 120 not counted$/,
  )
})

test('an unknown value is – with its reason', () => {
  const row = {
    ...whole,
    value: null,
    low: null,
    high: null,
    worst: null,
    best: null,
    n: 0,
    method: 'quantile',
    reason: 'no row has a value to count',
  }
  const [, , , line] = lines([row])
  assert.match(line ?? '', /–\s+–\s+0 {2}100 of 100 not counted; no row has a value to count$/)
})

test('each metric is a table of its own, slices are columns', () => {
  const slice = { ...whole, slice: 'item_source=web', value: 0.9, low: 0.8, high: 0.95, n: 40 }
  const other = { ...whole, metric: 'p95', better: null, method: 'order-statistic', value: 12.345, worst: 12.345, best: 12.345 }
  const [title, head, , line, empty, second, , , last] = lines([whole, slice, other])
  assert.deepEqual([title, empty, second], ['accuracy (higher is better)', '', 'p95'])
  assert.match(head ?? '', /of +item_source=web  besides$/)
  assert.match(line ?? '', /80\/100 {2}0\.9000 \[0\.8000, 0\.9500\] n=40$/)
  assert.match(last ?? '', /12\.35  0\.7112 to 0\.8666 {2}100$/)
})

test('names and values cannot speak to the terminal', () => {
  const evil = { ...whole, metric: 'm\u001b[2J', params: { 'p\n': '\u202e' } }
  const text = renderMetrics([evil, { ...evil, slice: 'item=\u0007' }], Infinity)
  assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}|\p{Bidi_Control}/u)
  assert.match(text, /m\\x1b\[2J/)
})

test('it fits the terminal', () => {
  const slices = ['a', 'b', 'c'].map(name => ({ ...whole, slice: `item_language=${name}` }))
  for (const width of [20, 40, 80, 120]) {
    for (const line of lines([whole, ...slices], width).slice(1)) assert.ok(stringWidth(line) <= width)
  }
})

test('a number of items is no share of the rows, and a sum no share at all', () => {
  const trials = { ...whole, method: 'pass-at-t', n: 20, failed: 3 }
  assert.match(lines([trials])[3] ?? '', / 20 {2}3 failed; 20 items of 100 rows$/)
  const total = { ...whole, method: 'sum-wilson', value: 80 }
  assert.match(lines([total])[3] ?? '', / 80 {2}0\.7112 to 0\.8666 {2}100( |$)/)
})
