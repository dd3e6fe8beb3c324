// Responses as providers and SDKs document them, cut to what tells of usage.

/** https://platform.openai.com/docs/api-reference/chat/object */
export const openaiChat = {
  id: 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
  object: 'chat.completion',
  created: 1741569952,
  model: 'gpt-4.1-2025-04-14',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello!' }, finish_reason: 'stop' }],
  usage: {
    prompt_tokens: 19,
    completion_tokens: 10,
    total_tokens: 29,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0 },
  },
  service_tier: 'default',
}

/** A cached prompt through the Responses API. */
export const openaiResponse = {
  id: 'resp_0cd5d6b8',
  object: 'response',
  created_at: 1768560502,
  status: 'completed',
  model: 'gpt-4.1-2025-04-14',
  service_tier: 'default',
  usage: {
    input_tokens: 12033,
    input_tokens_details: { cached_tokens: 11904 },
    output_tokens: 44,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 12077,
  },
}

/** https://docs.claude.com/en/api/messages */
export const anthropicMessage = {
  id: 'msg_013Zva2CMHLNnjNjJKqJ2EF',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5-20250929',
  content: [{ type: 'text', text: 'Hi!' }],
  stop_reason: 'end_turn',
  usage: {
    input_tokens: 2095,
    cache_creation_input_tokens: 2051,
    cache_read_input_tokens: 1024,
    cache_creation: { ephemeral_5m_input_tokens: 2051, ephemeral_1h_input_tokens: 0 },
    output_tokens: 503,
    server_tool_use: { web_search_requests: 0 },
    service_tier: 'standard',
  },
}

/** https://firebase.google.com/docs/ai-logic: thoughts stand beside the answer. */
export const geminiContent = {
  candidates: [{ content: { parts: [{ text: 'Hi!' }], role: 'model' }, finishReason: 'STOP', index: 0 }],
  usageMetadata: {
    promptTokenCount: 34,
    candidatesTokenCount: 418,
    totalTokenCount: 890,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: 34 }],
    thoughtsTokenCount: 438,
  },
  modelVersion: 'gemini-3-flash-preview',
  responseId: '3w4Vad6yF-y1vdIP_q_zgAw',
}

/** A step of `generateText`, AI SDK 6 and 7. */
export function aiSdkStep(
  inputTokens: number,
  outputTokens: number,
  provider = 'openai.responses',
  modelId = 'gpt-4.1-2025-04-14',
) {
  return {
    stepNumber: 0,
    model: { provider, modelId },
    finishReason: 'stop',
    usage: {
      inputTokens,
      inputTokenDetails: { noCacheTokens: inputTokens - 2, cacheReadTokens: 2, cacheWriteTokens: 0 },
      outputTokens,
      outputTokenDetails: { textTokens: outputTokens - 1, reasoningTokens: 1 },
      totalTokens: inputTokens + outputTokens,
    },
    response: { id: 'resp_1', timestamp: new Date('2026-01-16T10:48:22Z'), modelId, messages: [] },
    providerMetadata: { [provider.split('.')[0] as string]: { responseId: 'resp_1' } },
  }
}

/** What `generateText` of the AI SDK returns: getters of a class, and the last step's usage beside the total. */
export class GenerateTextResult {
  readonly #steps: readonly ReturnType<typeof aiSdkStep>[]

  constructor(steps: readonly ReturnType<typeof aiSdkStep>[]) {
    this.#steps = steps
  }

  get steps() {
    return this.#steps
  }

  get usage() {
    return this.#steps.at(-1)?.usage
  }

  get response() {
    return this.#steps.at(-1)?.response
  }
}
