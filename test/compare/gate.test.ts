// Checks gates: bounds against intervals, margins against a baseline, several metrics and configurations, and what is refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy, benchmark, gate, grid, mean, openReader, quantile, run } from 'assay'
import { type GateOptions, gateRows } from '../../src/compare/gate.ts'
import type { GateRule } from '../../src/compare/gate-rule.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import { laboratory } from '../fixtures/laboratory.ts'
import { type Row, answers, otherItems, rowsOf } from './rows.ts'

const right = accuracy() as Metric<never>
const steps = mean('steps', { better: 'lower' }) as Metric<never>

function judged(candidate: readonly Row[], metric: Metric<never>, rule: GateRule, options: GateOptions<unknown> = {}) {
  return gateRows(candidate, [{ name: 'metric', metric, rule }], { isCutShort: false, ...options })
}

/** `correct` of `n` rows are right. */
function share(correct: number, n: number): Row[] {
  return answers(0, 0, correct, n - correct)[1]
}

// Wilson's interval of 85 of 100 is 0.767 to 0.907, at a level of 0.5 it is 0.825 to 0.873.
const bounds: readonly (readonly [rule: GateRule, level: number | undefined, outcome: string])[] = [
  [{ atLeast: 0.76 }, undefined, 'pass'],
  [{ atLeast: 0.8 }, undefined, 'inconclusive'],
  [{ atLeast: 0.8 }, 0.6, 'pass'],
  [{ atLeast: 0.9 }, undefined, 'inconclusive'],
  [{ atLeast: 0.91 }, undefined, 'fail'],
  [{ atMost: 0.91 }, undefined, 'pass'],
  [{ atMost: 0.85 }, undefined, 'inconclusive'],
  [{ atMost: 0.76 }, undefined, 'fail'],
  [{ atMost: 0.8 }, undefined, 'inconclusive'],
  [{ atMost: 0.8 }, 0.6, 'fail'],
]

test('a bound is respected by the whole interval, by none of it, or by a part', async () => {
  for (const [rule, level, outcome] of bounds) {
    const { rules, passed } = await judged(share(85, 100), right, rule, level === undefined ? {} : { level })
    assert.deepEqual([rules[0]?.outcome, passed], [outcome, outcome === 'pass'], JSON.stringify([rule, level]))
    assert.equal(rules[0]?.estimate.level, level ?? 0.95)
    assert.equal(rules[0]?.comparison, null)
  }
})

test('a limit on the bound respects it, and an interval that is unknown decides nothing', async () => {
  const { rules } = await judged(share(85, 100), right, { atLeast: 0.5 })
  const { low } = rules[0]?.estimate ?? { low: null }
  assert.ok(low !== null)
  assert.equal((await judged(share(85, 100), right, { atLeast: low })).passed, true)
  const few = await judged(rowsOf('duration_ms', [1, 2, 3]), quantile('duration_ms', 0.95) as Metric<never>, { atMost: 100 })
  assert.deepEqual([few.passed, few.rules[0]?.outcome], [false, 'inconclusive'])
  assert.match(few.rules[0]?.message ?? '', /no interval: the 0\.95 quantile needs \d+ values, and there are 3/)
})

test('the interval of every kind of metric follows the level', async () => {
  const rows = rowsOf(
    'steps',
    Array.from({ length: 100 }, (_, i) => [(i * 37) % 101, (i * 17) % 89]),
  )
  const own: Metric<never> = {
    compute: (all: readonly object[]) => Math.hypot(...all.map(row => (row as Row)['steps'] as number)),
  }
  const metrics = [steps, quantile('steps', 0.5) as Metric<never>, own]
  for (const metric of metrics) {
    const widths = []
    for (const level of [0.8, 0.99]) {
      const { rules } = await judged(rows, metric, { atMost: 1 }, { level })
      widths.push((rules[0]?.estimate.high ?? 0) - (rules[0]?.estimate.low ?? 0))
    }
    assert.ok((widths[0] ?? 0) < (widths[1] ?? 0), String(widths))
  }
})

// Of gained, lost and equal items; the lower limit of Tango's 90 % interval decides.
const margins: readonly (readonly [gained: number, lost: number, both: number, margin: number, outcome: string])[] = [
  [0, 0, 1000, 0.01, 'pass'],
  [0, 0, 10, 0.03, 'inconclusive'],
  [20, 2, 78, 0.01, 'pass'],
  [2, 20, 78, 0.05, 'fail'],
  [2, 20, 78, 0.3, 'pass'],
  [5, 8, 87, 0.01, 'inconclusive'],
]

test('a margin holds where the interval ends inside it on the worse side, and fails where that is worse', async () => {
  for (const [gained, lost, both, margin, outcome] of margins) {
    const [baseline, candidate] = answers(gained, lost, both)
    const { rules } = await judged(candidate, right, { margin }, { baseline })
    const [{ comparison, outcome: found } = { comparison: null, outcome: null }] = rules
    assert.equal(found, outcome, JSON.stringify([gained, lost, both, margin]))
    assert.equal(comparison?.nPaired, gained + lost + both)
    if (found === 'fail') assert.equal(comparison?.verdict, 'worse')
  }
})

test('where lower is better the upper limit decides, and a share is of the baseline', async () => {
  const values = Array.from({ length: 60 }, (_, i) => 10 + (i % 9))
  const baseline = rowsOf('steps', values)
  const slower = (by: number) =>
    rowsOf(
      'steps',
      values.map((value, i) => value + by + (i % 2) / 10),
    )
  const outcomeOf = async (by: number, rule: GateRule) => (await judged(slower(by), steps, rule, { baseline })).rules[0]?.outcome
  assert.equal(await outcomeOf(-5, { margin: 0.1 }), 'pass')
  assert.equal(await outcomeOf(1, { marginRatio: 0.1 }), 'pass')
  assert.equal(await outcomeOf(2, { marginRatio: 0.1 }), 'fail')
  const none = rowsOf(
    'steps',
    values.map(() => 0),
  )
  const { rules } = await judged(slower(0), steps, { marginRatio: 0.1 }, { baseline: none })
  assert.notEqual(rules[0]?.outcome, 'pass')
  assert.match(rules[0]?.message ?? '', /a baseline of 0 is none/)
})

test('what is the same executions on both sides is no worse, although nothing varies', async () => {
  const rows = rowsOf('steps', [1, 2, 3, 4], { produced_by: 'run' }).map(row => ({ ...row, datapoint: row.input_id }))
  const same = await judged(rows, steps, { margin: 0.1 }, { baseline: rows })
  assert.deepEqual([same.passed, same.rules[0]?.comparison?.effect.low], [true, null])
  assert.match(same.rules[0]?.message ?? '', /both sides are the same executions/)
  const again = rows.map(row => ({ ...row, produced_by: 'other' }))
  assert.equal((await judged(again, steps, { margin: 0.1 }, { baseline: rows })).rules[0]?.outcome, 'inconclusive')
  assert.equal((await judged(rows.slice(1), steps, { margin: 0.1 }, { baseline: rows })).rules[0]?.outcome, 'inconclusive')
})

test('what is inconclusive fails unless it is let pass; what fails fails all the same', async () => {
  const open = await judged(share(85, 100), right, { atLeast: 0.8 }, { inconclusive: 'pass' })
  assert.deepEqual([open.passed, open.rules[0]?.outcome], [true, 'inconclusive'])
  assert.match(open.message, /^The gate passed: 1 inconclusive\.\nmetric is inconclusive: 0\.85 \[/)
  assert.equal((await judged(share(85, 100), right, { atLeast: 0.95 }, { inconclusive: 'pass' })).passed, false)
})

test('items that are not paired are counted, and other data on the sides passes nothing', async () => {
  const [baseline, candidate] = answers(0, 0, 1000)
  const fewer = candidate.slice(0, 990)
  const { rules } = await judged(fewer, right, { margin: 0.01 }, { baseline })
  assert.equal(rules[0]?.outcome, 'pass')
  assert.match(rules[0]?.message ?? '', /10 items only in the baseline, 0 only in the candidate/)
  const apart = await judged(otherItems(candidate), right, { margin: 0.1 }, { baseline })
  assert.match(apart.rules[0]?.comparison?.test ?? '', /newcombe/)
  const relabelled = candidate.map((row, i) => (i === 0 ? { ...row, expected: 'no', prediction: 'no' } : row))
  const other = await judged(relabelled, right, { margin: 0.01 }, { baseline })
  assert.equal(other.rules[0]?.outcome, 'inconclusive')
  assert.match(other.rules[0]?.message ?? '', /another right answer on each side/)
})

const marks = benchmark({
  name: 'marks',
  data: Array.from({ length: 60 }, (_, i) => ({ id: `i${i}`, size: i })),
  expected: ({ size }) => size % 2 === 0,
  params: grid({ model: ['old', 'new'] }),
  task: ({ size }, { model }) => {
    if (size === 7 && model === 'new') throw new Error('no')
    return { prediction: model === 'old' && size < 24 ? size % 3 === 0 : size % 2 === 0, steps: size }
  },
  metrics: { accuracy: accuracy(), steps: mean('steps') },
  version: '1',
})

test('several metrics of a run by name, each configuration against the same one, failed rows counted', async t => {
  const db = laboratory(t)
  await using result = await run(marks, { db })
  await using reader = await openReader(db, { benchmark: marks })
  const rules = { accuracy: { margin: 0.2 }, steps: { atMost: 40 } }
  const whole = await gate(result, rules, { baseline: reader.select({ run: 'latest' }) })
  assert.deepEqual(
    whole.rules.map(({ metric, params, outcome }) => [metric, params['model'], outcome]),
    [
      ['accuracy', 'old', 'pass'],
      ['steps', 'old', 'pass'],
      ['accuracy', 'new', 'pass'],
      ['steps', 'new', 'pass'],
    ],
  )
  assert.deepEqual([whole.passed, whole.message], [true, 'The gate passed: 4 passed.'])
  const fresh = whole.rules[2]
  assert.equal(fresh?.estimate.failed, 1)
  assert.match(fresh?.message ?? '', /^accuracy \(model=new\) passes: .* with 1 failed, for a margin of 0\.2\.$/)

  const one = reader.select({ params: { model: 'old' } })
  const newer = await gate(result.select({ params: { model: 'new' } }), { accuracy: { margin: 0.01 } }, { baseline: one })
  assert.deepEqual([newer.passed, newer.rules[0]?.comparison?.verdict], [true, 'better'])
  const partly = await gate(result, { accuracy: { margin: 0.2 } }, { baseline: one })
  assert.deepEqual(
    partly.rules.map(({ params }) => params['model']),
    ['old'],
  )
  assert.match(partly.message, /\nmodel=new: only the candidate has this configuration, so no margin is held against it\.$/)
})

test('a run that was stopped passes nothing, nor does a selection of it', async t => {
  await using result = await run(marks, { db: laboratory(t), params: { model: 'new' }, limits: { maxErrors: 0, concurrency: 1 } })
  assert.equal(result.status, 'stopped')
  for (const rows of [result, result.select({ params: { model: 'new' } })]) {
    const { passed, message } = await gate(rows, { steps: { atMost: 1000 } })
    assert.equal(passed, false)
    assert.match(message, /steps is inconclusive: .*the run was stopped before its end/)
  }
})

test('what is no gate is refused, with what would be', async t => {
  await using result = await run(marks, { db: laboratory(t) })
  const any = gate as unknown as (...args: readonly unknown[]) => Promise<unknown>
  const baseline = result.select({ params: { model: 'old' } })
  const refusals: readonly (readonly [args: readonly unknown[], message: RegExp])[] = [
    [[result, {}], /at least one rule, got none/],
    [[result, { accuracy: undefined }], /at least one rule, got none/],
    [[result, { acuracy: { atLeast: 0.8 } }], /one of marks \(accuracy, steps\), got "acuracy"\. Did you mean `accuracy`\?/],
    [
      [result, { accuracy: { margin: 0.1 } }],
      /^TypeError: expected gate\(\) to get `baseline` for the margin of accuracy, got none/,
    ],
    [[result, { steps: { margin: 0.1 } }, { baseline }], /^TypeError: expected steps to say which direction is better/],
    [[result, { accuracy: { margin: 0 } }, { baseline }], /expected `margin` of accuracy to be a number above 0, got 0/],
    [[result, { accuracy: { atLeast: 'x' } }], /expected `atLeast` of accuracy to be a number, got x/],
    [[result, { accuracy: { atLeast: 0.5, atMost: 1 } }], /to be one of atLeast, atMost, margin and marginRatio, got 2/],
    [[result, { accuracy: { least: 0.5 } }], /expected the options of the rule of accuracy, got `least`/],
    [[result, { accuracy: 0.8 }], /expected the rule of accuracy to be an object like .*, got a number/],
    [[result, { accuracy: { atLeast: 0.8 } }, { level: 0.4 }], /above 0\.5 and below 1, got 0\.4/],
    [[result, { accuracy: { atLeast: 0.8 } }, { inconclusive: 'maybe' }], /to be fail or pass, got maybe/],
    [[result, { accuracy: { atLeast: 0.8 } }, { base: baseline }], /got `base`/],
    [
      [result.select({ where: { input_id: 'none' } }), { accuracy: { atLeast: 0.8 } }],
      /expected the candidate to have rows, got none/,
    ],
    [[7, { accuracy: { atLeast: 0.8 } }], /expected the candidate to be rows, got a number/],
    [[rowsOf('prediction', [1]), { accuracy: { atLeast: 0.8 } }], /these rows are of no benchmark/],
  ]
  for (const [args, message] of refusals) await assert.rejects(any(...args), message)
  const twice = [...share(1, 2), ...share(1, 2)]
  await assert.rejects(judged(twice, right, { atLeast: 0.5 }), /expected each item of the candidate once per trial/)
  const of = (model: string) => share(1, 2).map(row => ({ ...row, params_model: model }))
  await assert.rejects(
    judged([...of('a'), ...of('b')], right, { margin: 0.1 }, { baseline: of('c') }),
    /configurations in common, got model=a, model=b and, of the baseline, model=c; choose one of each with select\(\{ params \}\)/,
  )
})
