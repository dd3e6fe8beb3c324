// Tokens and cost of what models answered, in the six columns of the tables.
import { inspect } from 'node:util'
import { checkNames } from '../base/options.ts'
import { usageColumns } from '../record/reserved.ts'
import type { Usage } from '../record/usage.ts'
import type { Call } from './usage/call.ts'
import { callsOf, remember } from './usage/known.ts'
import { priceOfCalls, sumOfKnown } from './usage/price.ts'

/**
 * Tokens and cost of a response of the AI SDK (all its steps), OpenAI, Anthropic or Google, of the error that carried one, or of
 * plain numbers `{ input_tokens, … }`, with or without their `model`; of several, their sum.
 *
 * One convention for all: `input_tokens` includes `cached_input_tokens` and `cache_write_tokens`, and `output_tokens` includes
 * `reasoning_tokens`. What a response does not say is `null`, never 0; a sum with an unknown part is unknown, the sum of none is 0.
 *
 * `cost_usd` is what the tokens cost by the installed price table on the day of the response; where it does not say how many tokens
 * came from a cache, without such a discount. It is `null` for an unknown model, token count or service tier.
 *
 * @param response Finished. A promise, a stream, or anything that is no object is a `TypeError`; a negative or infinite plain number
 *   is a `RangeError`.
 * @param options.model The model's name where the response does not say it or says it wrongly, also with its provider: `groq/…`.
 */
export function usage(response: unknown | readonly unknown[], options: { readonly model?: string } = {}): Usage {
  checkNames(options, ['model'], 'usage()')
  const { model } = options
  if (model !== undefined && (typeof model !== 'string' || model === ''))
    throw new TypeError(`expected model to be the name of a model, got ${inspect(model)}`)
  const calls = callsOf(response).map(call => (model === undefined ? call : { ...call, models: [model], isModelGiven: true }))
  const total = Object.fromEntries(
    usageColumns.map(column => [column, column === 'cost_usd' ? priceOfCalls(calls, {}).costUsd : totalOf(calls, column)]),
  ) as unknown as Usage
  return remember(total, calls)
}

function totalOf(calls: readonly Call[], column: keyof Call['tokens']): number | null {
  return sumOfKnown(calls.map(call => call.tokens[column]))
}
