// Checks costs against prices that were multiplied by hand, and that a cost nobody knows says why.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { priceOf } from '../../../src/measure/usage/price.ts'
import { usage } from '../../../src/measure/usage.ts'
import { aiSdkStep, anthropicMessage, GenerateTextResult, geminiContent, openaiChat, openaiResponse } from './responses.ts'

function costs(response: unknown, dollars: number, model?: string) {
  const cost = usage(response, model === undefined ? {} : { model }).cost_usd
  assert.ok(cost !== null && Math.abs(cost - dollars) < 1e-12, `expected ${dollars}, got ${cost}`)
}

function reason(response: unknown, model?: string): string | null {
  const counted = usage(response, model === undefined ? {} : { model })
  assert.equal(counted.cost_usd, null)
  return priceOf(counted).reason
}

test('OpenAI: gpt-4.1 costs 2 in, 0.50 cached, 8 out, per million', () => {
  costs(openaiChat, (19 * 2 + 10 * 8) / 1e6)
  costs(openaiResponse, ((12033 - 11904) * 2 + 11904 * 0.5 + 44 * 8) / 1e6)
  const embeddings = { object: 'list', model: 'text-embedding-3-small', usage: { prompt_tokens: 800, total_tokens: 800 } }
  costs(embeddings, (800 * 0.02) / 1e6)
  costs({ usage: { tokens: 800 }, response: { body: embeddings } }, (800 * 0.02) / 1e6) // `embed` of the AI SDK
})

test('Anthropic: claude-sonnet-4-5 costs 3 in, 0.30 cached, 3.75 written for minutes and 6 for an hour, 15 out', () => {
  costs(anthropicMessage, (2095 * 3 + 1024 * 0.3 + 2051 * 3.75 + 503 * 15) / 1e6)
  const hour = { ...anthropicMessage.usage, cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 2051 } }
  costs({ ...anthropicMessage, usage: hour }, (2095 * 3 + 1024 * 0.3 + 2051 * 6 + 503 * 15) / 1e6)
})

test('Google: gemini-3-flash-preview costs 0.50 in, 1 for audio, 3 out, thoughts included', () => {
  costs(geminiContent, (34 * 0.5 + 856 * 3) / 1e6)
  const promptTokensDetails = [{ modality: 'AUDIO', tokenCount: 30 }]
  const heard = { ...geminiContent, usageMetadata: { ...geminiContent.usageMetadata, promptTokensDetails } }
  costs(heard, (4 * 0.5 + 30 * 1 + 856 * 3) / 1e6)
})

test('each step of the AI SDK by its own model', () => {
  const own = (98 * 2 + 2 * 0.5 + 10 * 8) / 1e6
  costs(aiSdkStep(100, 10), own)
  const steps = [aiSdkStep(100, 10), aiSdkStep(100, 10, 'anthropic.messages', 'claude-sonnet-4-5')]
  costs(new GenerateTextResult(steps), own + (98 * 3 + 2 * 0.3 + 10 * 15) / 1e6)
})

test('plain numbers by the model that is named, with its provider too', () => {
  const numbers = { input_tokens: 1000, output_tokens: 100 }
  costs(numbers, (1000 * 1.25 + 100 * 10) / 1e6, 'gpt-5')
  costs(numbers, (1000 * 1.25 + 100 * 10) / 1e6, 'openai/gpt-5')
  costs(numbers, (1000 * 0.59 + 100 * 0.79) / 1e6, 'groq/llama-3.3-70b-versatile')
  costs({ model: 'openai/gpt-5', ...numbers }, (1000 * 1.25 + 100 * 10) / 1e6)
  costs(
    [
      { model: 'gpt-5', ...numbers },
      { model: 'gpt-5', ...numbers },
    ],
    (2 * (1000 * 1.25 + 100 * 10)) / 1e6,
  )
  costs({ model: 'deployment-7', ...numbers }, (1000 * 1.25 + 100 * 10) / 1e6, 'gpt-5')
  costs(aiSdkStep(100, 10, 'my-proxy.chat', 'deployment-7'), (98 * 2 + 2 * 0.5 + 10 * 8) / 1e6, 'gpt-4.1')
})

test('the prices of the day of the response: o3 became cheaper on 10 June 2025', () => {
  const counts = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 }
  const on = (day: string) => ({ model: 'o3', created: Date.parse(day) / 1000, usage: counts })
  costs(on('2025-06-09'), (1000 * 10 + 100 * 40) / 1e6)
  costs(on('2025-06-11'), (1000 * 2 + 100 * 8) / 1e6)
})

test('a long request by the price of its length, each call of a sum by its own', () => {
  const call = { type: 'message', model: 'claude-sonnet-4-5', usage: { input_tokens: 150_000, output_tokens: 1000 } }
  costs([call, call], 2 * ((150_000 * 3 + 1000 * 15) / 1e6))
  costs({ ...call, usage: { input_tokens: 300_000, output_tokens: 1000 } }, (300_000 * 6 + 1000 * 22.5) / 1e6)
})

test('whose prices they are is kept', () => {
  assert.equal(priceOf(usage(openaiChat)).priceVersion, 'genai-prices 0.1.8')
  assert.equal(priceOf(usage({ cost_usd: 1 })).priceVersion, 'given')
  assert.equal(priceOf(usage([openaiChat, { cost_usd: 1 }])).priceVersion, 'genai-prices 0.1.8; given')
})

test("the user's own prices go before the table, also by the undated name", () => {
  const prices = { 'gpt-4.1': { inputUsdPerMillion: 1000, outputUsdPerMillion: 10_000 } }
  const price = priceOf(usage(openaiChat), prices)
  assert.deepEqual(price, { costUsd: (19 * 1000 + 10 * 10_000) / 1e6, reason: null, priceVersion: 'own' })
  const local = usage(aiSdkStep(100, 10, 'my-server.chat', 'house-model'))
  assert.equal(local.cost_usd, null)
  assert.equal(priceOf(local, { 'house-model': { inputUsdPerMillion: 0, outputUsdPerMillion: 0 } }).costUsd, 0)
})

test('an unknown cost has a reason', () => {
  const numbers = { input_tokens: 5, output_tokens: 5 }
  assert.equal(reason(numbers, 'gpt-99'), 'genai-prices 0.1.8 has no price for the model "gpt-99"')
  assert.equal(reason(numbers), 'the response does not name its model; pass { model }')
  assert.equal(reason({ input_tokens: 5 }, 'gpt-5'), 'output_tokens is unknown')
  assert.equal(reason(new Error('fetch failed')), 'the response does not say its tokens')
  assert.equal(reason({ ...openaiChat, service_tier: 'flex' }), 'the service tier "flex" has other prices than the table')
  assert.equal(reason(numbers, 'whisper-1'), 'genai-prices 0.1.8 does not price "whisper-1" by its tokens')
  assert.match(
    reason({ ...numbers, cached_input_tokens: 9 }, 'gpt-5') ?? '',
    /the counts of "gpt-5" do not fit together: .*cannot exceed/,
  )
  assert.equal(reason([openaiChat, { ...openaiChat, model: 'gpt-99' }]), 'genai-prices 0.1.8 has no price for the model "gpt-99"')
})

test('a service that the table does not know gets no prices of another', () => {
  const local = aiSdkStep(100, 10, 'my-server.chat', 'gpt-4.1')
  assert.equal(reason(local), 'genai-prices 0.1.8 has no price for the model "gpt-4.1" of "my-server.chat"')
})

test('the table is loaded when a price is first asked for', () => {
  const program = `
    import { createRequire } from 'node:module'
    import { usage } from 'assay'
    const { cache } = createRequire(import.meta.url)
    const loaded = () => Object.keys(cache).filter(path => path.includes('genai-prices')).length
    const before = loaded()
    const { cost_usd } = usage({ input_tokens: 1, output_tokens: 1 }, { model: 'gpt-5' })
    console.log(before, loaded(), cost_usd)`
  const args = ['--conditions=assay-source', '--input-type=module', '--eval', program]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: import.meta.dirname })
  assert.equal(stdout, '0 1 0.00001125\n', stderr)
})
