// Two models and three prompts through the AI SDK: streamed, judged, priced, retried. `--option provider=mock`, `local` or `openai`.
import { benchmark, grid, jsonl, mean, type Options, sum, usage } from 'assay'
import { streamText } from 'ai'
import { z } from 'zod'
import { judge } from './judge.ts'
import { judgeFor, modelsOf, openModel, toProvider } from './models.ts'

const prompts = {
  plain: 'Answer the question.',
  word: 'Answer with the fact and nothing else.',
  steps: 'Think step by step, then answer on the last line.',
}
const Question = z.object({ id: z.string(), question: z.string(), answer: z.string() })

export default ({ provider: name = 'mock' }: Options) => {
  const provider = toProvider(name)
  return benchmark({
    name: 'llm-prompts',
    data: jsonl(new URL('questions.jsonl', import.meta.url), Question),
    input: item => item.question,
    expected: item => item.answer,
    params: grid({ provider: [provider], model: modelsOf[provider], prompt: ['plain', 'word', 'steps'] }),
    setup: ({ provider, model }, { defer }) => openModel(provider, model, defer),
    task: async (question, { prompt }, { setup: model, signal, spend, record }) => {
      const start = performance.now()
      // Assay tries again itself, so that each attempt is counted and kept.
      const result = streamText({
        model,
        system: prompts[prompt],
        prompt: question,
        abortSignal: signal,
        maxRetries: 0,
        onError() {},
      })
      let text = ''
      for await (const part of result.fullStream) {
        if (part.type === 'error') throw part.error
        if (part.type !== 'text-delta') continue
        if (text === '') record({ first_text_ms: performance.now() - start })
        text += part.text
      }
      // Paid for: kept whatever the next line does.
      spend(usage(await result.steps))
      return { prediction: text, finish_reason: await result.finishReason }
    },
    scores: {
      exact: ({ result, expected }) => result.prediction.trim().toLowerCase() === expected.toLowerCase(),
      // Waits and costs: executed once for each answer that differs, and kept.
      judge: {
        // The judge of another provider is another one. Raise the number when what it is asked changes.
        version: `${provider} 1`,
        task: (scored, context) => judge(judgeFor(provider), scored, context),
        limits: { requestsPerMinute: 3_000 },
      },
    },
    metrics: {
      judged: mean('scores_judge_score', { better: 'higher' }),
      exact: mean('scores_exact', { better: 'higher' }),
      cost: sum('cost_usd'),
    },
    // The stand-ins know what is in this file.
    files: provider === 'openai' ? [] : [new URL('questions.jsonl', import.meta.url)],
    limits: {
      concurrency: 8,
      timeoutMs: 60_000,
      retries: 4,
      requestsPerMinute: 3_000,
      tokensPerMinute: 1_000_000,
      rateKey: params => params.model,
      itemCostUsd: 0.05,
      maxCostUsd: 1,
    },
  })
}
