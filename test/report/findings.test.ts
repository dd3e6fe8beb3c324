// Checks how findings are shown: each with its count, a few examples and its hint, safe to print and never wider than the terminal.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding } from '../../src/base/findings.ts'
import { renderFindings } from '../../src/report/findings.ts'

function finding(parts: Partial<Finding>): Finding {
  return { id: 'x', severity: 'warning', count: 1, message: 'rows are odd', hint: 'mend them', examples: [], ...parts }
}

const wide = Number.POSITIVE_INFINITY

test('severity, message, count, at most three examples, and the hint', () => {
  const examples = ['a', 'b', 'c', 'd'].map(id => ({ input_id: id, params: { model: 'm' }, trial: 0 }))
  assert.equal(
    renderFindings([finding({ severity: 'error', count: 1_204, examples }), finding({})], wide),
    [
      'error: rows are odd (1,204)',
      "  input_id a, params { model: 'm' }, trial 0",
      "  input_id b, params { model: 'm' }, trial 0",
      "  input_id c, params { model: 'm' }, trial 0",
      '  → mend them',
      'warning: rows are odd (1)',
      '  → mend them',
    ].join('\n'),
  )
})

test('what the message says, and params that are none, are no example; equal examples stand once', () => {
  const message = 'the column `labl` of "a" failed: Error: the file cannot be read'
  const examples = [
    { column: 'labl', params: {}, reason: 'Error: the file cannot be read' },
    { input_id: 'a', column: 'labl' },
    { input_id: 'a' },
  ]
  assert.equal(renderFindings([finding({ message, examples })], wide), `warning: ${message} (1)\n  input_id a\n  → mend them`)
})

test('examples fit the terminal, and nothing speaks to it', () => {
  const examples = [{ reason: `\u001B[2J${'x'.repeat(200)}` }]
  const lines = renderFindings([finding({ message: 'a\nb', examples })], 20).split('\n')
  assert.deepEqual(lines, ['warning: a\\nb (1)', '  reason \\x1b[2Jxxx…', '  → mend them'])
})

test('no findings are no text', () => {
  assert.equal(renderFindings([], wide), '')
})
