// The ways in which providers and SDKs write usage: which keys tell them apart, and where each count stands.
import { valueAt } from './path.ts'

/** Whose way to write usage it is, and under which paths of the response (its usage always at `usage`) the counts stand. */
export interface Shape {
  /** Of which provider it is a sign. `openai` is a weak one: many others answer in its shape. */
  readonly provider: 'anthropic' | 'google' | 'openai' | null
  /** Keys of a usage object that only this shape has. */
  readonly marks: readonly string[]
  readonly input: readonly string[]
  readonly cached: readonly string[]
  readonly written: readonly string[]
  readonly output: readonly string[]
  readonly reasoning: readonly string[]
  readonly total: readonly string[]
}

const nowhere = { cached: [], written: [], reasoning: [], total: [] }

// https://ai.google.dev/api/generate-content#UsageMetadata: the prompt holds the cached tokens; thoughts and tool results stand apart.
export const google: Shape = {
  provider: 'google',
  marks: ['promptTokenCount', 'candidatesTokenCount', 'responseTokenCount', 'totalTokenCount'],
  input: ['usage.promptTokenCount'],
  cached: ['usage.cachedContentTokenCount'],
  written: [],
  output: ['usage.candidatesTokenCount', 'usage.responseTokenCount'],
  reasoning: ['usage.thoughtsTokenCount'],
  total: ['usage.totalTokenCount'],
}

// https://docs.claude.com/en/docs/build-with-claude/prompt-caching: `input_tokens` holds neither what was read from a cache nor what was written.
export const anthropic: Shape = {
  ...nowhere,
  provider: 'anthropic',
  marks: ['cache_read_input_tokens', 'cache_creation_input_tokens', 'cache_creation', 'server_tool_use'],
  input: ['usage.input_tokens'],
  cached: ['usage.cache_read_input_tokens'],
  written: ['usage.cache_creation_input_tokens'],
  output: ['usage.output_tokens'],
}

/** Assay's own columns, and OpenAI's Responses API, which shares their names. */
const columns: Shape = {
  provider: 'openai',
  marks: ['input_tokens', 'output_tokens', 'cached_input_tokens', 'cache_write_tokens', 'reasoning_tokens', 'cost_usd'],
  input: ['usage.input_tokens'],
  cached: ['usage.cached_input_tokens', 'usage.input_tokens_details.cached_tokens'],
  written: ['usage.cache_write_tokens', 'usage.input_tokens_details.cache_write_tokens'],
  output: ['usage.output_tokens'],
  reasoning: ['usage.reasoning_tokens', 'usage.output_tokens_details.reasoning_tokens'],
  total: ['usage.total_tokens'],
}

const chat: Shape = {
  provider: 'openai',
  marks: ['prompt_tokens', 'completion_tokens'],
  input: ['usage.prompt_tokens'],
  cached: ['usage.prompt_tokens_details.cached_tokens', 'usage.prompt_cache_hit_tokens'],
  written: ['usage.prompt_tokens_details.cache_write_tokens'],
  output: ['usage.completion_tokens'],
  reasoning: ['usage.completion_tokens_details.reasoning_tokens'],
  total: ['usage.total_tokens'],
}

/** The AI SDK: version 4, version 5 and 6 and 7, what its language models return to it, and its embeddings. */
export const aiSdk: Shape = {
  provider: null,
  marks: ['inputTokens', 'outputTokens', 'promptTokens', 'completionTokens', 'tokens'],
  input: ['usage.inputTokens', 'usage.inputTokens.total', 'usage.promptTokens', 'usage.tokens'],
  cached: [
    'usage.inputTokenDetails.cacheReadTokens',
    'usage.inputTokens.cacheRead',
    'usage.cachedInputTokens',
    'providerMetadata.anthropic.cacheReadInputTokens',
    'providerMetadata.openai.cachedPromptTokens',
  ],
  written: [
    'usage.inputTokenDetails.cacheWriteTokens',
    'usage.inputTokens.cacheWrite',
    'providerMetadata.anthropic.cacheCreationInputTokens',
  ],
  output: ['usage.outputTokens', 'usage.outputTokens.total', 'usage.completionTokens'],
  reasoning: [
    'usage.outputTokenDetails.reasoningTokens',
    'usage.outputTokens.reasoning',
    'usage.reasoningTokens',
    'providerMetadata.openai.reasoningTokens',
  ],
  total: ['usage.totalTokens'],
}

const shapes = [google, anthropic, columns, chat, aiSdk]

/** The shape of a usage object, `null` if it has none of the keys that anybody uses. */
export function shapeOf(usage: object, holder: object = {}): Shape | null {
  const found = shapes.find(shape => shape.marks.some(mark => mark in usage)) ?? null
  return found === columns && valueAt(holder, 'type') === 'message' ? anthropic : found
}
