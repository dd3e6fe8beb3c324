// The stored cost of 20 models is what the price table itself calculates, from responses as each provider writes them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calcPrice } from '@pydantic/genai-prices'
import { benchmark } from '../../src/bench/declare/benchmark.ts'
import { run } from '../../src/bench/run.ts'
import { usage } from '../../src/measure/usage.ts'
import { openReader } from '../../src/tracker/reader.ts'
import { laboratory } from '../fixtures/laboratory.ts'

/** Everything read, the parts of it that were read from a cache and written to one; everything written, and the thoughts in it. */
interface Counts {
  readonly input: number
  readonly cached: number
  readonly written: number
  readonly output: number
  readonly reasoning: number
}

const at = new Date('2026-02-01T00:00:00Z')

const openai = (model: string, { input, cached, output, reasoning }: Counts) => ({
  model,
  object: 'response',
  created_at: at.getTime() / 1_000,
  usage: {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  },
})

const chat = (model: string, { input, cached, output, reasoning }: Counts) => ({
  model,
  object: 'chat.completion',
  created: at.getTime() / 1_000,
  usage: {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoning },
  },
})

/** Counts cached input apart, and thoughts not at all. */
const anthropic = (model: string, { input, cached, written, output }: Counts) => ({
  model,
  type: 'message',
  created_at: at.toISOString(),
  usage: {
    input_tokens: input - cached - written,
    cache_read_input_tokens: cached,
    cache_creation_input_tokens: written,
    output_tokens: output,
  },
})

/** Counts thoughts apart. */
const google = (model: string, { input, cached, output, reasoning }: Counts) => ({
  modelVersion: model,
  createTime: at.toISOString(),
  usageMetadata: {
    promptTokenCount: input,
    cachedContentTokenCount: cached,
    candidatesTokenCount: output - reasoning,
    thoughtsTokenCount: reasoning,
    totalTokenCount: input + output,
  },
})

const aiSdk =
  (provider: string) =>
  (modelId: string, { input, cached, written, output, reasoning }: Counts) => ({
    model: { provider, modelId },
    usage: {
      inputTokens: input,
      inputTokenDetails: { noCacheTokens: input - cached - written, cacheReadTokens: cached, cacheWriteTokens: written },
      outputTokens: output,
      outputTokenDetails: { textTokens: output - reasoning, reasoningTokens: reasoning },
      totalTokens: input + output,
    },
    response: { modelId, timestamp: at },
  })

const counts: Counts = { input: 12_345, cached: 6_001, written: 0, output: 4_321, reasoning: 1_234 }
const cacheWritten: Counts = { ...counts, written: 2_003 }
/** Some have another price from 200,000 tokens on. */
const long: Counts = { ...cacheWritten, input: 260_000 }

type Shape = (model: string, counts: Counts) => object

const models: readonly (readonly [provider: string, model: string, shape: Shape, counts?: Counts])[] = [
  ['openai', 'gpt-4.1', openai],
  ['openai', 'gpt-4.1-mini', chat],
  ['openai', 'gpt-4o', openai],
  ['openai', 'gpt-4o-mini', chat],
  ['openai', 'gpt-5', openai],
  ['openai', 'gpt-5-mini', aiSdk('openai.responses')],
  ['openai', 'o3', openai],
  ['openai', 'o4-mini', chat],
  ['anthropic', 'claude-sonnet-4-5', anthropic, cacheWritten],
  ['anthropic', 'claude-sonnet-4-5-20250929', anthropic, long],
  ['anthropic', 'claude-opus-4-1', anthropic, cacheWritten],
  ['anthropic', 'claude-3-5-haiku-latest', anthropic, cacheWritten],
  ['anthropic', 'claude-haiku-4-5', aiSdk('anthropic.messages'), cacheWritten],
  ['anthropic', 'claude-opus-4-5', aiSdk('anthropic.messages'), long],
  ['google', 'gemini-2.5-pro', google],
  ['google', 'gemini-2.5-flash', google],
  ['google', 'gemini-3-flash-preview', google],
  ['google', 'gemini-2.5-flash-lite', aiSdk('google.generative-ai')],
  ['mistral', 'mistral-large-latest', aiSdk('mistral.chat'), { ...counts, cached: 0 }],
  ['groq', 'llama-3.3-70b-versatile', aiSdk('groq.chat'), { ...counts, cached: 0 }],
  ['x-ai', 'grok-4', aiSdk('xai.chat')],
  ['deepseek', 'deepseek-chat', aiSdk('deepseek.chat')],
]

/** What the table itself calculates. */
function byTable(providerId: string, model: string, { input, cached, written, output, reasoning }: Counts): number {
  const tokens = {
    input_tokens: input,
    cache_read_tokens: cached,
    cache_write_tokens: written,
    output_tokens: output,
    output_reasoning_tokens: reasoning,
  }
  const found = calcPrice(tokens, model, { providerId, timestamp: at })
  assert.ok(found !== null && found.total_price > 0, model)
  return found.total_price
}

test('22 models of 7 providers, cached and reasoning tokens included', async t => {
  const declared = benchmark({
    name: 'priced',
    data: models.map((_, i) => ({ id: i })),
    version: '1',
    task: ({ id }, _, { spend }) => {
      const [, model, shape, own = counts] = models[id] as (typeof models)[number]
      spend(usage(shape(model, own)))
      return model
    },
  })
  const db = laboratory(t)
  await using result = await run(declared, { db })
  assert.deepEqual([result.failed, result.findings], [0, []])
  await using reader = await openReader(db)
  const rows = new Map((await reader.rows()).map(row => [row['input_id'], row]))
  const costs = models.map(([provider, model, , own = counts]) => byTable(provider, model, own))
  for (const [i, [, model, shape, own = counts]] of models.entries()) {
    const row = rows.get(String(i))
    assert.deepEqual([row?.['prediction'], row?.['cost_usd']], [model, costs[i]])
    const columns = ['input_tokens', 'cached_input_tokens', 'output_tokens'].map(column => row?.[column])
    assert.deepEqual(columns, [own.input, own.cached, own.output], model)
    assert.equal(row?.['reasoning_tokens'], shape === anthropic ? null : own.reasoning)
  }
  const spent = costs.reduce((sum, cost) => sum + cost, 0)
  assert.ok(Math.abs(Number(result.spentUsd) - spent) < 1e-9)
})
