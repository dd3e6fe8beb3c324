// Checks what a gate writes for others to read: XML that is well-formed whatever the names are, and markdown in which they are no markup.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy } from 'assay'
import { gateRows } from '../../src/compare/gate.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import { renderGateMarkdown } from '../../src/report/gate.ts'
import { renderJunit } from '../../src/report/junit.ts'
import { answers } from '../compare/rows.ts'

const nasty = 'a<b>&"c"|\'d\' `e` *f* \u0001\ud800 \n</testcase> @someone #1'
const metric = accuracy() as Metric<never>
const [, rows] = answers(0, 0, 50, 50)
const rules = [0.1, 0.5, 0.9].map(atLeast => ({ name: nasty, metric, rule: { atLeast } }))
const gate = await gateRows(
  rows.map(row => ({ ...row, params_prompt: nasty })),
  rules,
  { isCutShort: false },
)

test('JUnit is well-formed, and has one test case for each rule with its outcome', () => {
  const xml = renderJunit(nasty, gate, 'fail')
  const text = xml.replaceAll(/<\/?[a-z-]+(?: [a-z]+="(?:[^"<&]|&(?:amp|lt|gt|quot|apos|#\d+);)*")*\/?>|^<\?xml [^>]*\?>/g, '')
  assert.match(text, /^(?:[^<&]|&(?:amp|lt|gt|quot|apos|#\d+);)*$/)
  assert.doesNotMatch(xml, /[\u0000-\u0008\ud800-\udfff]/)
  assert.match(xml, / tests="3" failures="2" errors="0" skipped="0">/)
  assert.deepEqual(
    [...xml.matchAll(/<failure type="(\w+)"/g)].map(([, type]) => type),
    ['inconclusive', 'fail'],
  )
  const lenient = renderJunit(nasty, gate, 'pass')
  assert.match(lenient, / tests="3" failures="1" errors="0" skipped="1">/)
  assert.equal(lenient.match(/<skipped message=/g)?.length, 1)
})

test('in markdown names are text: they end no cell, mention nobody and make no tag', () => {
  const run = { db: 'a.db', run_id: 'one', status: 'completed', commit: '0123456789abcdef', age_days: 2.6 }
  const flaky = { input_id: 'i|1', params: '', executions: 4, right: 3, flip_rate: 2 / 3, retried_until_green: true }
  const items = { metric: 'accuracy', floor: [], flaky: [flaky] }
  const markdown = renderGateMarkdown({ benchmark: nasty, gate, candidate: run, baseline: run, items })
  const table = markdown.split('\n').filter(line => line.startsWith('|'))
  assert.equal(table.length, 2 + 3)
  for (const line of table.slice(2)) assert.equal(line.match(/(?<!\\)\|/g)?.length, 9)
  assert.doesNotMatch(markdown, /<|@|(?<!\\)`/)
  assert.match(markdown, /- Baseline: run one in a\.db \(completed\), commit 0123456789ab, 2 days old\.\n/)
  assert.match(
    markdown,
    /Flaky items by accuracy, 1: i\\\|1 \(right in 3 of 4 executions; flip rate 66\.7 %; retried until green\)\./,
  )
})
