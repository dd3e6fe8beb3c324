// Checks that the usage of every provider comes out in one convention, and that what is unknown stays unknown.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usage } from 'assay'
import { aiSdkStep, anthropicMessage, GenerateTextResult, geminiContent, openaiChat, openaiResponse } from './usage/responses.ts'

type Tokens = [
  input: number | null,
  cached: number | null,
  written: number | null,
  output: number | null,
  reasoning: number | null,
]

function tokens(response: unknown): Tokens {
  const { input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens } = usage(response)
  return [input_tokens, cached_input_tokens, cache_write_tokens, output_tokens, reasoning_tokens]
}

test('OpenAI: chat completions, responses, embeddings', () => {
  assert.deepEqual(tokens(openaiChat), [19, 0, null, 10, 0])
  assert.deepEqual(tokens(openaiResponse), [12033, 11904, null, 44, 0])
  const embeddings = { object: 'list', model: 'text-embedding-3-small', usage: { prompt_tokens: 8, total_tokens: 8 } }
  assert.deepEqual(tokens(embeddings), [8, null, null, 0, null])
})

test('Anthropic: input includes what was read from the cache and written to it', () => {
  assert.deepEqual(tokens(anthropicMessage), [2095 + 2051 + 1024, 1024, 2051, 503, null])
  const plain = { type: 'message', model: 'claude-sonnet-4-5', usage: { input_tokens: 10, output_tokens: 25 } }
  assert.deepEqual(tokens(plain), [10, null, null, 25, null])
})

test('Anthropic: iterations of another model are part of the sum', () => {
  const { usage: counts, ...message } = anthropicMessage
  const own = {
    type: 'message',
    input_tokens: 100,
    output_tokens: 10,
    cache_read_input_tokens: 5,
    cache_creation_input_tokens: 0,
  }
  const adviser = { ...own, type: 'advisor_message', model: 'claude-opus-4-5' }
  const advised = { ...message, usage: { ...counts, iterations: [own, adviser] } }
  assert.deepEqual(tokens(advised), [210, 10, 0, 20, null])
})

test('Google: output includes the thoughts; an answer that was cut off in them has only those', () => {
  assert.deepEqual(tokens(geminiContent), [34, null, null, 856, 438])
  const cut = { usageMetadata: { promptTokenCount: 34, thoughtsTokenCount: 400, totalTokenCount: 434 } }
  assert.deepEqual(tokens(cut), [34, null, null, 400, 400])
  const tool = {
    usageMetadata: { promptTokenCount: 30, toolUsePromptTokenCount: 5, candidatesTokenCount: 7, totalTokenCount: 42 },
  }
  assert.deepEqual(tokens({ response: tool }), [35, null, null, 7, null])
})

test('a provider that leaves reasoning out of the output but not out of the total', () => {
  const grok = {
    model: 'grok-4-fast',
    usage: {
      prompt_tokens: 2640,
      completion_tokens: 182,
      total_tokens: 3494,
      prompt_tokens_details: { cached_tokens: 473 },
      completion_tokens_details: { reasoning_tokens: 672 },
    },
  }
  assert.deepEqual(tokens(grok), [2640, 473, null, 854, 672])
})

test('AI SDK: a step, and all steps of a result though its usage is that of the last', () => {
  const steps = [aiSdkStep(100, 10), aiSdkStep(200, 20)]
  assert.deepEqual(tokens(steps[0]), [100, 2, 0, 10, 1])
  assert.deepEqual(tokens(new GenerateTextResult(steps)), [300, 4, 0, 30, 2])
  assert.deepEqual(
    tokens({ totalUsage: { inputTokens: 7, outputTokens: 3 }, usage: { inputTokens: 2, outputTokens: 1 } }).slice(0, 1),
    [7],
  )
})

test('AI SDK: the older ways to count', () => {
  assert.deepEqual(tokens({ usage: { promptTokens: 5, completionTokens: 6, totalTokens: 11 } }), [5, null, null, 6, null])
  assert.deepEqual(tokens({ usage: { promptTokens: Number.NaN, completionTokens: Number.NaN } }), [null, null, null, null, null])
  const four = { cachedPromptTokens: 4, reasoningTokens: 2 }
  const chat = { usage: { promptTokens: 5, completionTokens: 6 }, providerMetadata: { openai: four } }
  assert.deepEqual(tokens(chat), [5, 4, null, 6, 2])
  // Version 5 passed Anthropic's input on without the cached part, and what was written only in the metadata.
  const anthropic = {
    usage: { inputTokens: 4, outputTokens: 104, totalTokens: 108, cachedInputTokens: 1000 },
    providerMetadata: { anthropic: { cacheCreationInputTokens: 2183 } },
  }
  assert.deepEqual(tokens(anthropic), [4 + 1000 + 2183, 1000, 2183, 104, null])
  const google = { usage: { inputTokens: 10, outputTokens: 5, reasoningTokens: 20, totalTokens: 35 } }
  assert.deepEqual(tokens(google), [10, null, null, 25, 20])
})

test('AI SDK: embeddings, and what a language model returns to it', () => {
  assert.deepEqual(tokens({ embedding: [0.1], usage: { tokens: 9 } }), [9, null, null, 0, null])
  const model = {
    inputTokens: { total: 9, noCache: 6, cacheRead: 3, cacheWrite: 0 },
    outputTokens: { total: 5, text: 4, reasoning: 1 },
  }
  assert.deepEqual(tokens({ usage: model }), [9, 3, 0, 5, 1])
})

test('the usage object alone', () => {
  assert.deepEqual(tokens(openaiResponse.usage), tokens(openaiResponse))
  assert.deepEqual(tokens(anthropicMessage.usage), tokens(anthropicMessage))
  assert.deepEqual(tokens(geminiContent.usageMetadata), tokens(geminiContent))
})

test('errors: with usage of their own, in a response, in their cause; without any all is unknown', () => {
  const noObject = Object.assign(new Error('No object generated.'), { name: 'AI_NoObjectGeneratedError', ...aiSdkStep(50, 5) })
  assert.deepEqual(tokens(noObject), [50, 2, 0, 5, 1])
  assert.deepEqual(tokens(Object.assign(new Error('cut off'), { response: openaiChat })), tokens(openaiChat))
  assert.deepEqual(
    tokens(Object.assign(new Error('refused'), { response: { status: 200, data: openaiChat } })),
    tokens(openaiChat),
  )
  assert.deepEqual(tokens(new Error('mine', { cause: noObject })), [50, 2, 0, 5, 1])
  assert.deepEqual(tokens(Object.assign(new Error('gave up'), { lastError: noObject })), [50, 2, 0, 5, 1])
  assert.deepEqual(tokens(new Error('fetch failed')), [null, null, null, null, null])
  const circle = new Error('circle')
  circle.cause = circle
  assert.deepEqual(tokens(circle), [null, null, null, null, null])
})

test('several are summed, and a part that one does not know is unknown in the sum', () => {
  assert.deepEqual(tokens([openaiChat, openaiResponse]), [19 + 12033, 11904, null, 54, 0])
  assert.deepEqual(tokens([openaiChat, anthropicMessage]), [19 + 5170, 1024, null, 513, null])
  assert.deepEqual(tokens([openaiChat, new Error('fetch failed')]), [null, null, null, null, null])
  assert.deepEqual(tokens([[openaiChat], usage(openaiChat)]), [38, 0, null, 20, 0])
  assert.deepEqual(usage([]), {
    input_tokens: 0,
    cached_input_tokens: 0,
    cache_write_tokens: 0,
    output_tokens: 0,
    reasoning_tokens: 0,
    cost_usd: 0,
  })
})

test('plain numbers: what is left out is unknown', () => {
  assert.deepEqual(usage({ input_tokens: 5 }, { model: 'gpt-5' }), {
    input_tokens: 5,
    cached_input_tokens: null,
    cache_write_tokens: null,
    output_tokens: null,
    reasoning_tokens: null,
    cost_usd: null,
  })
  assert.equal(usage({ cost_usd: 0.25 }).cost_usd, 0.25)
  assert.throws(
    () => usage({ input_tokens: -1 }),
    /RangeError: expected input_tokens to be a finite number, 0 or more, or null, got -1/,
  )
  assert.throws(() => usage({ input_tokens: Number.NaN }), RangeError)
  assert.throws(() => usage({ model: 'gpt-5', input_tokens: -1 }), RangeError)
  assert.throws(() => usage({ model: 5, input_tokens: 1 }), /TypeError: expected model to be the name of a model, or null, got 5/)
  assert.throws(() => usage({ output_tokens: '5' }), /TypeError: expected output_tokens .* got '5'/)
})

test('what is no finished response says what to pass', async () => {
  assert.throws(() => usage(Promise.resolve(openaiChat)), /got a promise: await it first/)
  assert.throws(() => usage({ usage: Promise.resolve({ inputTokens: 5 }) }), /`usage` is still a promise/)
  assert.throws(() => usage('Hello!'), /TypeError: expected response to be .* got 'Hello!'/)
  assert.throws(() => usage(undefined), TypeError)
  assert.throws(() => usage([openaiChat, null]), TypeError)
  assert.throws(() => usage(new Response('{}')), /what its `json\(\)` resolves to/)
  async function* chunks() {
    yield openaiChat
  }
  assert.throws(() => usage(chunks()), /got a stream: pass the finished message/)
})

test('a stream of the AI SDK is refused before its usage is read, which would start it', () => {
  const stream = {
    textStream: null,
    get usage(): never {
      throw new Error('started')
    },
  }
  assert.throws(() => usage(stream), /got a stream of the AI SDK: pass `await result.steps`/)
})

test('options that nobody knows, or that name no model', () => {
  assert.throws(
    () => usage(openaiChat, { modell: 'gpt-5' } as never),
    /TypeError: expected the options of usage\(\), got `modell`/,
  )
  assert.throws(() => usage(openaiChat, { model: '' }), /TypeError: expected model to be the name of a model, got ''/)
})
