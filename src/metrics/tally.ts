// Sorts the rows of one configuration into what a metric counts and what it leaves out, so that no row is lost unsaid.
import { isEqual } from '../base/equal.ts'
import { kindOf } from '../base/kind.ts'
import type { Definition, MetricRow } from './metric.ts'

/** The rows of one configuration, as one metric sees them. */
export interface Tally {
  /** The numbers in the denominator, in key order; for yes-or-no questions 1 and 0. */
  readonly values: readonly number[]
  /** The cluster of each value. */
  readonly clusters: readonly string[]
  readonly isBinary: boolean
  readonly planned: number
  readonly failed: number
  readonly skipped: number
  readonly unanswered: number
  readonly unlabelled: number
  /** Rows that have no value although they should: failed, never executed, and unanswered where these are left out. */
  readonly missing: number
  /** Why there can be no value, or `null`. */
  readonly refusal: string | null
}

/** Rows by `input_id` and trial: the order in which sums are taken, so that equal rows give equal bytes in every database. */
export function inKeyOrder(rows: readonly MetricRow[]): MetricRow[] {
  const key = (row: MetricRow) => String(row['input_id'])
  const trial = (row: MetricRow) => Number(row['trial'] ?? 0)
  return [...rows].sort((a, b) => (key(a) === key(b) ? trial(a) - trial(b) : key(a) < key(b) ? -1 : 1))
}

export function tally(definition: Definition, rows: readonly MetricRow[], planned = rows.length): Tally {
  const { kind, column, options } = definition
  const isLabelled = kind === 'accuracy'
  const counts = { failed: 0, skipped: 0, unanswered: 0, unlabelled: 0 }
  const found: { value: number | boolean; cluster: string }[] = []
  const lacking: { why: 'failed' | 'unanswered'; cluster: string }[] = []
  let refusal: string | null = null
  for (const [i, row] of inKeyOrder(rows).entries()) {
    const cluster = String(row[options.cluster ?? 'input_id'] ?? `row ${i}`)
    const value = row[column]
    if (row['status'] === 'skipped') counts.skipped++
    else if (isLabelled && (row['expected'] ?? null) === null) counts.unlabelled++
    else if ((row['status'] ?? 'ok') !== 'ok') lack('failed', cluster)
    else if ((value ?? null) === null || Number.isNaN(value)) lack('unanswered', cluster)
    else if (isLabelled) found.push({ value: isSame(value, row['expected']), cluster })
    else if (typeof value === 'number' || typeof value === 'boolean') found.push({ value, cluster })
    else refusal = `column ${column} holds ${kindOf(value)}, and ${kind} takes numbers`
  }
  const isBinary = isLabelled || (found.length > 0 && found.every(({ value }) => typeof value === 'boolean'))
  const policy = { failed: options.failed ?? defaultPolicy(isBinary), unanswered: options.unanswered ?? defaultPolicy(isBinary) }
  if (policy.failed === 'refuse' && counts.failed > 0)
    refusal = `the metric refuses failed rows, of which there are ${counts.failed}`
  const wrong = lacking.filter(({ why }) => policy[why] === 'wrong')
  const stand = wrong.length === 0 ? 0 : standIn(definition, isBinary)
  if (stand === null)
    refusal = `where lower is better no number can stand for failed or unanswered rows (${wrong.length}); exclude or refuse them`
  const all = [...found, ...wrong.map(({ cluster }) => ({ value: stand ?? 0, cluster }))]
  const unanswered = policy.unanswered === 'wrong' ? 0 : counts.unanswered
  return {
    values: all.map(({ value }) => Number(value)),
    clusters: all.map(({ cluster }) => cluster),
    isBinary,
    planned,
    ...counts,
    missing: counts.failed + unanswered + Math.max(0, planned - rows.length),
    refusal,
  }

  function lack(why: 'failed' | 'unanswered', cluster: string): void {
    counts[why]++
    lacking.push({ why, cluster })
  }
}

/** Equal as a person sees it: −0 is 0, which `Math.round` alone can make. */
function isSame(value: unknown, expected: unknown): boolean {
  return value === expected || isEqual(value, expected)
}

function defaultPolicy(isBinary: boolean): 'wrong' | 'exclude' {
  return isBinary ? 'wrong' : 'exclude'
}

/** What a row that counts as wrong contributes: no for a question, the bad end for a quantile, nothing for a mean or sum of gains. */
function standIn({ kind, options }: Definition, isBinary: boolean): number | null {
  if (isBinary) return 0
  if (kind === 'quantile') return options.better === 'higher' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return options.better === 'lower' ? null : 0
}
