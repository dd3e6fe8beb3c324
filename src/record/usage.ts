// The six columns of tokens and cost, as a type: their names are those of the tables.
import { usageColumns } from './reserved.ts'

/**
 * Tokens and cost of model calls. Unknown is `null`, never 0.
 *
 * One convention for every provider: `input_tokens` is everything that the model read, `cached_input_tokens` (read from a cache) and
 * `cache_write_tokens` (written to one) are parts of it; `output_tokens` is everything that it wrote, `reasoning_tokens` are part of it.
 */
export interface Usage {
  readonly input_tokens: number | null
  readonly cached_input_tokens: number | null
  readonly cache_write_tokens: number | null
  readonly output_tokens: number | null
  readonly reasoning_tokens: number | null
  /** US dollars for the tokens, without what a provider charges for searches, tools or storage. */
  readonly cost_usd: number | null
}

/** A sum with an unknown part is unknown: leaving it out would count it as 0. */
export function addUsage(a: Usage, b: Usage): Usage {
  return mapUsage(column => (a[column] === null || b[column] === null ? null : a[column] + b[column]))
}

/** The part of each of `count` that shared a call. */
export function shareUsage(usage: Usage, count: number): Usage {
  return mapUsage(column => (usage[column] === null ? null : usage[column] / count))
}

function mapUsage(value: (column: keyof Usage) => number | null): Usage {
  return Object.fromEntries(usageColumns.map(column => [column, value(column)])) as unknown as Usage
}
