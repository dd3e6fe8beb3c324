// Reads the token counts of every provider's usage object into one convention: input holds the cached tokens, output the reasoning.
import type { Usage } from '../../record/usage.ts'
import { countAt, isObject, valueAt } from './path.ts'
import { aiSdk, anthropic, google, type Shape } from './shapes.ts'

export type Tokens = Omit<Usage, 'cost_usd'>

/** The counts of one response, whose usage stands at `usage`. */
export function readTokens(holder: object, shape: Shape): Tokens {
  const read = countAt(holder, shape.cached)
  const written = countAt(holder, shape.written)
  const reasoning = countAt(holder, shape.reasoning)
  const total = countAt(holder, shape.total)
  let input = countAt(holder, shape.input)
  let output = countAt(holder, shape.output)
  const cache = (read ?? 0) + (written ?? 0)
  if (shape === google) {
    input = plus(input, countAt(holder, ['usage.toolUsePromptTokenCount']) ?? 0)
    output = plus(output, reasoning ?? 0)
  } else if (shape === anthropic || (shape === aiSdk && leavesOutCache(holder))) input = plus(input, cache)
  else [input, output] = fitTotal(input, output, cache, reasoning ?? 0, total)
  if (total !== null) {
    // A part that is left out follows from the total: embeddings have no output, a blocked answer has none either.
    if (input !== null) output ??= restOf(total, input)
    if (output !== null) input ??= restOf(total, output)
  }
  if (countAt(holder, ['usage.tokens']) !== null && shape === aiSdk) output = 0
  return {
    input_tokens: input,
    cached_input_tokens: read,
    cache_write_tokens: written,
    output_tokens: output,
    reasoning_tokens: reasoning,
  }
}

/** Up to version 5 the AI SDK passed Anthropic's input on as it came, without the cached tokens; its later ones name the rest. */
function leavesOutCache(holder: object): boolean {
  const isSettled = countAt(holder, ['usage.inputTokenDetails.noCacheTokens', 'usage.inputTokens.noCache']) !== null
  return !isSettled && isObject(valueAt(holder, 'providerMetadata.anthropic'))
}

/** Some providers (xAI, Google through the AI SDK) leave reasoning or cached tokens out of the counts but not out of the total, which tells. */
function fitTotal(
  input: number | null,
  output: number | null,
  cache: number,
  reasoning: number,
  total: number | null,
): [input: number | null, output: number | null] {
  if (input === null || output === null || total === null) return [input, output]
  const ways: [number, number][] = [
    [input, output],
    [input, output + reasoning],
    [input + cache, output],
    [input + cache, output + reasoning],
  ]
  return ways.find(([one, other]) => one + other === total) ?? [input, output]
}

function plus(count: number | null, more: number): number | null {
  return count === null ? null : count + more
}

function restOf(total: number, part: number): number | null {
  return total >= part ? total - part : null
}
