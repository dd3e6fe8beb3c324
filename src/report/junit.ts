// Writes the rules of a gate as a JUnit file, which build servers show as tests.
import type { Gate } from '../compare/gate.ts'
import type { RuleResult } from '../compare/gate-outcome.ts'
import { ruleText } from '../compare/gate-rule.ts'

/** One test case for each rule and configuration. An inconclusive rule that does not fail the gate is a skipped one. */
export function renderJunit(benchmark: string, { rules }: Gate, inconclusive: 'fail' | 'pass'): string {
  const isFailure = ({ outcome }: RuleResult) => outcome === 'fail' || (outcome === 'inconclusive' && inconclusive === 'fail')
  const failures = rules.filter(isFailure).length
  const skipped = rules.filter(rule => rule.outcome === 'inconclusive' && !isFailure(rule)).length
  const counts = `tests="${rules.length}" failures="${failures}" errors="0" skipped="${skipped}"`
  const cases = rules.map(rule => {
    const name = nameOf(rule)
    const opening = `    <testcase classname="${escapeXml(benchmark)}" name="${escapeXml(name)}" time="0"`
    const text = escapeXml(rule.message)
    if (isFailure(rule)) return `${opening}>\n      <failure type="${rule.outcome}" message="${text}"/>\n    </testcase>`
    if (rule.outcome === 'inconclusive') return `${opening}>\n      <skipped message="${text}"/>\n    </testcase>`
    return `${opening}>\n      <system-out>${text}</system-out>\n    </testcase>`
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="assay gate" ${counts}>`,
    `  <testsuite name="${escapeXml(benchmark)}" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function nameOf({ metric, rule, params }: RuleResult): string {
  const shown = Object.entries(params).map(
    ([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  )
  return `${metric}, ${ruleText(rule)}${shown.length === 0 ? '' : ` (${shown.join(',')})`}`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** What XML cannot hold at all, control characters and lone surrogates, is written as U+FFFD. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll(/[&<>"']/g, character => entities[character] ?? character)
    .replaceAll(/[\t\n\r]/g, character => `&#${character.charCodeAt(0)};`)
}
