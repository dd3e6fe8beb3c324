// Shows what a run or a plan noticed: each finding with how often, a few examples, and what to do about it.
import type { Finding } from '../base/findings.ts'
import { isPlainObject } from '../base/keys.ts'
import { formatCell } from './cells.ts'
import { escapeText } from './escape.ts'
import { formatCount } from './numbers.ts'
import { truncate } from './table.ts'

/** Enough to find the rows; the others are in the JSON, and in the run's line. */
const mostExamples = 3
/** Characters of an example where no terminal sets a bound. */
const longestExample = 120
/** A text as long that stands in the message too is said once; a shorter one may be there by chance. */
const shortestRepeated = 20

/**
 * A block for each finding: `severity: message (count)`, up to three examples as `key value, key value`, then `→ hint`. `width` is the terminal's, infinite where there is none.
 */
export function renderFindings(findings: readonly Finding[], width: number): string {
  return findings.map(finding => renderFinding(finding, width)).join('\n')
}

function renderFinding({ severity, message, count, examples, hint }: Finding, width: number): string {
  const size = Math.min(longestExample, width - 2)
  const shown = [...new Set(examples.map(example => exampleText(example, message)))].filter(text => text !== '')
  return [
    `${severity}: ${escapeText(message)} (${formatCount(count)})`,
    ...shown.slice(0, mostExamples).map(text => `  ${truncate(text, Math.max(1, size))}`),
    `  → ${escapeText(hint)}`,
  ].join('\n')
}

function exampleText(example: Readonly<Record<string, unknown>>, message: string): string {
  return Object.entries(example)
    .filter(([, value]) => !isSaid(value, message) && !isEmpty(value))
    .map(([key, value]) => `${escapeText(key)} ${formatCell(value)}`)
    .join(', ')
}

function isSaid(value: unknown, message: string): boolean {
  if (typeof value !== 'string') return false
  return message.includes(`\`${value}\``) || (value.length >= shortestRepeated && message.includes(value))
}

/** Params of a benchmark that has none. */
function isEmpty(value: unknown): boolean {
  return isPlainObject(value) && Object.keys(value).length === 0
}
